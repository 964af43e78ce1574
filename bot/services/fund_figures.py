"""A fund's figures as they are told: members, population, balance, each with its day; and which have grown old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from bot.services.funds import FundFacts
from storage.models import Fund, FundFigures, Record

KIND = "fund_figures"
OLD_AFTER = timedelta(days=90)
"""domain.md S0-33: figures that nobody has confirmed for longer carry a warning."""
KINDS = ("general", "child", "elderly", "disadvantaged", "disabled", "other")
"""The kinds of members of the official form (domain.md 3.3 item 3.3)."""
ROW = (
    *("members_count", "elderly_count", "population", "population_as_of"),
    *("balance_satang", "balance_as_of", "figures_as_of", "told_on"),
)


@dataclass(frozen=True)
class FiguresTold:
    """What is told, of `as_of` (common era): members now and by kind, how they came and went, population, balance.

    With `accumulated`, those who left are counted since the founding, else since the figures before.
    """

    as_of: date
    members: int | None = None
    founding: int | None = None
    accumulated: int | None = None
    joined: int | None = None
    resigned: int | None = None
    dead: int | None = None
    ended: int | None = None
    by_kind: Mapping[str, int] = field(default_factory=dict)
    population: int | None = None
    population_as_of: date | None = None
    balance_satang: int | None = None


async def tell(
    session: AsyncSession, now: datetime, today: date, fund_id: int, told: FiguresTold, person_id: int, draft_key: str
) -> tuple[Record, bool]:
    """Keeps figures, and lets the fund's row show those that are not older than its own; the record, whether new.

    The caller has checked the person's authority.
    """
    fund = await session.get_one(Fund, fund_id)
    record, new = await _enter(session, now, fund, told.as_of, person_id, draft_key)
    if not new:
        return record, False
    row = FundFigures(
        record_id=record.id,
        members=told.members,
        founding=told.founding,
        accumulated=told.accumulated,
        joined=told.joined,
        resigned=told.resigned,
        dead=told.dead,
        ended=told.ended,
        by_kind=dict(told.by_kind) or None,
        population=told.population,
        population_as_of=told.population_as_of,
        balance_satang=told.balance_satang,
        balance_as_of=told.as_of if told.balance_satang is not None else None,
        unchanged=False,
    )
    session.add(row)
    show(fund, row, told.as_of, today)
    await session.flush()
    return record, True


async def unchanged(
    session: AsyncSession, now: datetime, today: date, fund_id: int, person_id: int, draft_key: str
) -> tuple[Record, bool]:
    """Keeps that a fund's figures still hold today; they keep the day that they are of."""
    fund = await session.get_one(Fund, fund_id)
    record, new = await _enter(session, now, fund, today, person_id, draft_key)
    if new:
        row = FundFigures(record_id=record.id, unchanged=True)
        session.add(row)
        show(fund, row, today, today)
        await session.flush()
    return record, new


def is_stale(fund: FundFacts, today: date) -> bool:
    """Whether nobody has told or confirmed the fund's figures for OLD_AFTER."""
    last = confirmed(fund)
    return last is None or today - last > OLD_AFTER


def confirmed(fund: FundFacts) -> date | None:
    """The last day of which, or on which, the fund's figures were told; None where none ever were."""
    if fund.members_count is None and fund.balance_satang is None:
        return None
    return max((day for day in (fund.told_on, fund.figures_as_of) if day is not None), default=None)


async def _enter(
    session: AsyncSession, now: datetime, fund: Fund, day: date, person_id: int, draft_key: str
) -> tuple[Record, bool]:
    return await records.enter(
        session,
        now,
        kind=KIND,
        area_id=fund.area_id,
        fund_id=fund.id,
        day=day,
        person_id=person_id,
        draft_key=draft_key,
        before=records.row_facts(fund, *ROW),
    )


def show(fund: Fund, row: FundFigures, as_of: date, today: date) -> None:
    """Puts into the fund's row what is at least as new as what stands there; every figure keeps a day of its own.

    `told_on` becomes `today` where members or balance are now those that were told, or still the same.
    """
    balance_day, shown = fund.balance_as_of or fund.figures_as_of, row.unchanged
    if row.members is not None and _not_older(as_of, fund.figures_as_of):
        if fund.balance_satang is not None:
            fund.balance_as_of = balance_day
        fund.members_count, fund.figures_as_of, shown = row.members, as_of, True
    elderly = (row.by_kind or {}).get("elderly")
    if elderly is not None and _not_older(as_of, fund.figures_as_of):
        fund.elderly_count = elderly
    if row.balance_satang is not None and _not_older(as_of, balance_day):
        fund.balance_satang, fund.balance_as_of, shown = row.balance_satang, as_of, True
        fund.figures_as_of = fund.figures_as_of or as_of
    if row.population is not None:
        day = row.population_as_of or as_of
        if _not_older(day, fund.population_as_of):
            fund.population, fund.population_as_of = row.population, day
    if shown:
        fund.told_on = today


def _not_older(day: date, known: date | None) -> bool:
    return known is None or day >= known
