"""Matching money: what each party gave, and whether a fund can ask for the next round, line by line (domain.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entitlement.standing import standing
from bot.services import areas, entitlements, records, register
from bot.services.fiscal import fiscal_year, last_day
from bot.services.funds import FundFacts
from storage.models import FundFigures, Matching, MatchingRule, Member, Record

FULL_YEAR = timedelta(days=365)
PER_HEAD_SATANG = 36_500
"""365 baht a head and round, as in the request of 2556 (domain.md 3.4); a rule of the province may say otherwise."""
REGISTER_WHOLE = 0.9
"""From this share of the told members on, the register's lines can stand for the whole fund."""


@dataclass(frozen=True)
class Told:
    """One party's money as told; satang; `for_year` is a fiscal year, Buddhist era."""

    party: str
    outcome: str
    for_year: int
    satang: int | None = None
    persons: int | None = None
    members_then: int | None = None
    received_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Rule:
    """The rule in force: `mode` increment, actual or universal; basis net or gross."""

    mode: str
    threshold: int
    basis: str
    per_head_satang: int
    most_rounds: int


@dataclass(frozen=True)
class Increase:
    """Members since the last round: then, now, who joined in between where that was told (gross)."""

    then: int
    year: int
    now: int
    joined: int | None = None

    @property
    def net(self) -> int:
        """How many more there are now."""
        return self.now - self.then


@dataclass(frozen=True)
class Check:
    """A preliminary check. None means not known, never "no"; `eligible` are full-year members on `counted_on`.

    `lines` of the register were counted, of `members` told. `request_satang` is eligible times the rate a head.
    """

    fund: FundFacts
    counted_on: date
    rule: Rule | None
    members: int | None
    lines: int
    eligible: int | None
    increase: Increase | None
    request_satang: int | None
    parties: tuple[Told, ...]

    @property
    def gap(self) -> int | None:
        """How many members are lacking of the threshold; 0 where it is reached, None where it is not asked or known."""
        if self.rule is None or self.rule.mode != "increment" or self.increase is None:
            return None
        counted = self.increase.net if self.rule.basis == "net" else self.increase.joined
        return None if counted is None else max(0, self.rule.threshold - counted)


async def record_matching(
    session: AsyncSession, now: datetime, fund: FundFacts, told: Told, person_id: int, draft_key: str | None = None
) -> Record:
    """Saves what one party gave or did not give; a draft saved before gives its record again."""
    day = told.received_on or now.date()
    record, new = await records.enter(
        session,
        now,
        kind="matching",
        area_id=fund.area_id,
        fund_id=fund.id,
        day=day,
        person_id=person_id,
        draft_key=draft_key,
        year=told.for_year,
    )
    if new:
        session.add(Matching(record_id=record.id, **told.__dict__))
        await session.flush()
    return record


async def rule_for(session: AsyncSession, area_id: int, year: int) -> Rule | None:
    """The rule of a fiscal year for an area: the nearest area's above it; one for this year before a general one."""
    for place in await areas.path(session, area_id):
        rows = await session.scalars(
            select(MatchingRule).where(
                MatchingRule.area_id == place,
                (MatchingRule.fiscal_year == year) | MatchingRule.fiscal_year.is_(None),
            )
        )
        found = sorted(rows, key=lambda row: row.fiscal_year is None)
        if found:
            row = found[0]
            return Rule(row.mode, row.threshold, row.basis, row.per_head_satang, row.most_rounds)
    return None


async def check(session: AsyncSession, fund: FundFacts, today: date) -> Check:
    """Whether a fund can ask for matching in this fiscal year, as far as the house knows (the province decides)."""
    year = fiscal_year(today)
    counted_on = last_day(year - 1)
    rule = await rule_for(session, fund.area_id, year)
    lines, full = await _full_year(session, fund.id, counted_on)
    whole = fund.members_count is not None and lines >= fund.members_count * REGISTER_WHOLE
    eligible = full if whole else None
    per_head = rule.per_head_satang if rule else PER_HEAD_SATANG
    return Check(
        fund=fund,
        counted_on=counted_on,
        rule=rule,
        members=fund.members_count,
        lines=lines,
        eligible=eligible,
        increase=await _increase(session, fund),
        request_satang=eligible * per_head if eligible is not None else None,
        parties=tuple(await parties(session, fund.id, (year, year - 1))),
    )


async def parties(session: AsyncSession, fund_id: int, years: tuple[int, ...]) -> list[Told]:
    """What was told of each party for these fiscal years, the newest word of each, in the order of the parties."""
    rows = await session.scalars(
        select(Matching)
        .join(Record, Record.id == Matching.record_id)
        .where(Record.fund_id == fund_id, Record.withdrawn_at.is_(None), Matching.for_year.in_(years))
        .order_by(Record.id)
    )
    newest = {(row.party, row.for_year): _told(row) for row in rows}
    return sorted(newest.values(), key=lambda told: (-told.for_year, ("member", "local", "state").index(told.party)))


async def _increase(session: AsyncSession, fund: FundFacts) -> Increase | None:
    """Since the last round that tells how many members there were (domain.md A5)."""
    row = (
        await session.execute(
            select(Matching.members_then, Matching.for_year, Record.day)
            .join(Record, Record.id == Matching.record_id)
            .where(
                Record.fund_id == fund.id,
                Record.withdrawn_at.is_(None),
                Matching.party == "state",
                Matching.members_then.is_not(None),
            )
            .order_by(Record.day.desc(), Record.id.desc())
            .limit(1)
        )
    ).first()
    if row is None or row.members_then is None or fund.members_count is None:
        return None
    then, year, day = int(row.members_then), row.for_year, row.day
    joined = await session.scalar(
        select(func.sum(FundFigures.joined))
        .join(Record, Record.id == FundFigures.record_id)
        .where(Record.fund_id == fund.id, Record.withdrawn_at.is_(None), Record.day > day)
    )
    return Increase(then, year, fund.members_count, int(joined) if joined is not None else None)


async def _full_year(session: AsyncSession, fund_id: int, on: date) -> tuple[int, int]:
    """The register's active lines, and how many of them had been members a full year on a day and are not suspended.

    How often each member was matched before is not in the register: the province checks it (domain.md form 3.2).
    """
    ids = list(
        await session.scalars(
            select(Member.id).where(Member.fund_id == fund_id, Member.status.in_(("active", "suspended")))
        )
    )
    book = await entitlements.rulebook_on(session, fund_id, on)
    await register.read_ahead(session, ids)
    full = 0
    for member_id in ids:
        membership = (await register.register_line(session, member_id)).membership
        joined = membership.joined
        stands = standing(book, membership, on).state if book is not None else "good"
        full += joined is not None and joined + FULL_YEAR <= on and stands not in ("suspended", "ended")
    return len(ids), full


def _told(row: Matching) -> Told:
    return Told(**{name: getattr(row, name) for name in Told.__dataclass_fields__})
