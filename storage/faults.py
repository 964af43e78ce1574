"""What a database driver's fault means to an operator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from storage.errors import StorageError


@contextmanager
def told() -> Iterator[None]:
    """Turns a driver's fault into a StorageError that says what to do; for commands and checks at start."""
    try:
        yield
    except DBAPIError as fault:
        raise explain(fault) from fault


def explain(fault: DBAPIError) -> StorageError:
    """One line for the operator. Only the driver's first line is repeated: no SQL, no parameters, no password."""
    lines = str(fault.orig).strip().splitlines() or [type(fault.orig).__name__]
    if "no such table" in lines[0] or type(fault.orig).__name__ == "UndefinedTable":
        return StorageError("the database has no tables yet, or old ones: run `nongbaht migrate`")
    if "database is locked" in lines[0] or type(fault.orig).__name__ == "LockNotAvailable":
        return StorageError("another process holds the database: stop it, or try again in a moment")
    if "file is not a database" in lines[0]:
        return StorageError(
            "NONGBAHT_DATABASE_URL: the file is not a SQLite database: name another, or restore a backup"
        )
    return StorageError(f"the database cannot be used ({lines[0]}): check NONGBAHT_DATABASE_URL and that it is running")
