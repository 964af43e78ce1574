"""Bringing a stopped fund back: a case that somebody cares for, visits one after another, an end (domain.md S0-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from bot.services.authority import Scope
from bot.services.funds import FundFacts
from storage.models import Fund, Record, RevivalCase, RevivalVisit

KIND = "revival"
RESTING = frozenset({"stopped", "weak", "reviving"})
"""States of a fund that is visited to be brought back."""
OUTCOMES = ("ongoing", "revived", "given_up")
SOON = timedelta(days=7)


@dataclass(frozen=True)
class VisitTold:
    """One visit: its number, its day, what was found and done, the next one, and one of OUTCOMES."""

    number: int
    visited_on: date
    found: str | None = None
    next_visit: date | None = None
    outcome: str = "ongoing"


@dataclass(frozen=True)
class OpenCase:
    """A fund that is being brought back: how often it was visited, last when, and when it will be again."""

    fund: FundFacts
    visits: int
    last_visit: date | None
    next_visit: date | None
    found: str | None = None

    def due(self, today: date) -> bool:
        """Whether the next visit is near or has passed."""
        return self.next_visit is not None and self.next_visit <= today + SOON


async def visit(
    session: AsyncSession, now: datetime, fund_id: int, told: VisitTold, person_id: int, draft_key: str
) -> tuple[Record, bool]:
    """Keeps a visit, in a new case where none is open; the fund is then being revived, active again, or stopped.

    The record, and whether it is new. The caller has checked the person's authority.
    """
    fund = await session.get_one(Fund, fund_id)
    record, new = await records.enter(
        session,
        now,
        kind=KIND,
        area_id=fund.area_id,
        fund_id=fund.id,
        day=told.visited_on,
        person_id=person_id,
        draft_key=draft_key,
        before=records.row_facts(fund, "status", "stopped_since"),
    )
    if not new:
        return record, False
    case = await session.scalar(
        select(RevivalCase).where(RevivalCase.fund_id == fund.id, RevivalCase.state == "open").limit(1)
    )
    if case is None:
        case = RevivalCase(fund_id=fund.id, owner_person_id=person_id, opened_on=told.visited_on)
        session.add(case)
        await session.flush()
    session.add(
        RevivalVisit(
            record_id=record.id,
            case_id=case.id,
            number=told.number,
            visited_on=told.visited_on,
            found=told.found,
            next_visit=told.next_visit,
            outcome=told.outcome,
        )
    )
    show(fund, told.outcome)
    await session.flush()
    await settle(session, case)
    return record, True


async def settle(session: AsyncSession, case: RevivalCase) -> None:
    """Lets a case stand as its last visit that counts says; one without any is closed."""
    last = await session.scalar(
        select(RevivalVisit)
        .join(Record, Record.id == RevivalVisit.record_id)
        .where(RevivalVisit.case_id == case.id, Record.withdrawn_at.is_(None))
        .order_by(RevivalVisit.visited_on.desc(), RevivalVisit.record_id.desc())
        .limit(1)
    )
    ended = last is None or last.outcome != "ongoing"
    case.state = "given_up" if last is None else "open" if not ended else last.outcome
    case.next_visit = last.next_visit if last is not None and not ended else None
    case.closed_on = (last.visited_on if last is not None else case.opened_on) if ended else None
    await session.flush()


async def withdrawn(session: AsyncSession, record: Record) -> None:
    """Sets the case right after one of its visits was taken back."""
    found = await session.get(RevivalVisit, record.id)
    if found is not None:
        await settle(session, await session.get_one(RevivalCase, found.case_id))


async def open_cases(session: AsyncSession, scope: Scope) -> list[OpenCase]:
    """The funds of a scope that are being brought back, those whose next visit comes first ahead."""
    rows = await session.execute(
        select(RevivalCase, RevivalVisit)
        .join(RevivalVisit, RevivalVisit.case_id == RevivalCase.id)
        .join(Record, Record.id == RevivalVisit.record_id)
        .where(RevivalCase.state == "open", Record.withdrawn_at.is_(None))
        .order_by(RevivalVisit.visited_on, RevivalVisit.record_id)
    )
    visits: dict[int, list[RevivalVisit]] = {}
    cases: dict[int, RevivalCase] = {}
    for case, told in rows:
        cases[case.id] = case
        visits.setdefault(case.id, []).append(told)
    found = []
    for key, case in cases.items():
        fund, last = scope.fund(case.fund_id), visits[key][-1]
        if fund is not None:
            found.append(OpenCase(fund, last.number, last.visited_on, case.next_visit, last.found))
    return sorted(found, key=lambda each: (each.next_visit or date.max, each.fund.code))


async def next_numbers(session: AsyncSession) -> dict[int, int]:
    """By fund id: the number of the next visit of its open case; funds without one have none."""
    rows = await session.execute(
        select(RevivalCase.fund_id, func.max(RevivalVisit.number))
        .join(RevivalVisit, RevivalVisit.case_id == RevivalCase.id)
        .join(Record, Record.id == RevivalVisit.record_id)
        .where(RevivalCase.state == "open", Record.withdrawn_at.is_(None))
        .group_by(RevivalCase.fund_id)
    )
    return {fund_id: number + 1 for fund_id, number in rows}


def show(fund: Fund, outcome: str) -> None:
    """Lets the fund's row say what came of a visit."""
    if outcome == "revived":
        fund.status, fund.stopped_since = "active", None
    elif outcome == "given_up":
        fund.status = "stopped"
    elif fund.status in ("stopped", "weak"):
        fund.status = "reviving"
