"""Funds: their public facts, their names as people type them, and their rulebooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entitlement.rulebook import Rulebook, load
from storage.models import Fund
from storage.models import Rulebook as RulebookRow
from storage.session import read_before


@dataclass(frozen=True)
class FundFacts:
    """What anybody may know of a fund; figures with their as-of date (common era), money in satang."""

    id: int
    code: str
    name: str
    tambon: str
    area_id: int
    status: str
    stopped_since: date | None = None
    phone: str | None = None
    office: str | None = None
    meeting_day: str | None = None
    payment_place: str | None = None
    members_count: int | None = None
    balance_satang: int | None = None
    figures_as_of: date | None = None
    balance_as_of: date | None = None
    founded_on: date | None = None
    elderly_count: int | None = None
    population: int | None = None
    population_as_of: date | None = None
    told_on: date | None = None


def _facts(fund: Fund) -> FundFacts:
    return FundFacts(**{name: getattr(fund, name) for name in FundFacts.__dataclass_fields__})


# Built once: putting a statement together costs as much as running it.
EVERY = select(*(getattr(Fund, name) for name in FundFacts.__dataclass_fields__)).order_by(Fund.code)
VERSIONS = (
    select(RulebookRow.id, RulebookRow.digest)
    .where(RulebookRow.fund_id == bindparam("fund"), RulebookRow.status == "approved")
    .order_by(RulebookRow.effective_from)
)


async def fund_facts(session: AsyncSession, fund_id: int) -> FundFacts:
    """One fund. Raises NoResultFound."""
    return _facts(await session.get_one(Fund, fund_id))


async def all_funds(session: AsyncSession) -> list[FundFacts]:
    """Every fund, in the order of the area tree's codes."""
    read = read_before(session)
    if "funds" not in read:
        read["funds"] = [FundFacts(**row._mapping) for row in await session.execute(EVERY)]
    return list(read["funds"])


_read: dict[str, Rulebook] = {}


async def rulebooks(session: AsyncSession, fund_id: int) -> list[Rulebook]:
    """The fund's approved rulebooks, every version, oldest first; empty where none is loaded.

    A document is fetched and read once for each content: every question asks for it, and it changes once a year.
    """
    read = read_before(session)
    if ("versions", fund_id) not in read:
        read["versions", fund_id] = (await session.execute(VERSIONS, {"fund": fund_id})).all()
    found = []
    for row_id, digest in read["versions", fund_id]:
        if digest not in _read:
            _read[digest] = load((await session.get_one(RulebookRow, row_id)).document)
        found.append(_read[digest])
    return found
