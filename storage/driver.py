"""aiosqlite for a single writer: quick statements run where we are, only what may wait goes to the thread.

aiosqlite sends every call to the connection's thread, four times for each statement, and a round trip costs more than
most of our statements do. Here statements inside a transaction run at once (the lock is held, so nothing can make them
wait); COMMIT goes to the thread, because it may write to the disk; so does a BEGIN that finds another process writing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy import URL
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncSession

BUSY_MS = 10_000
"""How long a BEGIN waits for another process's transaction to end."""


class Cursor(aiosqlite.Cursor):
    """Fetches all rows at once, and is made and closed without the thread."""

    _rows: Sequence[Any] = ()
    _conn: Direct

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Cursor:
        values = () if parameters is None else parameters
        try:
            self._rows = self._run(sql, values) if self._conn.direct else await self._conn.hop(self._run, sql, values)
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not sql.startswith("BEGIN"):
                raise
            await self._conn.hop(self._wait, sql)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Any]) -> Cursor:
        rows = list(parameters)
        if self._conn.direct:
            self._cursor.executemany(sql, rows)
        else:
            await self._conn.hop(self._cursor.executemany, sql, rows)
        return self

    def _run(self, sql: str, values: Any) -> Sequence[Any]:
        self._cursor.execute(sql, values)
        return self._cursor.fetchall() if self._cursor.description else ()

    def _wait(self, sql: str) -> None:
        try:
            self._cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
            self._cursor.execute(sql)
        finally:
            self._cursor.execute("PRAGMA busy_timeout=0")

    async def fetchall(self) -> Iterable[Any]:
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        self._cursor.close()


class Direct(aiosqlite.Connection):
    """While `direct` is set, statements run where we are. Switch it off for statements that touch very many rows."""

    @property
    def direct(self) -> bool:
        return self._direct

    @direct.setter
    def direct(self, wanted: bool) -> None:
        self._conn.execute(f"PRAGMA busy_timeout={0 if wanted else BUSY_MS}")
        self._direct = wanted

    _direct = False

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self, self._conn.cursor())

    async def hop(self, call: Callable[..., Any], *arguments: object) -> Any:
        """Runs a call in the connection's thread."""
        run: Callable[..., Awaitable[Any]] = self._execute
        return await run(call, *arguments)

    async def rollback(self) -> None:
        if self._conn.in_transaction:
            await super().rollback()

    async def close(self) -> None:
        """Rolls back first: SQLite keeps a closed connection's lock for as long as any of its cursors lives."""
        if self._connection is not None:
            await self.hop(self._conn.rollback)
        await super().close()


@asynccontextmanager
async def in_thread(session: AsyncSession) -> AsyncIterator[None]:
    """Sends the session's statements to the thread for the time being, so that long ones leave the event loop free."""
    raw = await (await session.connection()).get_raw_connection()
    driver = raw.driver_connection
    if not isinstance(driver, Direct) or not driver.direct:
        yield
        return
    driver.direct = False
    try:
        yield
    finally:
        driver.direct = True


def connector(url: URL) -> Callable[[], Awaitable[Direct]]:
    """What `create_async_engine(async_creator=)` calls for each new connection."""
    args, options = SQLiteDialect_aiosqlite().create_connect_args(url)
    opened: Callable[[], sqlite3.Connection] = partial(
        sqlite3.connect, *args, **{**options, "check_same_thread": False}
    )

    async def connect() -> Direct:
        connection = Direct(opened, iter_chunk_size=64)
        # A process that forgets to dispose of its engine still ends.
        connection._thread.daemon = True
        await connection
        return connection

    return connect
