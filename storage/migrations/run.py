"""Moves a database to a revision, by code: for `nongbaht migrate`, the demo and the tests.

`upgrade` and `downgrade` are plain functions on a connection of their own (safe to call where an event loop runs; they
block it for the moment); `upgrade_engine` is their async form, and the only one for a database in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.crypto import is_file
from storage.errors import StorageError
from storage.faults import told
from storage.models import Base
from storage.session import database_url, limits, parse, prepare_sqlite


class Moved(NamedTuple):
    """The revisions before and after; None is an empty database."""

    before: str | None
    after: str | None


def upgrade(url: str | URL | None = None, revision: str = "head") -> Moved:
    """Brings the database up to a revision, all or nothing. Raises StorageError when it cannot be used."""
    with connected(url or database_url()) as connection:
        return move(connection, command.upgrade, revision)


def downgrade(url: str | URL | None = None, revision: str = "base") -> Moved:
    """Takes the database back to a revision; what only newer tables held is lost."""
    with connected(url or database_url()) as connection:
        return move(connection, command.downgrade, revision)


async def upgrade_engine(engine: AsyncEngine) -> Moved:
    """Brings an engine's database up to the newest revision without blocking the loop."""
    if engine.dialect.name != "sqlite" or is_file(engine.url):
        return await asyncio.to_thread(upgrade, engine.url)
    async with engine.begin() as connection:
        return await connection.run_sync(move, command.upgrade, "head")


async def check_revision(engine: AsyncEngine) -> None:
    """Raises StorageError unless the database is at the newest revision; call it before serving."""
    with told():
        async with engine.connect() as connection:
            found = await connection.run_sync(current)
    if found != head():
        raise StorageError(f"the database is at revision {found or 'none'}, not {head()}: run `nongbaht migrate`")


def current(connection: Connection) -> str | None:
    """The revision this database is at; None when it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision that this release knows."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    if newest is None:
        raise StorageError("the installation is incomplete: no migrations were found; install it again")
    return newest


def differences(connection: Connection) -> list[Any]:
    """What the models have and the database has not, or the other way round; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, Base.metadata))


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, which needs no alembic.ini."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def move(connection: Connection, step: Callable[[Config, str], None], revision: str) -> Moved:
    """Runs one Alembic command inside the connection's transaction; two instances started at once take turns."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(1852796519)"))
    before = current(connection)
    known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
    if before is not None and before not in known:
        raise StorageError(f"the database is at revision {before}, of a newer release: install that release")
    step(configuration(connection), revision)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise StorageError("the migration would leave rows that point nowhere: nothing was changed; report this fault")
    return Moved(before, current(connection))


@contextmanager
def connected(url: str | URL) -> Iterator[Connection]:
    """One transaction on its own connection; foreign keys off on SQLite, where altering a table drops the old one."""
    parsed = parse(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and not is_file(parsed):
        raise StorageError("a database in memory is gone at once: set NONGBAHT_DATABASE_URL to a file")
    if sqlite:
        # Made here, readable by its owner alone; SQLite's companion files take over these rights.
        Path(str(parsed.database)).touch(0o600)
    arguments = {} if sqlite else {"connect_args": {"options": f"{limits(parsed)} -c statement_timeout=0"}}
    engine = create_engine(parsed.set(drivername="sqlite" if sqlite else "postgresql+psycopg"), **arguments)
    if sqlite:
        prepare_sqlite(engine, "BEGIN IMMEDIATE", "foreign_keys=OFF")
    try:
        with told(), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()
