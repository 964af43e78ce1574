"""`nongbaht migrate`, `backup` and `admin create`, as an operator meets them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from bot import cli
from storage.migrations import run
from storage.models import Administrator, AuditEvent
from storage.session import parse

Command = Callable[..., tuple[int, str, str]]
PASSWORD = "ปลาตะเพียนสีทอง"


@pytest.fixture
def nongbaht(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NONGBAHT_DATA_KEY", raising=False)
    monkeypatch.delenv("NONGBAHT_DATA_KEY_FILE", raising=False)

    def call(*words: str, url: str | None = None, typed: str = "") -> tuple[int, str, str]:
        if url is None:
            monkeypatch.delenv("NONGBAHT_DATABASE_URL", raising=False)
        else:
            monkeypatch.setenv("NONGBAHT_DATABASE_URL", url)
        monkeypatch.setattr(sys, "argv", ["nongbaht", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = 0
        try:
            cli.main()
        except SystemExit as done:
            code = int(done.code or 0)
        out, errors = capsys.readouterr()
        return code, out, errors

    return call


def test_migrate_tells_from_which_revision_to_which(nongbaht: Command, tmp_path: Path) -> None:
    code, out, _ = nongbaht("migrate")
    assert (code, out.strip()) == (0, f"sqlite+aiosqlite:///nongbaht.db: revision none -> {run.head()}")
    assert (tmp_path / "nongbaht.db").exists()
    code, out, _ = nongbaht("migrate")
    assert out.strip().endswith(f"revision {run.head()} -> {run.head()}")


def test_migrate_works_on_both_databases_and_hides_the_password(nongbaht: Command, database_url: str) -> None:
    with_password = parse(database_url)
    if with_password.get_backend_name() == "postgresql":
        with_password = with_password.set(password="geheim")
    code, out, errors = nongbaht("migrate", url=with_password.render_as_string(hide_password=False))
    assert code == 0
    assert f"-> {run.head()}" in out
    assert "geheim" not in out + errors


def test_migrate_refuses_a_database_whose_key_is_lost(nongbaht: Command, tmp_path: Path) -> None:
    nongbaht("migrate")
    (tmp_path / "nongbaht.db.key").unlink()
    code, _, errors = nongbaht("migrate")
    assert code == 2
    assert "the data key file is missing" in errors
    assert not (tmp_path / "nongbaht.db.key").exists(), "a new key would hide that the old one is lost"


def test_backup_writes_a_copy_and_names_the_key_to_keep(nongbaht: Command, tmp_path: Path) -> None:
    nongbaht("migrate")
    code, out, _ = nongbaht("backup", "copy.db")
    assert code == 0
    assert out.startswith("copy.db: ")
    assert str(tmp_path / "nongbaht.db.key") in out
    with closing(create_engine(f"sqlite:///{tmp_path / 'copy.db'}").connect()) as copy:
        assert copy.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == run.head()
    code, _, errors = nongbaht("backup", "copy.db")
    assert (code, errors.count("\n")) == (2, 1)
    assert "copy.db exists already" in errors


def test_admin_create_stores_a_hash_and_leaves_an_audit_event(nongbaht: Command, tmp_path: Path) -> None:
    nongbaht("migrate")
    code, out, _ = nongbaht("admin", "create", "สมพร", typed=f"{PASSWORD}\n")
    assert (code, out) == (0, "administrator สมพร created\n")
    with Session(create_engine(f"sqlite:///{tmp_path / 'nongbaht.db'}")) as session:
        administrator = session.scalars(select(Administrator)).one()
        assert administrator.name == "สมพร"
        assert PasswordHasher().verify(administrator.password_hash, PASSWORD)
        assert PASSWORD not in administrator.password_hash
        assert session.scalars(select(AuditEvent.subject)).one() == "administrator:สมพร"


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("สมพร", PASSWORD, "choose another name"),
        ("สมชาย", "สั้นไป", "choose a longer one"),
        ("สมชาย", "", "choose a longer one"),
        (" ", PASSWORD, "1 to 64 characters"),
        ("x" * 65, PASSWORD, "1 to 64 characters"),
    ],
)
def test_admin_create_says_what_is_wrong_in_one_line(nongbaht: Command, name: str, typed: str, told: str) -> None:
    nongbaht("migrate")
    nongbaht("admin", "create", "สมพร", typed=PASSWORD)
    code, _, errors = nongbaht("admin", "create", name, typed=typed)
    assert (code, errors.count("\n")) == (2, 1)
    assert told in errors


@pytest.mark.parametrize("words", [("migrate",), ("backup", "copy.db"), ("admin", "create", "สมพร")])
@pytest.mark.parametrize(
    "url", ["mysql://bot:geheim@host/db", "sqlite:////no/folder/x.db", "postgresql://bot:geheim@127.0.0.1:1/none"]
)
def test_a_wrong_database_is_one_line_and_exit_code_2(nongbaht: Command, words: tuple[str, ...], url: str) -> None:
    code, _, errors = nongbaht(*words, url=url, typed=PASSWORD)
    assert (code, errors.count("\n")) == (2, 1)
    assert "geheim" not in errors
    assert "Traceback" not in errors


def test_admin_create_before_migrate_says_to_migrate(nongbaht: Command) -> None:
    code, _, errors = nongbaht("admin", "create", "สมพร", typed=PASSWORD)
    assert code == 2
    assert "run `nongbaht migrate`" in errors
