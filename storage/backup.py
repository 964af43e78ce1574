"""A consistent copy of the database while the bot goes on working.

SQLite is copied through its backup API: one pass over one snapshot, which in WAL mode holds no writer up. PostgreSQL is
dumped with its own pg_dump. Encrypted columns stay encrypted in the copy, so the key file is to be kept as well, apart.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL

from storage.crypto import is_file, key_file
from storage.errors import StorageError
from storage.session import database_url, parse


class Saved(NamedTuple):
    """What was written: the file, its bytes, and the key file that belongs to it (None: NONGBAHT_DATA_KEY does)."""

    file: Path
    bytes: int
    key: Path | None


def backup(file: Path, url: str | URL | None = None) -> Saved:
    """Writes a verified backup to `file`, readable by its owner alone; blocks, so run it in a thread beside a loop.

    Raises StorageError when the file is there already, cannot be written, or the copy fails its check; then nothing
    is left behind.
    """
    parsed = parse(url or database_url())
    if file.exists():
        raise StorageError(f"{file} exists already: name another file, or move it away")
    if not file.parent.is_dir():
        raise StorageError(f"the folder {file.parent} does not exist: make it first")
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        # Made first, so that the copy is never readable by others, not even for a moment.
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        (copy_sqlite if parsed.get_backend_name() == "sqlite" else dump_postgresql)(parsed, draft)
        # A hard link refuses to replace a file that has come meanwhile; a rename would not.
        os.link(draft, file)
    except FileExistsError:
        raise StorageError(f"{file} exists already: name another file, or move it away") from None
    except OSError as fault:
        raise StorageError(f"{file} cannot be written ({fault.strerror}): name a file on another disk") from None
    finally:
        draft.unlink(missing_ok=True)
    key = None if os.environ.get("NONGBAHT_DATA_KEY") else key_file(parsed)
    return Saved(file, file.stat().st_size, key if key and key.exists() else None)


def copy_sqlite(url: URL, draft: Path) -> None:
    """Copies one snapshot into one self-contained file and checks every page of it."""
    if not is_file(url):
        raise StorageError("a database in memory cannot be backed up: set NONGBAHT_DATABASE_URL to a file")
    source = Path(str(url.database))
    if not source.is_file():
        raise StorageError(f"there is no database at {source}: run `nongbaht migrate`, or check NONGBAHT_DATABASE_URL")
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=10)) as origin,
            closing(sqlite3.connect(draft)) as copy,
        ):
            origin.backup(copy)
            # The copy says "WAL" as its origin does; a backup is one file, without companions.
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as fault:
        raise StorageError(f"{source} cannot be copied ({fault}): check the disk, restore an older backup") from None
    if verdict != "ok" or orphans:
        raise StorageError(f"{source} is damaged ({str(verdict).splitlines()[0]}): restore an older backup")


def dump_postgresql(url: URL, draft: Path) -> None:
    """Runs pg_dump (custom format, for pg_restore) and reads the result back. The password goes by the environment."""
    pg_dump, pg_restore = shutil.which("pg_dump"), shutil.which("pg_restore")
    if pg_dump is None or pg_restore is None:
        raise StorageError("pg_dump was not found: install PostgreSQL's client tools, or run pg_dump on the server")
    environ = os.environ | {
        "PGHOST": url.host or "",
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    environ = {name: value for name, value in environ.items() if value or not name.startswith("PG")}
    for command in (
        [pg_dump, "--format=custom", "--no-password", f"--file={draft}"],
        [pg_restore, "--list", str(draft)],
    ):
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["no reason given"]
            raise StorageError(f"{Path(command[0]).name} failed ({lines[-1]}): check NONGBAHT_DATABASE_URL")
