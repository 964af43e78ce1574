"""Answered rubrics: kept with the version of their questions, continued later, compared with the one before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records, rubrics, withdrawals
from bot.services.funds import FundFacts
from bot.services.people import Speaker
from bot.services.rubrics import Rubric
from storage.models import Assessment, Record

MADE_BY = ("self", "peer", "external")
PEERS = frozenset({"coordinator", "assistant"})
"""Volunteers of the same network; whoever else looks from further away is external."""
CONTINUED = "continued"


@dataclass(frozen=True)
class Answered:
    """One assessment as told; `answers`: question number → points, open questions left out."""

    fund: FundFacts
    for_year: int
    rubric: Rubric
    made_by: str
    answers: Mapping[int, int]
    complete: bool = True


@dataclass(frozen=True)
class Kept:
    """One assessment on record; `rubric` None where its version's questions are no longer at hand."""

    record_id: int
    fund_id: int
    day: date
    for_year: int
    rubric: Rubric | None
    made_by: str
    answers: Mapping[int, int]
    score: int
    most: int
    complete: bool


def made_by(speaker: Speaker, fund: FundFacts) -> str:
    """Who assesses: the fund itself, its peers of the network, or somebody from further away."""
    if fund.id in speaker.officer_of:
        return "self"
    return "peer" if any(role.role in PEERS for role in speaker.roles) else "external"


async def enter(
    session: AsyncSession,
    now: datetime,
    told: Answered,
    day: date,
    person_id: int,
    draft_key: str | None = None,
    continues: int | None = None,
) -> tuple[Record, bool]:
    """Puts an assessment on record, once for a draft; the unfinished one that it continues is taken back with a trace.

    The caller has checked who may. `continues`: a record's id; another fund's is left alone.
    """
    record, new = await records.enter(
        session,
        now,
        kind="assessment",
        area_id=told.fund.area_id,
        fund_id=told.fund.id,
        day=day,
        person_id=person_id,
        draft_key=draft_key,
    )
    if not new:
        return record, False
    total = rubrics.score(told.rubric.questions, told.answers)
    session.add(
        Assessment(
            record_id=record.id,
            for_year=told.for_year,
            rubric=told.rubric.code,
            rubric_version=told.rubric.version,
            made_by=told.made_by,
            answers={str(number): points for number, points in sorted(told.answers.items())},
            score=total.points,
            most=total.most,
            complete=told.complete,
        )
    )
    await session.flush()
    before = await session.get(Record, continues) if continues is not None else None
    if before is not None and before.fund_id == told.fund.id and before.kind == "assessment":
        await withdrawals.withdraw(session, now, before, person_id, CONTINUED)
    return record, True


async def of_funds(session: AsyncSession, fund_ids: Collection[int]) -> list[Kept]:
    """Every standing assessment of these funds, oldest first."""
    rows = await session.execute(
        select(Record.id, Record.fund_id, Record.day, Assessment)
        .join(Assessment, Assessment.record_id == Record.id)
        .where(Record.fund_id.in_(fund_ids), Record.withdrawn_at.is_(None))
        .order_by(Record.day, Record.id)
    )
    return [_kept(record_id, fund_id or 0, day, row) for record_id, fund_id, day, row in rows]


async def unfinished(session: AsyncSession, fund_ids: Collection[int]) -> dict[int, Kept]:
    """The last assessment of each fund that was kept for later, where none was finished after it."""
    last = {kept.fund_id: kept for kept in await of_funds(session, fund_ids)}
    return {fund_id: kept for fund_id, kept in last.items() if not kept.complete}


async def last_finished(session: AsyncSession, fund_id: int, but: int | None = None) -> Kept | None:
    """The last finished assessment of a fund, other than the record `but`."""
    found = [kept for kept in await of_funds(session, [fund_id]) if kept.complete and kept.record_id != but]
    return found[-1] if found else None


def _kept(record_id: int, fund_id: int, day: date, row: Assessment) -> Kept:
    return Kept(
        record_id=record_id,
        fund_id=fund_id,
        day=day,
        for_year=row.for_year,
        rubric=rubrics.find(f"{row.rubric}:{row.rubric_version}"),
        made_by=row.made_by,
        answers={int(number): int(points) for number, points in row.answers.items()},
        score=row.score,
        most=row.most,
        complete=row.complete,
    )
