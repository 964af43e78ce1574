"""Lists of an area's funds: who has stopped, who has not reported, how many members there are to the population."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot import figures
from bot.chat import Reply, Row, Section
from bot.exchange.tabulate import Cell
from bot.handlers.context import Turn
from bot.handlers.parts import overview_list, report_list
from bot.handlers.parts.listing import Listing, columns, drawn, named
from bot.handlers.parts.ratio_lists import elderly, population
from bot.handlers.parts.seeing import Seen, where
from bot.services import summaries
from bot.services.fiscal import reported_year
from bot.services.overview import STATES, FundLine, Overview

Builder = Callable[[Turn, Seen, Overview], Listing]


async def listed(turn: Turn, name: str, area_id: int | None = None, year: int | None = None) -> Listing | Reply:
    """The list of a name for the area that is asked about and may be seen, or what is said instead."""
    seen = await where(turn, area_id)
    if isinstance(seen, Reply):
        return seen
    wanted = year or reported_year(turn.today)
    return BUILDERS[name](
        turn, seen, await summaries.overview(turn.session, seen.scope, seen.places, wanted, turn.today)
    )


def stopped(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """Funds that have stopped, and since when."""
    rows = [Row(_since(turn, line), line.fund.tambon) for line in found.stopped]
    table = tuple(
        (_zone(line), line.fund.name, _state(turn, line), _month(turn, line.fund.stopped_since))
        for line in found.stopped
    )
    return _simple(turn, seen, found, "stopped", found.stopped, rows, table, ("zone", "fund", "state", "since"))


def stale(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """Running funds whose figures are older than 90 days, or were never told."""
    rows = [Row(_told(turn, line), line.fund.tambon) for line in found.stale]
    table = tuple((_zone(line), line.fund.name, _told(turn, line)) for line in found.stale)
    return _simple(turn, seen, found, "stale", found.stale, rows, table, ("zone", "fund", "told"))


def reviving(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """Funds that are being brought back, with the next visit."""
    words = turn.words

    def since(line: FundLine) -> str:
        return figures.day(words, line.reviving_since) if line.reviving_since else words("list.day_unknown")

    def visit(line: FundLine) -> str:
        return figures.day(words, line.next_visit) if line.next_visit else words("list.no_visit")

    rows = [
        Row(words("list.reviving_row", since=since(line), visit=visit(line)), line.fund.tambon)
        for line in found.reviving
    ]
    table = tuple((_zone(line), line.fund.name, since(line), visit(line)) for line in found.reviving)
    return _simple(turn, seen, found, "reviving", found.reviving, rows, table, ("zone", "fund", "opened", "visit"))


def count(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """How many funds there are, by state and by zone."""
    words, every = turn.words, len(found.lines)
    states = [(state, found.states[state]) for state in STATES if found.states[state]]
    rows = [Row(_funds(turn, n), words.of("form.fund_state.status", state), share=n / every) for state, n in states]
    sections = [Section(tuple(rows), words("list.by_state"))]
    if len(found.zones) > 1:
        by_zone = [(zone.name, len(found.by_zone[zone.id])) for zone in found.zones]
        zone_rows = [Row(_funds(turn, n), name, share=n / every if every else None) for name, n in by_zone]
        sections.append(named(turn, zone_rows, words("list.by_zone")))
    bars = drawn([(words.of("form.fund_state.status", state), float(n), "") for state, n in states])
    return Listing(
        "count",
        words("list.count.title", area=seen.name),
        columns(turn, "zone", "fund", "state"),
        tuple((_zone(line), line.fund.name, _state(turn, line)) for line in found.lines),
        words("info.as_of", date=figures.day(words, turn.today)),
        tuple(sections),
        _funds(turn, every),
        bars,
        words("unit.funds"),
        {"a": seen.id},
    )


def _simple(
    turn: Turn,
    seen: Seen,
    found: Overview,
    name: str,
    lines: Sequence[FundLine],
    rows: Sequence[Row],
    table: tuple[tuple[Cell, ...], ...],
    headings: tuple[str, ...],
) -> Listing:
    """A list of funds by name, with bars of how many there are in each zone where there are several."""
    words = turn.words
    named_here = {line.fund.id for line in lines}
    by_zone = [(zone.name, sum(line.fund.id in named_here for line in found.of(zone).lines)) for zone in found.zones]
    sections = [named(turn, rows)] if rows else [Section((Row(words.of("list.none", name)),))]
    if len(found.zones) > 1 and lines:
        most = len(lines)
        sections.append(named(turn, [Row(_funds(turn, n), zone, share=n / most) for zone, n in by_zone]))
    return Listing(
        name,
        words.of("fund_list", name, area=seen.name),
        columns(turn, *headings),
        table,
        words("info.as_of", date=figures.day(words, turn.today)),
        tuple(sections),
        words("list.of", n=f"{len(lines):,}", all=f"{len(found.lines):,}"),
        drawn([(zone, float(n), "") for zone, n in by_zone]) if len(by_zone) > 1 and lines else (),
        words("unit.funds"),
        {"a": seen.id},
        "warn" if lines else "good",
    )


def _funds(turn: Turn, n: int) -> str:
    return turn.words("list.funds", n=f"{n:,}")


def _zone(line: FundLine) -> str:
    return line.zone.name if line.zone else ""


def _state(turn: Turn, line: FundLine) -> str:
    return turn.words.of("form.fund_state.status", line.fund.status)


def _month(turn: Turn, day: date | None) -> str:
    return figures.month(turn.words, day.strftime("%Y-%m")) if day else turn.words("list.day_unknown")


def _since(turn: Turn, line: FundLine) -> str:
    day = line.fund.stopped_since
    return turn.words("list.since", since=_month(turn, day)) if day else turn.words("list.since_unknown")


def _told(turn: Turn, line: FundLine) -> str:
    told = line.told_on
    return turn.words("list.told_on", date=figures.day(turn.words, told)) if told else turn.words("list.never_told")


BUILDERS: dict[str, Builder] = {
    "overview": overview_list.build,
    "report": report_list.build,
    "stopped": stopped,
    "stale": stale,
    "reviving": reviving,
    "count": count,
    "population": population,
    "elderly": elderly,
}
