"""The declarative base, and the column types that every table shares."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, MetaData, Table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables. Constraints carry fixed names, so that a later migration can drop one on either database."""

    metadata = MetaData(naming_convention=NAMES)


def table(model: type[Base]) -> Table:
    """The model's table, for statements that need no objects (they run in half the time)."""
    assert isinstance(model.__table__, Table)  # noqa: S101 - true of every mapped class; tells the type checker
    return model.__table__


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python on both databases.

    SQLite stores `YYYY-MM-DD HH:MM:SS.ffffff` in UTC (sorts as text), PostgreSQL `timestamptz`. A naive datetime is
    refused with ValueError: nobody could tell later whether it was Bangkok's.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def document() -> JSON:
    """A JSON column (`jsonb` on PostgreSQL); None is NULL. Assign a whole new value: changes inside it go unseen."""
    return JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def only(condition: str) -> dict[str, Any]:
    """Index arguments for a partial index on both databases; queries must write the same condition literally."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Satang = BigInteger
"""Money: whole satang. 32 bits would end at 21 million baht, less than a province's funds hold."""

Json = dict[str, Any]
