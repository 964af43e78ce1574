"""An area's funds as figures: what is known of each, sums and ratios over those that are known, by zone. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.services.areas import Place
from bot.services.funds import FundFacts

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
