"""Members to the population, elderly to all members: by zone and fund, each with the days of both figures."""

from __future__ import annotations

from datetime import date

from bot import figures
from bot.chat import Row, Section
from bot.exchange.tabulate import Cell
from bot.handlers.context import Turn
from bot.handlers.parts.listing import Listing, columns, drawn
from bot.handlers.parts.seeing import Seen
from bot.services.funds import FundFacts
from bot.services.overview import Overview, Ratio

MOST_NAMES = 8


def population(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """Members among the people of the area (domain.md S0-30)."""
    words = turn.words
    parts = _parts(found, "in_population")
    missing = [line.fund for line in found.lines if not line.rests and not _in_population(line.fund)]
    table: list[tuple[Cell, ...]] = []
    for line in found.lines:
        fund, zone = line.fund, line.zone
        share = _percent(fund.members_count, fund.population)
        days = (_day(turn, fund.figures_as_of), _day(turn, fund.population_as_of))
        table.append(
            (zone.name if zone else "", fund.name, fund.members_count, days[0], fund.population, days[1], share)
        )
    headings = ("zone", "fund", "members", "as_of", "population", "population_as_of", "percent")
    return Listing(
        "population",
        words("ratio.population.title", area=seen.name),
        columns(turn, *headings, figures=("members", "population", "percent")),
        tuple(table),
        _as_of(turn, found.in_population()),
        _sections(turn, parts, missing, "population"),
        _lead(turn, found.in_population()),
        _bars(parts),
        words("unit.percent"),
        {"a": seen.id},
    )


def elderly(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """Members of 60 and more among all members (domain.md S0-31)."""
    words = turn.words
    parts = _parts(found, "elderly")
    missing = [line.fund for line in found.lines if not line.rests and not _has_elderly(line.fund)]
    table: list[tuple[Cell, ...]] = []
    for line in found.lines:
        fund, zone = line.fund, line.zone
        share = _percent(fund.elderly_count, fund.members_count)
        day = _day(turn, fund.figures_as_of)
        table.append((zone.name if zone else "", fund.name, fund.elderly_count, fund.members_count, day, share))
    headings = ("zone", "fund", "elderly", "members", "as_of", "percent")
    return Listing(
        "elderly",
        words("ratio.elderly.title", area=seen.name),
        columns(turn, *headings, figures=("elderly", "members", "percent")),
        tuple(table),
        _as_of(turn, found.elderly()),
        _sections(turn, parts, missing, "elderly"),
        _lead(turn, found.elderly()),
        _bars(parts),
        words("unit.percent"),
        {"a": seen.id},
    )


def _parts(found: Overview, which: str) -> list[tuple[str, Ratio]]:
    """By zone where there are several, else by fund."""
    if len(found.zones) > 1:
        return [(zone.name, getattr(found.of(zone), which)()) for zone in found.zones]
    alone = [Overview(found.year, found.today, (line,)) for line in found.lines if not line.rests]
    return [(one.lines[0].fund.tambon, getattr(one, which)()) for one in alone]


def _sections(turn: Turn, parts: list[tuple[str, Ratio]], missing: list[FundFacts], which: str) -> tuple[Section, ...]:
    """A bar for each part with the figures behind it and their days, then of whom nothing is known."""
    words = turn.words
    rows = []
    for name, ratio in parts:
        if ratio.share is None:
            rows.append(Row(words("ratio.unknown"), name))
            continue
        rows.append(Row(_told(turn, ratio), name, share=min(ratio.share, 1.0)))
        rows.append(
            Row(
                words("ratio.of", part=f"{ratio.part:,}", whole=f"{ratio.whole:,}", days=_days(turn, ratio)), faint=True
            )
        )
    sections = [Section(tuple(rows))]
    if missing:
        names = " · ".join(fund.tambon for fund in missing[:MOST_NAMES])
        more = len(missing) - MOST_NAMES
        names += f" {words('list.and_more', n=more)}" if more > 0 else ""
        sections.append(Section((Row(words.of("ratio.missing", which, n=len(missing), names=names)),)))
    return tuple(sections)


def _lead(turn: Turn, ratio: Ratio) -> str:
    return turn.words("ratio.unknown") if ratio.share is None else _told(turn, ratio)


def _told(turn: Turn, ratio: Ratio) -> str:
    return turn.words("ratio.percent", percent=f"{100 * (ratio.share or 0):.1f}")


def _bars(parts: list[tuple[str, Ratio]]) -> tuple[tuple[str, float, str], ...]:
    return drawn(
        [
            (name, round(100 * ratio.share, 1), f"{ratio.part:,}/{ratio.whole:,}")
            for name, ratio in parts
            if ratio.share is not None
        ]
    )


def _as_of(turn: Turn, ratio: Ratio) -> str:
    """The day of asking, and that of the oldest figure in it."""
    days = [day for day in (ratio.part_as_of, ratio.whole_as_of) if day is not None]
    today = _day(turn, turn.today)
    if not days:
        return turn.words("info.as_of", date=today)
    return turn.words("ratio.as_of", date=today, oldest=_day(turn, min(days)))


def _days(turn: Turn, ratio: Ratio) -> str:
    """The days of both figures, one day where they are the same."""
    days = [_day(turn, day) for day in (ratio.part_as_of, ratio.whole_as_of)]
    return " / ".join(day for day in dict.fromkeys(days) if day)


def _day(turn: Turn, day: date | None) -> str:
    return figures.day(turn.words, day) if day is not None else ""


def _percent(part: int | None, whole: int | None) -> float | None:
    return round(100 * part / whole, 1) if part is not None and whole else None


def _in_population(fund: FundFacts) -> bool:
    return fund.members_count is not None and bool(fund.population)


def _has_elderly(fund: FundFacts) -> bool:
    return fund.elderly_count is not None and bool(fund.members_count)
