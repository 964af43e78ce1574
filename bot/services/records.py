"""Records: the header that every confirmed entry of volunteers has (withdrawals.py takes one back)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from bot.services.fiscal import fiscal_year
from storage.models import Fund, Record

RECENT = timedelta(hours=24)
"""For so long "the one just now" means a record; later it must be named."""


async def enter(
    session: AsyncSession,
    now: datetime,
    *,
    kind: str,
    area_id: int,
    day: date,
    person_id: int | None,
    fund_id: int | None = None,
    draft_key: str | None = None,
    before: Mapping[str, Any] | None = None,
    year: int | None = None,
    source: str = "chat",
) -> tuple[Record, bool]:
    """The record of a confirmed draft, and whether it is new: a draft that was saved before is not saved again.

    `year` is a fiscal year (Buddhist era) other than that of `day`. The caller has checked the person's authority and
    adds the details. Written with an audit event.
    """
    if draft_key is not None:
        found = await session.scalar(select(Record).where(Record.draft_key == draft_key))
        if found is not None:
            return found, False
    record = Record(
        kind=kind,
        area_id=area_id,
        fund_id=fund_id,
        day=day,
        fiscal_year=year or fiscal_year(day),
        person_id=person_id,
        recorded_at=now,
        draft_key=draft_key,
        before=dict(before) if before is not None else None,
        source=source,
    )
    session.add(record)
    await session.flush()
    after = {"kind": kind, "area": area_id, "day": day.isoformat()}
    audit.record(session, now, f"{kind}.recorded", f"record:{record.id}", person_id=person_id, after=after)
    return record, True


async def last_of(session: AsyncSession, person_id: int, now: datetime, within: timedelta = RECENT) -> Record | None:
    """The record that a person entered last and that still stands; None where it is longer ago."""
    found: Record | None = await session.scalar(
        select(Record)
        .where(Record.person_id == person_id, Record.withdrawn_at.is_(None), Record.recorded_at >= now - within)
        .order_by(Record.recorded_at.desc(), Record.id.desc())
        .limit(1)
    )
    return found


def row_facts(fund: Fund, *names: str) -> dict[str, Any]:
    """A fund's own facts as JSON keeps them, for `before`."""
    found = {name: getattr(fund, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}
