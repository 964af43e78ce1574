"""Backup: a whole, verified copy while others write; never over a file that is there; the key is named."""

from __future__ import annotations

import base64
import os
import sqlite3
import stat
import subprocess
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import session as storage_session
from storage.backup import backup
from storage.errors import StorageError
from storage.migrations import run
from storage.models import Conversation


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "nongbaht.db"
    run.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NONGBAHT_DATA_KEY", raising=False)
    monkeypatch.delenv("NONGBAHT_DATA_KEY_FILE", raising=False)


def test_a_copy_taken_under_load_is_whole_and_of_one_moment(database: Path, tmp_path: Path) -> None:
    """The writer always adds two rows together: a copy with an odd number of them would be torn."""
    with closing(sqlite3.connect(database, isolation_level=None)) as filler:
        filler.execute("BEGIN")
        for number in range(4000):
            values = (f"f{number}", f"{number:0500}")
            filler.execute("INSERT INTO areas (kind, code, name) VALUES ('zone', ?, ?)", values)
        filler.execute("COMMIT")
    stop, started = threading.Event(), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with closing(sqlite3.connect(database, isolation_level=None, timeout=10)) as writer:
            while not stop.is_set():
                writer.execute("BEGIN IMMEDIATE")
                for half in ("a", "b"):
                    values = (f"w{written}{half}", "x" * 200)
                    writer.execute("INSERT INTO areas (kind, code, name) VALUES ('fund', ?, ?)", values)
                writer.execute("COMMIT")
                written += 1
                if written == 5:
                    started.set()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert started.wait(20)
        copies = [backup(tmp_path / f"copy{number}.db", f"sqlite:///{database}").file for number in range(3)]
        after = written
        while written == after:
            assert thread.is_alive(), "the writer goes on after the copies as before"
    finally:
        stop.set()
        thread.join()
    counts = []
    for copy in copies:
        with closing(sqlite3.connect(copy)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            counts.append(opened.execute("SELECT count(*) FROM areas WHERE kind = 'fund'").fetchone()[0])
            assert opened.execute("SELECT count(*) FROM areas WHERE kind = 'zone'").fetchone() == (4000,)
    assert all(number % 2 == 0 for number in counts)
    assert counts == sorted(counts)
    assert counts[0] >= 10


async def test_a_restored_copy_opens_with_the_key_kept_beside(database: Path, tmp_path: Path, now: datetime) -> None:
    engine = storage_session.engine(f"sqlite:///{database}")
    async with storage_session.sessions(engine).begin() as session:
        session.add(Conversation(channel="line", chat_id="c", account_id="u", state={"a": "ข"}, updated_at=now))
    saved = backup(tmp_path / "copy.db", engine.url)
    await engine.dispose()
    assert saved.key == Path(f"{database}.key")
    assert saved.bytes == (tmp_path / "copy.db").stat().st_size
    (tmp_path / "copy.db.key").write_bytes(saved.key.read_bytes())
    restored = storage_session.engine(f"sqlite:///{tmp_path / 'copy.db'}")
    async with storage_session.sessions(restored)() as session:
        assert (await session.scalars(select(Conversation.state))).one() == {"a": "ข"}
    await restored.dispose()


def test_a_copy_is_one_file_for_its_owner_alone(database: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    backup(tmp_path / "out" / "copy.db", f"sqlite:///{database}")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["copy.db"]
    assert stat.S_IMODE((tmp_path / "out" / "copy.db").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_kept(database: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StorageError, match="exists already"):
        backup(tmp_path / "copy.db", f"sqlite:///{database}")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_damaged_database_gives_no_backup_and_leaves_nothing_behind(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with database.open("r+b") as file:
        file.seek(3 * size)
        file.write(os.urandom(20 * size))
    (tmp_path / "out").mkdir()
    with pytest.raises(StorageError, match=r"damaged|cannot be copied"):
        backup(tmp_path / "out" / "copy.db", f"sqlite:///{database}")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("file", "url", "told"),
    [
        ("no/folder/copy.db", None, "make it first"),
        ("copy.db", "sqlite://", "set NONGBAHT_DATABASE_URL to a file"),
        ("copy.db", "missing.db", "there is no database at"),
    ],
)
def test_what_cannot_be_copied_is_told(database: Path, tmp_path: Path, file: str, url: str | None, told: str) -> None:
    given = f"sqlite:///{tmp_path / url}" if url == "missing.db" else url or f"sqlite:///{database}"
    with pytest.raises(StorageError, match=told):
        backup(tmp_path / file, given)
    assert not (tmp_path / "missing.db").exists(), "asking for a backup makes no database"


def test_the_key_in_the_environment_is_no_file(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NONGBAHT_DATA_KEY", base64.b64encode(bytes(32)).decode())
    assert backup(tmp_path / "copy.db", f"sqlite:///{database}").key is None


@pytest.fixture
def postgres() -> str:
    url = os.environ.get("NONGBAHT_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("NONGBAHT_TEST_POSTGRES_URL is not set")
    return url


def test_postgresql_without_its_tools_says_what_to_install(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StorageError, match="install PostgreSQL's client tools"):
        backup(tmp_path / "copy.dump", postgres)


def test_postgresql_is_dumped_and_the_dump_is_read_back(postgres_schema: str, tmp_path: Path) -> None:
    saved = backup(tmp_path / "copy.dump", postgres_schema)
    listed = subprocess.run(["pg_restore", "--list", saved.file], capture_output=True, text=True, check=True)
    assert "TABLE DATA" in listed.stdout
    assert "claims_paid" in listed.stdout
    assert stat.S_IMODE(saved.file.stat().st_mode) == 0o600


def test_a_postgresql_that_does_not_answer_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"pg_dump (failed|was not found)") as fault:
        backup(tmp_path / "copy.dump", "postgresql://bot:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(fault.value)
    assert list(tmp_path.iterdir()) == []
