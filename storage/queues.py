"""What the inbox and the outbox share: claiming rows so that two workers never hold the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.base import Base

LEASE = timedelta(seconds=60)
"""How long a claimed row is its worker's own. After that another may take it, so a crash blocks nobody for long."""


async def one_claimer(session: AsyncSession, queue: int) -> None:
    """Lets one transaction at a time claim from a queue; commit soon. SQLite's BEGIN IMMEDIATE has already seen to it.

    Row locks alone leave a gap on PostgreSQL: a claimer cannot see that another event of the chat was claimed just now.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(0x6E6F6E67, queue)))


async def insert_new(
    session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]], unique: Sequence[str]
) -> int:
    """Inserts the rows whose `unique` columns are not there yet, in one statement; says how many those were."""
    if not rows:
        return 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    table = cast(Table, model.__table__)
    # RETURNING is how both drivers can tell the new rows from the passed-over ones when many go in at once.
    statement = insert(table).on_conflict_do_nothing(index_elements=unique).returning(table.c[unique[-1]])
    result = await session.execute(statement, [dict(row) for row in rows])
    return len(result.all())


async def changed(session: AsyncSession, statement: Executable) -> int:
    """Runs an UPDATE or DELETE beside the session's objects and says how many rows it touched."""
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount
