"""What funds have sent in: who, for which obligation and fiscal year, on which day (domain.md 3.2, S3-05)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from storage.models import Record, Submission

ANNUAL_REPORT = "annual_report"


@dataclass(frozen=True)
class Sent:
    """One submission that stands: its record, the fund, the fiscal year (Buddhist era), the day it was sent."""

    record_id: int
    fund_id: int
    obligation: str
    for_year: int
    sent_on: date


_STANDING = (
    select(Record.id, Record.fund_id, Submission.obligation, Submission.for_year, Submission.sent_on)
    .join(Submission, Submission.record_id == Record.id)
    .where(Record.withdrawn_at.is_(None), Record.fund_id.is_not(None))
)


async def note(
    session: AsyncSession,
    now: datetime,
    *,
    area_id: int,
    fund_id: int | None,
    obligation: str,
    year: int,
    sent_on: date,
    person_id: int,
    draft_key: str | None = None,
) -> tuple[int, bool]:
    """Notes that an area has sent something in; the record's id, and whether it is new: a draft is saved once.

    Told again, the later word on the day counts. The caller has checked that the person may report for this area.
    """
    header, new = await records.enter(
        session,
        now,
        kind="submission",
        area_id=area_id,
        fund_id=fund_id,
        day=sent_on,
        person_id=person_id,
        draft_key=draft_key,
    )
    if new:
        session.add(Submission(record_id=header.id, obligation=obligation, for_year=year, sent_on=sent_on))
        await session.flush()
    return header.id, new


async def sent(session: AsyncSession, fund_id: int, obligation: str, year: int) -> Sent | None:
    """What a fund has sent for one year; None where it has not."""
    found = (
        await session.execute(
            _STANDING.where(Record.fund_id == fund_id, Submission.obligation == obligation, Submission.for_year == year)
            .order_by(Record.id.desc())
            .limit(1)
        )
    ).first()
    return _sent(found) if found else None


async def who_has(session: AsyncSession, fund_ids: Collection[int], obligation: str, year: int) -> dict[int, Sent]:
    """Those of these funds that have sent, by fund; asked at once, however many they are."""
    inside = frozenset(fund_ids)
    asked = _STANDING.where(Submission.obligation == obligation, Submission.for_year == year).order_by(Record.id)
    every = [_sent(row) for row in await session.execute(asked)]
    return {one.fund_id: one for one in every if one.fund_id in inside}


async def last(session: AsyncSession, fund_id: int, obligation: str) -> Sent | None:
    """What a fund sent in last, whatever year it was for; None where nothing is known."""
    found = (
        await session.execute(
            _STANDING.where(Record.fund_id == fund_id, Submission.obligation == obligation)
            .order_by(Submission.for_year.desc(), Record.id.desc())
            .limit(1)
        )
    ).first()
    return _sent(found) if found else None


def _sent(row: Any) -> Sent:
    """A row of `_STANDING`."""
    return Sent(*row)


async def days(session: AsyncSession, area_ids: Collection[int]) -> dict[tuple[str, int, int], date]:
    """(obligation, fiscal year, area) → the day on which it was sent, of all that these areas have sent."""
    inside = frozenset(area_ids)
    rows = await session.execute(
        select(Submission.obligation, Submission.for_year, Record.area_id, Submission.sent_on)
        .join(Record, Record.id == Submission.record_id)
        .where(Record.withdrawn_at.is_(None))
        .order_by(Record.id)
    )
    return {(code, year, area): day for code, year, area, day in rows if area in inside}
