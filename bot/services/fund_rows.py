"""A fund's own row after a record of it was taken back: as it was before, and then what was told since, once more."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import BANGKOK
from bot.services import fund_figures, fund_states, records, revivals
from storage.models import Fund, FundFigures, FundState, Record, RevivalVisit

TOGETHER = (
    ((fund_states.KIND, revivals.KIND), ("status", "stopped_since")),
    ((fund_figures.KIND,), fund_figures.ROW),
)
"""Kinds of records that write the same facts of the row, and those facts."""
KINDS = frozenset(kind for kinds, _ in TOGETHER for kind in kinds)


async def put_back(session: AsyncSession, record: Record) -> None:
    """The facts from before the record, then those of later records that still stand.

    Each of these learns what it now replaces: a correction of a record taken back replaces what stood before both.
    """
    if record.before is None:
        return
    kinds, names = next((kinds, names) for kinds, names in TOGETHER if record.kind in kinds)
    fund = await session.get_one(Fund, record.fund_id)
    for name, value in record.before.items():
        is_day = isinstance(value, str) and name.endswith(("_on", "_as_of", "_since"))
        setattr(fund, name, date.fromisoformat(value) if is_day else value)
    later = await session.scalars(
        select(Record)
        .where(
            Record.fund_id == record.fund_id,
            Record.kind.in_(kinds),
            Record.id > record.id,
            Record.withdrawn_at.is_(None),
        )
        .order_by(Record.id)
    )
    for each in list(later):
        if each.before is not None:
            each.before = records.row_facts(fund, *names)
        await _again(session, fund, each)
    await session.flush()


async def _again(session: AsyncSession, fund: Fund, record: Record) -> None:
    if record.kind == fund_figures.KIND:
        told = await session.get_one(FundFigures, record.id)
        fund_figures.show(fund, told, record.day, record.recorded_at.astimezone(BANGKOK).date())
    elif record.kind == fund_states.KIND:
        fund_states.show(fund, await session.get_one(FundState, record.id))
    else:
        revivals.show(fund, (await session.get_one(RevivalVisit, record.id)).outcome)
