"""An area's funds in figures: what is known of each, by zone, with dates; unknown is never counted as zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, deadlines, reviews, submissions
from bot.services.areas import Place
from bot.services.authority import Scope
from bot.services.funds import FundFacts
from bot.services.submissions import ANNUAL_REPORT
from storage.models import Assessment, Record, RevivalCase

STALE = timedelta(days=90)
"""From here on figures are marked as old (domain.md S0-33)."""
RESTING = frozenset({"stopped", "dissolved"})
STATES = ("active", "weak", "new", "reviving", "stopped", "dissolved")


@dataclass(frozen=True)
class FundLine:
    """One fund with what is known of it for one fiscal year; None wherever nobody has told."""

    fund: FundFacts
    zone: Place | None = None
    sent_on: date | None = None
    review: str | None = None
    reviewed_on: date | None = None
    score: int | None = None
    most: int | None = None
    reviving_since: date | None = None
    next_visit: date | None = None

    @property
    def rests(self) -> bool:
        """Whether the fund has stopped or is dissolved; whether it has reported is another matter (domain.md A4)."""
        return self.fund.status in RESTING

    @property
    def told_on(self) -> date | None:
        """The last day on which its figures were told or confirmed."""
        return max((day for day in (self.fund.figures_as_of, self.fund.told_on) if day is not None), default=None)

    def stale(self, today: date) -> bool:
        """Whether a running fund's figures are older than 90 days, or were never told."""
        return not self.rests and (self.told_on is None or today - self.told_on > STALE)


@dataclass(frozen=True)
class Total:
    """A sum over those funds that are known: how many they are, how many are not, and the days the figures span."""

    value: int = 0
    known: int = 0
    unknown: int = 0
    oldest: date | None = None
    newest: date | None = None


@dataclass(frozen=True)
class Ratio:
    """A part of a whole, over the funds of which both are known; dates of the part's and of the whole's figures."""

    part: int = 0
    whole: int = 0
    known: int = 0
    unknown: int = 0
    part_as_of: date | None = None
    whole_as_of: date | None = None

    @property
    def share(self) -> float | None:
        """0..1 (more where the figures say so); None where nothing is known."""
        return self.part / self.whole if self.known and self.whole else None


@dataclass(frozen=True)
class Overview:
    """All funds of an area in one fiscal year (Buddhist era), in the order of their codes.

    `zones` are the parts by which they are told: the zones, or the provinces where there are several.
    """

    year: int
    today: date
    lines: tuple[FundLine, ...]
    zones: tuple[Place, ...] = ()
    by_zone: dict[int, tuple[FundLine, ...]] = field(default_factory=dict)
    report_due: date | None = None
    """The day until which the annual report is to be sent; None where nobody has set one, or several differ."""

    def of(self, zone: Place) -> Overview:
        """The same of one zone."""
        lines = self.by_zone.get(zone.id, ())
        return Overview(self.year, self.today, lines, (zone,), {zone.id: lines})

    @property
    def states(self) -> Counter[str]:
        """How many funds are in which state."""
        return Counter(line.fund.status for line in self.lines)

    @property
    def reported(self) -> tuple[FundLine, ...]:
        """Funds whose annual report of the year is in."""
        return tuple(line for line in self.lines if line.sent_on is not None)

    @property
    def unreported(self) -> tuple[FundLine, ...]:
        """Running funds whose report is not in."""
        return tuple(line for line in self.lines if line.sent_on is None and not line.rests)

    @property
    def resting_unreported(self) -> tuple[FundLine, ...]:
        """Stopped funds whose report is not in: told apart, nobody knows whether they owe one (domain.md A4)."""
        return tuple(line for line in self.lines if line.sent_on is None and line.rests)

    @property
    def stopped(self) -> tuple[FundLine, ...]:
        """Funds that have stopped or are dissolved."""
        return tuple(line for line in self.lines if line.rests)

    @property
    def reviving(self) -> tuple[FundLine, ...]:
        """Funds with an open revival case, or in that state."""
        return tuple(line for line in self.lines if line.reviving_since or line.fund.status == "reviving")

    @property
    def stale(self) -> tuple[FundLine, ...]:
        """Running funds whose figures are old or were never told."""
        return tuple(line for line in self.lines if line.stale(self.today))

    @property
    def reviews(self) -> Counter[str]:
        """How many funds were verified with which result."""
        return Counter(line.review for line in self.lines if line.review is not None)

    @property
    def assessed(self) -> tuple[FundLine, ...]:
        """Funds that were assessed in the year."""
        return tuple(line for line in self.lines if line.score is not None)

    def members(self) -> Total:
        """Members now, of running and of stopped funds alike, as far as told."""
        return _total((line.fund.members_count, line.fund.figures_as_of) for line in self.lines)

    def balance(self) -> Total:
        """Money in satang."""
        return _total((line.fund.balance_satang, line.fund.figures_as_of) for line in self.lines)

    def in_population(self) -> Ratio:
        """Members among the people who live there (domain.md S0-30)."""
        return _ratio(
            [
                (each.members_count, each.figures_as_of, each.population, each.population_as_of)
                for each in (line.fund for line in self.lines if not line.rests)
            ]
        )

    def elderly(self) -> Ratio:
        """Members of 60 and more among all members (domain.md S0-31), as the funds told them."""
        return _ratio(
            [
                (each.elderly_count, each.figures_as_of, each.members_count, each.figures_as_of)
                for each in (line.fund for line in self.lines if not line.rests)
            ]
        )


async def overview(session: AsyncSession, scope: Scope, places: dict[int, Place], year: int, today: date) -> Overview:
    """The funds of a scope in a fiscal year; `places`: the nodes by id, for each fund's zone.

    A handful of statements, however many funds.
    """
    ids = [fund.id for fund in scope.funds]
    sent = await submissions.who_has(session, ids, ANNUAL_REPORT, year)
    verified = await reviews.standing(session, ids, year)
    scores = await _scores(session, year)
    cases = await _cases(session)
    lines = []
    for fund in scope.funds:
        place = places.get(fund.area_id)
        zone = places.get(place.parent_id) if place and place.parent_id else None
        told, review, score, case = sent.get(fund.id), verified.get(fund.id), scores.get(fund.id), cases.get(fund.id)
        lines.append(
            FundLine(
                fund=fund,
                zone=zone if zone is not None and zone.kind == "zone" else None,
                sent_on=told.sent_on if told else None,
                review=review.result if review else None,
                reviewed_on=review.done_on if review else None,
                score=score[0] if score else None,
                most=score[1] if score else None,
                reviving_since=case[0] if case else None,
                next_visit=case[1] if case else None,
            )
        )
    parts, by_part = _parts(scope, places, lines)
    return Overview(year, today, tuple(lines), parts, by_part, await _report_due(session, scope, year))


async def _report_due(session: AsyncSession, scope: Scope, year: int) -> date | None:
    """The report's deadline of the one area that is told of."""
    if len(scope.roots) != 1:
        return None
    above = await areas.path(session, scope.roots[0].id)
    found = await deadlines.find(session, above, ANNUAL_REPORT, year)
    return found.due_on if found else None


def _parts(
    scope: Scope, places: dict[int, Place], lines: Sequence[FundLine]
) -> tuple[tuple[Place, ...], dict[int, tuple[FundLine, ...]]]:
    """The zones, or the provinces of a wider area, with the funds in each."""
    provinces = tuple(place for place in places.values() if place.kind == "province")
    parts = provinces if len(provinces) > 1 else scope.zones
    found: dict[int, list[FundLine]] = {part.id: [] for part in parts}
    for line in lines:
        at = places.get(line.fund.area_id)
        while at is not None and at.id not in found:
            at = places.get(at.parent_id) if at.parent_id is not None else None
        if at is not None:
            found[at.id].append(line)
    return parts, {part: tuple(inside) for part, inside in found.items()}


async def _scores(session: AsyncSession, year: int) -> dict[int, tuple[int, int]]:
    """The last finished assessment of each fund in a year: points and the most that could be had."""
    rows = await session.execute(
        select(Record.fund_id, Assessment.score, Assessment.most)
        .join(Assessment, Assessment.record_id == Record.id)
        .where(Record.withdrawn_at.is_(None), Assessment.for_year == year, Assessment.complete)
        .order_by(Record.day, Record.id)
    )
    return {fund_id: (score, most) for fund_id, score, most in rows if fund_id is not None}


async def _cases(session: AsyncSession) -> dict[int, tuple[date, date | None]]:
    """The open revival case of each fund: since when, and the next visit."""
    rows = await session.execute(
        select(RevivalCase.fund_id, RevivalCase.opened_on, RevivalCase.next_visit)
        .where(RevivalCase.state == "open")
        .order_by(RevivalCase.id)
    )
    return {fund_id: (opened, visit) for fund_id, opened, visit in rows}


def _total(figures: Iterable[tuple[int | None, date | None]]) -> Total:
    told = list(figures)
    known = [(value, day) for value, day in told if value is not None]
    days = [day for _, day in known if day is not None]
    return Total(
        sum(value for value, _ in known),
        len(known),
        len(told) - len(known),
        min(days, default=None),
        max(days, default=None),
    )


def _ratio(figures: Sequence[tuple[int | None, date | None, int | None, date | None]]) -> Ratio:
    known = [
        (part, part_day, whole, whole_day) for part, part_day, whole, whole_day in figures if part is not None and whole
    ]
    return Ratio(
        part=sum(part for part, _, _, _ in known),
        whole=sum(whole or 0 for _, _, whole, _ in known),
        known=len(known),
        unknown=len(figures) - len(known),
        part_as_of=min((day for _, day, _, _ in known if day), default=None),
        whole_as_of=min((day for _, _, _, day in known if day), default=None),
    )
