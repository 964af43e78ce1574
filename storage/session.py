"""Engines and sessions: one writer at a time on SQLite, time limits on PostgreSQL, the same code for both.

A transaction opened through `sessions()` may write: on SQLite it begins with BEGIN IMMEDIATE, since a read that turns
into a write can fail at once with "database is locked" whatever the busy timeout. Inside one process the writers queue
for a pool of one connection, first come first served, instead of polling the file's lock. So: keep transactions short,
never await the network inside one, never open a second session inside the first. `reading()` is beside the writer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.crypto import attach, is_file, keyring, keys_of
from storage.driver import BUSY_MS, Direct, connector
from storage.errors import StorageError

DEFAULT_URL = "sqlite+aiosqlite:///nongbaht.db"
STATEMENT_MS, LOCK_MS, IDLE_MS = 15_000, 5_000, 60_000
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-16000",
    "temp_store=MEMORY",
)
dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """NONGBAHT_DATABASE_URL, or the SQLite file nongbaht.db in the working folder."""
    return environ.get("NONGBAHT_DATABASE_URL") or DEFAULT_URL


def parse(url: str | URL) -> URL:
    """The URL with the driver we use; `sqlite://` and `postgresql://` are upgraded, others raise StorageError."""
    forms = "sqlite+aiosqlite:///file.db or postgresql+psycopg://user:password@host/database"
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The text itself is not repeated: it may hold a password.
        raise StorageError(f"NONGBAHT_DATABASE_URL is not a database URL: write {forms}") from None
    driver = DRIVERS.get(parsed.drivername)
    if driver is None:
        raise StorageError(f"NONGBAHT_DATABASE_URL names {parsed.drivername!r}, which is not supported: write {forms}")
    parsed = parsed.set(drivername=driver)
    if driver.startswith("sqlite") and is_file(parsed):
        folder = Path(str(parsed.database)).parent
        if not folder.is_dir():
            raise StorageError(f"NONGBAHT_DATABASE_URL: the folder {folder} does not exist: make it, or name another")
    return parsed


def engine(url: str | URL | None = None, data_key: str | None = None) -> AsyncEngine:
    """The engine of one database, with its data keys. `await engine.dispose()` when done, or SQLite's thread stays.

    `data_key`: base64 of 32 bytes; without it NONGBAHT_DATA_KEY or the key file decides (storage/crypto.py).
    """
    parsed = parse(url or database_url())
    made = create_async_engine(parsed, json_serializer=dumps, **arguments(parsed))
    attach(made.dialect, keyring(parsed, data_key))
    if parsed.get_backend_name() == "sqlite":
        prepare_sqlite(made.sync_engine, "BEGIN IMMEDIATE")
    return made


def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions that may write; objects stay readable after commit. Use `async with maker.begin() as session:`."""
    return async_sessionmaker(engine, expire_on_commit=False)


_read: WeakKeyDictionary[SessionTransaction, dict[object, Any]] = WeakKeyDictionary()


def read_before(session: AsyncSession) -> dict[object, Any]:
    """What this transaction has read and need not read again: a place for values by key.

    Gone when the transaction ends, and as soon as one of its objects is changed: nothing here can be out of date.
    """
    running = session.sync_session.get_transaction()
    if running is None or session.new or session.dirty or session.deleted:
        return {}
    return _read.setdefault(running, {})


@event.listens_for(Session, "after_flush")
def _forget(session: Session, _: object) -> None:
    if (running := session.get_transaction()) is not None:
        _read.pop(running, None)


def reading(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions that only read, beside the writer: for pages and reports. They see what was last committed."""
    if engine.dialect.name != "sqlite":
        return sessions(engine.execution_options(postgresql_readonly=True))
    return sessions(engine if not is_file(engine.url) else sibling(engine))


def sibling(engine: AsyncEngine) -> AsyncEngine:
    """The reading engine that goes with a SQLite writer; made once, disposed of with it."""
    made = getattr(engine.sync_engine, "nongbaht_reading", None)
    if isinstance(made, AsyncEngine):
        return made
    made = create_async_engine(engine.url, json_serializer=dumps, async_creator=connector(engine.url), pool_size=4)
    attach(made.dialect, keys_of(engine.dialect))
    prepare_sqlite(made.sync_engine, "BEGIN", "query_only=ON")
    engine.sync_engine.nongbaht_reading = made  # type: ignore[attr-defined]
    event.listen(engine.sync_engine, "engine_disposed", lambda _: made.sync_engine.dispose())
    return made


def arguments(url: URL) -> dict[str, Any]:
    """Pool and connection settings of each database."""
    if url.get_backend_name() == "sqlite":
        # A database in memory lives as long as its one connection; a file has one writer whatever we ask for.
        return {
            "async_creator": connector(url),
            "poolclass": AsyncAdaptedQueuePool,
            "pool_size": 1,
            "max_overflow": 0,
            "pool_timeout": 30,
        }
    return {"pool_size": 8, "max_overflow": 8, "pool_pre_ping": True, "connect_args": {"options": limits(url)}}


def limits(url: URL) -> str:
    """PostgreSQL session options: no statement or lock may hang for ever; the URL's own options come last and win."""
    own = url.query.get("options", "")
    more = own if isinstance(own, str) else " ".join(own)
    return (
        f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}"
        f" -c idle_in_transaction_session_timeout={IDLE_MS} -c timezone=UTC {more}"
    ).strip()


def prepare_sqlite(engine: Engine, begin: str, *more: str) -> None:
    """Sets the pragmas on connect, and takes BEGIN out of the driver's hands, which begins too late and not for DDL."""

    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*PRAGMAS, *more):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        if isinstance(driver := getattr(connection, "driver_connection", None), Direct):
            driver.direct = begin.endswith("IMMEDIATE")

    def started(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", started)
