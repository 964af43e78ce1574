"""What the inbox and the outbox share: claiming rows so that two workers never hold the same one; bulk writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import IntEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models.base import Base, table

LEASE = timedelta(seconds=60)
"""How long a claimed row is its worker's own. After that another may take it, so a crash blocks nobody for long."""


class Queue(IntEnum):
    """Where one transaction at a time may pass. Listed in one place: two of one number would wait for each other."""

    INBOX = 1
    OUTBOX = 2
    NUDGES = 3
    QUOTA = 4
    PICTURES = 5
    YEARS = 6


ONE_CLAIMER = select(func.pg_advisory_xact_lock(0x6E6F6E67, bindparam("queue")))


async def one_claimer(session: AsyncSession, queue: Queue) -> None:
    """Lets one transaction at a time claim from a queue; commit soon. SQLite's BEGIN IMMEDIATE has already seen to it.

    Row locks alone leave a gap on PostgreSQL: a claimer cannot see that another event of the chat was claimed just now.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(ONE_CLAIMER, {"queue": int(queue)})


async def insert_new(
    session: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]], unique: tuple[str, ...]
) -> int:
    """Inserts the rows whose `unique` columns are not there yet, in one statement; says how many those were."""
    if not rows:
        return 0
    statement = new_rows(model, unique, session.get_bind().dialect.name)
    result = await session.execute(statement, [dict(row) for row in rows])
    return len(result.all())


async def put_rows(
    session: AsyncSession,
    model: type[Base],
    rows: Sequence[Mapping[str, Any]],
    unique: tuple[str, ...],
    changing: tuple[str, ...],
) -> None:
    """Inserts the rows in one statement; of those that are there already by `unique` the columns `changing` change."""
    if rows:
        statement = upsert(model, unique, changing, session.get_bind().dialect.name)
        await session.execute(statement, [dict(row) for row in rows])


@cache
def upsert(model: type[Base], unique: tuple[str, ...], changing: tuple[str, ...], database: str) -> Executable:
    """INSERT … ON CONFLICT DO UPDATE."""
    insert = (postgresql.insert if database == "postgresql" else sqlite.insert)(table(model))
    return insert.on_conflict_do_update(index_elements=unique, set_={name: insert.excluded[name] for name in changing})


@cache
def new_rows(model: type[Base], unique: tuple[str, ...], database: str) -> Executable:
    """INSERT … ON CONFLICT DO NOTHING. RETURNING is how both drivers can tell new rows from passed-over ones."""
    insert = postgresql.insert if database == "postgresql" else sqlite.insert
    rows = table(model)
    return insert(rows).on_conflict_do_nothing(index_elements=unique).returning(rows.c[unique[-1]])


async def changed(session: AsyncSession, statement: Executable, values: Mapping[str, Any] | None = None) -> int:
    """Runs an UPDATE or DELETE beside the session's objects and says how many rows it touched."""
    result = await session.execute(statement, values, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount
