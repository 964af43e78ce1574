"""Verifications of funds' books: on record, and counted. To follow one up is not to have passed it (domain.md A3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from bot.services.authority import Scope
from bot.services.funds import FundFacts
from storage.models import Record, Review

PENDING = "pending"
"""Followed up, but with no result yet."""
RESULTS = ("passed", "conditional", "failed", PENDING)
AT_REST = frozenset({"stopped", "dissolved"})
"""States of funds whose books nobody verifies now."""


@dataclass(frozen=True)
class Verified:
    """One verification as told; money in satang, days of the common era, `for_year` a fiscal year (Buddhist era).

    A negative `difference_satang` is money that is missing.
    """

    fund: FundFacts
    done_on: date
    result: str
    for_year: int
    reviewers: str | None = None
    documents: tuple[str, ...] = ()
    members: int | None = None
    balance_satang: int | None = None
    difference_satang: int | None = None
    findings: str | None = None
    fix_by: date | None = None


@dataclass(frozen=True)
class Standing:
    """The verification that counts for a fund and year: its result, its day, until when findings are to be mended."""

    result: str
    done_on: date
    fix_by: date | None = None


@dataclass(frozen=True)
class ReviewState:
    """Where the verification of a year stands: what counts for each fund id, and the funds with no word at all.

    Followed up and done are counted apart, and done is not passed.
    """

    year: int
    standing: Mapping[int, Standing]
    not_yet: tuple[int, ...]
    """Ids of running funds without any record of the year."""

    def of(self, *results: str) -> tuple[int, ...]:
        """Ids of the funds whose verification stands at one of these results."""
        return tuple(fund_id for fund_id, one in self.standing.items() if one.result in results)

    @property
    def followed_up(self) -> int:
        """Funds with any record, with or without a result."""
        return len(self.standing)

    @property
    def done(self) -> int:
        """Funds with a result, whatever it is."""
        return len(self.standing) - len(self.of(PENDING))


async def enter(
    session: AsyncSession, now: datetime, told: Verified, person_id: int, draft_key: str | None = None
) -> tuple[Record, bool]:
    """Puts a verification on record, once for a draft; the caller has checked who may."""
    record, new = await records.enter(
        session,
        now,
        kind="review",
        area_id=told.fund.area_id,
        fund_id=told.fund.id,
        day=told.done_on,
        person_id=person_id,
        draft_key=draft_key,
    )
    if new:
        session.add(
            Review(
                record_id=record.id,
                for_year=told.for_year,
                done_on=told.done_on,
                result=told.result,
                reviewers={"items": [told.reviewers]} if told.reviewers else None,
                documents={"items": list(told.documents)} if told.documents else None,
                members_verified=told.members,
                balance_satang=told.balance_satang,
                difference_satang=told.difference_satang,
                findings=told.findings,
                fix_by=told.fix_by,
            )
        )
        await session.flush()
    return record, new


async def standing(session: AsyncSession, fund_ids: Collection[int], year: int) -> dict[int, Standing]:
    """What counts for each of these funds in a fiscal year: the last result, else that it was followed up."""
    rows = await session.execute(
        select(Record.fund_id, Review.result, Review.done_on, Review.fix_by)
        .join(Review, Review.record_id == Record.id)
        .where(Record.fund_id.in_(fund_ids), Record.withdrawn_at.is_(None), Review.for_year == year)
        .order_by(Review.done_on, Record.id)
    )
    found: dict[int, Standing] = {}
    for fund_id, result, done_on, fix_by in rows:
        if fund_id is not None and (result != PENDING or fund_id not in found or found[fund_id].result == PENDING):
            found[fund_id] = Standing(result, done_on, fix_by)
    return found


async def state_of(session: AsyncSession, scope: Scope, year: int) -> ReviewState:
    """How far the verification of a fiscal year (Buddhist era) is among a scope's funds."""
    known = await standing(session, [fund.id for fund in scope.funds], year)
    waiting = tuple(fund.id for fund in scope.funds if fund.id not in known and fund.status not in AT_REST)
    return ReviewState(year, known, waiting)
