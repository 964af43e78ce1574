"""A fund's state as it is told: kept with its history; what is only suspected changes nothing (domain.md S0-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from storage.models import Fund, FundState, Person, Record

STATUSES = ("new", "active", "weak", "stopped", "reviving", "dissolved")
RESTING = frozenset({"stopped", "reviving", "dissolved"})
"""States in which the day of stopping still means something."""
KIND = "fund_state"


@dataclass(frozen=True)
class StateTold:
    """What is told: one of STATUSES; `since` an ISO day, month or year (common era); `reason` in neutral words.

    `suspected`: the teller is not sure.
    """

    status: str
    since: str | None = None
    reason: str | None = None
    suspected: bool = False


@dataclass(frozen=True)
class StateEntry:
    """One entry of a fund's history: what was told, by whom and when. `since` as in StateTold."""

    record_id: int
    told: StateTold
    recorded_at: datetime
    by: str | None


async def tell(
    session: AsyncSession, now: datetime, today: date, fund_id: int, told: StateTold, person_id: int, draft_key: str
) -> tuple[Record, bool]:
    """Keeps a state, and lets the fund's row say so where it is sure; the record, and whether it is new.

    The caller has checked the person's authority.
    """
    fund = await session.get_one(Fund, fund_id)
    before = None if told.suspected else records.row_facts(fund, "status", "stopped_since")
    since, grain = _day(told.since)
    record, new = await records.enter(
        session,
        now,
        kind=KIND,
        area_id=fund.area_id,
        fund_id=fund.id,
        day=today,
        person_id=person_id,
        draft_key=draft_key,
        before=before,
    )
    if not new:
        return record, False
    row = FundState(
        record_id=record.id,
        status=told.status,
        since=since,
        since_grain=grain,
        reason=told.reason,
        suspected=told.suspected,
    )
    session.add(row)
    show(fund, row)
    await session.flush()
    return record, True


def show(fund: Fund, row: FundState) -> None:
    """Lets the fund's row say what was told, where the teller was sure; a year alone is no month of stopping."""
    if row.suspected:
        return
    told = row.since if row.status == "stopped" and row.since_grain != "year" else None
    stopped = told or fund.stopped_since
    fund.status = row.status
    fund.stopped_since = stopped if row.status in RESTING else None


async def history(session: AsyncSession, fund_id: int) -> list[StateEntry]:
    """All that was told of a fund's state and still stands, newest first."""
    rows = await session.execute(
        select(FundState, Record.recorded_at, Person.display_name)
        .join(Record, Record.id == FundState.record_id)
        .outerjoin(Person, Person.id == Record.person_id)
        .where(Record.fund_id == fund_id, Record.withdrawn_at.is_(None))
        .order_by(Record.recorded_at.desc(), Record.id.desc())
    )
    return [StateEntry(row.record_id, _told(row), at, name) for row, at, name in rows]


def _told(row: FundState) -> StateTold:
    cut = {"month": 7, "year": 4}.get(row.since_grain, 10)
    return StateTold(row.status, row.since.isoformat()[:cut] if row.since else None, row.reason, row.suspected)


def _day(since: str | None) -> tuple[date | None, str]:
    """The first day of a day, month or year, and which of them it was."""
    if since is None:
        return None, "day"
    grain = {4: "year", 7: "month"}.get(len(since), "day")
    return date.fromisoformat(since + {"year": "-01-01", "month": "-01"}.get(grain, "")), grain
