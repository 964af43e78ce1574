"""What an area wants to reach, and how far it is (domain.md S0-10, S0-24, S0-35)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from bot.services.authority import below
from bot.services.fiscal import first_day, last_day
from storage.models import Assessment, FundFigures, Record, Target

METRICS = ("members", "new_members", "new_funds", "assessed")


@dataclass(frozen=True)
class Progress:
    """A target and what is reached; `reached` None where nothing is known. `for_year`: fiscal year, Buddhist era."""

    metric: str
    for_year: int
    value: int
    reached: int | None

    @property
    def left(self) -> int | None:
        """How much is lacking, 0 where it is reached."""
        return None if self.reached is None else max(0, self.value - self.reached)


async def record_target(
    session: AsyncSession,
    now: datetime,
    *,
    area_id: int,
    metric: str,
    year: int,
    value: int,
    person_id: int,
    draft_key: str | None = None,
) -> Record:
    """Sets a target for a fiscal year; the newest one of an area, metric and year holds."""
    record, new = await records.enter(
        session,
        now,
        kind="target",
        area_id=area_id,
        day=now.date(),
        person_id=person_id,
        draft_key=draft_key,
        year=year,
    )
    if new:
        session.add(Target(record_id=record.id, metric=metric, for_year=year, value=value))
        await session.flush()
    return record


async def progress(session: AsyncSession, area_id: int, year: int) -> list[Progress]:
    """The area's targets of a fiscal year with what is reached, in the order of METRICS."""
    rows = await session.execute(
        select(Target.metric, Target.value)
        .join(Record, Record.id == Target.record_id)
        .where(Record.area_id == area_id, Target.for_year == year, Record.withdrawn_at.is_(None))
        .order_by(Record.id)
    )
    newest: dict[str, int] = {metric: value for metric, value in rows}
    return [
        Progress(metric, year, newest[metric], await _reached(session, area_id, metric, year))
        for metric in METRICS
        if metric in newest
    ]


async def _reached(session: AsyncSession, area_id: int, metric: str, year: int) -> int | None:
    inside = await below(session, (area_id,))
    funds = [fund.id for fund in inside.funds]
    begins, ends = first_day(year), last_day(year)
    if metric == "members":
        told = [fund.members_count for fund in inside.funds if fund.members_count is not None]
        return sum(told) if told else None
    if metric == "new_funds":
        return sum(fund.founded_on is not None and begins <= fund.founded_on <= ends for fund in inside.funds)
    if metric == "new_members":
        joined = await session.scalar(
            select(func.sum(FundFigures.joined))
            .join(Record, Record.id == FundFigures.record_id)
            .where(Record.fund_id.in_(funds), Record.withdrawn_at.is_(None), Record.day.between(begins, ends))
        )
        return int(joined) if joined is not None else None
    assessed = func.count(func.distinct(Record.fund_id))
    of_year = select(assessed).join(Assessment, Assessment.record_id == Record.id)
    of_year = of_year.where(Record.fund_id.in_(funds), Record.withdrawn_at.is_(None), Assessment.complete)
    return int(await session.scalar(of_year.where(Assessment.for_year == year)) or 0)
