"""The summary of a zone or province: funds by state, members, money, reports, reviews, and what needs care."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import figures
from bot.chat import Row, Section
from bot.handlers.context import Turn
from bot.handlers.parts import report_list
from bot.handlers.parts.listing import Listing, columns, named
from bot.handlers.parts.seeing import Seen
from bot.services.fiscal import reported_year
from bot.services.overview import STATES, FundLine, Overview, Total

MOST_NAMES = 6
RESULTS = ("passed", "conditional", "failed", "pending")


def build(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """All that is told of an area at once; each figure with its day, each gap as a gap."""
    words = turn.words
    headings = ("zone", "fund", "state", "members", "balance", "as_of", "sent_on", "review", "score")
    sections = [
        _states(turn, found),
        _sums(turn, found),
        _members_by_zone(turn, found),
        _reports(turn, found),
        _quality(turn, found),
        _care(turn, found),
    ]
    return Listing(
        "overview",
        words("summary.title", area=seen.name, year=found.year),
        columns(turn, *headings, figures=("members", "balance")),
        tuple(_row(turn, line) for line in found.lines),
        words("info.as_of", date=figures.day(words, turn.today)),
        tuple(section for section in sections if section.rows),
        words("list.funds", n=f"{len(found.lines):,}"),
        () if report_list.unrecorded(turn, found) else report_list.bars(found),
        words("unit.percent"),
        {"a": seen.id, "y": found.year},
    )


def _states(turn: Turn, found: Overview) -> Section:
    every = len(found.lines)
    rows = [
        Row(turn.words("list.funds", n=f"{n:,}"), turn.words.of("form.fund_state.status", state), share=n / every)
        for state in STATES
        if (n := found.states[state])
    ]
    if found.year != reported_year(turn.today):
        rows.append(Row(turn.words("summary.states_now"), faint=True))
    return Section(tuple(rows), turn.words("summary.states"))


def _sums(turn: Turn, found: Overview) -> Section:
    """Members and money as far as told; how many funds have not told stands beside, never as zero."""
    words = turn.words
    members, balance = found.members(), found.balance()
    if not members.known and not balance.known:
        return Section((Row(words("summary.no_figures")),), words("summary.figures"))
    rows = []
    if members.known:
        rows.append(Row(figures.count(words, "person", members.value), words("info.members"), strong=True))
    if balance.known:
        rows.append(Row(figures.baht(words, balance.value), words("info.balance"), strong=True))
    told = members if members.known else balance
    rows.append(
        Row(words("summary.figures_of", n=told.known, all=len(found.lines), days=_days(turn, told)), faint=True)
    )
    if told.unknown:
        rows.append(Row(words("summary.untold", n=told.unknown), faint=True))
    return Section(tuple(rows), words("summary.figures"))


def _members_by_zone(turn: Turn, found: Overview) -> Section:
    """A bar for each of several zones; one where nobody has told is said to be unknown."""
    words, every = turn.words, found.members()
    if len(found.zones) < 2 or not every.known:
        return Section(())
    rows = []
    for zone in found.zones:
        told = found.of(zone).members()
        if told.known:
            value = figures.count(words, "person", told.value)
            rows.append(Row(value, zone.name, share=told.value / every.value if every.value else None))
        else:
            rows.append(Row(words("summary.zone_untold"), zone.name))
    return named(turn, rows, words("summary.members_by_zone"))


def _reports(turn: Turn, found: Overview) -> Section:
    words, every, sent = turn.words, len(found.lines), len(found.reported)
    if (note := report_list.unrecorded(turn, found)) is not None:
        return Section((Row(note),), words("summary.reports", year=found.year))
    rows = [
        Row(
            words("report.of_all", n=f"{sent:,}", all=f"{every:,}"),
            words("report.have_label"),
            share=sent / every if every else None,
        )
    ]
    if len(found.zones) > 1:
        rows += list(named(turn, report_list.zone_rows(turn, found)).rows)
    if found.unreported:
        rows.append(Row(_names(turn, found.unreported), words("report.missing_label", n=f"{len(found.unreported):,}")))
    if found.resting_unreported:
        label = words("report.resting_label", n=f"{len(found.resting_unreported):,}")
        rows.append(Row(_names(turn, found.resting_unreported), label))
    return Section(tuple(rows), words("summary.reports", year=found.year))


def _quality(turn: Turn, found: Overview) -> Section:
    words, every = turn.words, len(found.lines)
    done = sum(found.reviews.values())
    told = [
        words.of("review_result", result, n=f"{found.reviews[result]:,}") for result in RESULTS if found.reviews[result]
    ]
    review = words("summary.reviewed", n=f"{done:,}", all=f"{every:,}", results=" · ".join(told))
    assessed = words("report.of_all", n=f"{len(found.assessed):,}", all=f"{every:,}")
    return Section(
        (
            Row(review if done else words("summary.none_noted"), words("summary.review")),
            Row(assessed if found.assessed else words("summary.none_noted"), words("summary.assessment")),
        ),
        words("summary.quality", year=found.year),
    )


def _care(turn: Turn, found: Overview) -> Section:
    """Stopped funds since when, those that are being revived, and figures that have grown old."""
    words = turn.words
    rows = []
    if found.stopped:
        told = [_since(turn, line) for line in found.stopped]
        rows.append(Row(_some(turn, told), words("summary.stopped")))
    if found.reviving:
        rows.append(Row(_names(turn, found.reviving), words("summary.reviving")))
    if found.stale:
        rows.append(Row(_names(turn, found.stale), words("summary.stale")))
    return Section(tuple(rows), words("summary.care"))


def _row(turn: Turn, line: FundLine) -> tuple[str | int | float | None, ...]:
    fund, words = line.fund, turn.words
    return (
        line.zone.name if line.zone else "",
        fund.name,
        words.of("form.fund_state.status", fund.status),
        fund.members_count,
        fund.balance_satang / 100 if fund.balance_satang is not None else None,
        _day(turn, fund.figures_as_of),
        _day(turn, line.sent_on),
        words.of("review_short", line.review) if line.review else "",
        f"{line.score}/{line.most}" if line.score is not None else "",
    )


def _names(turn: Turn, lines: Sequence[FundLine]) -> str:
    return _some(turn, [line.fund.tambon for line in lines])


def _some(turn: Turn, names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    told = " · ".join(names[:MOST_NAMES])
    return f"{told} {turn.words('list.and_more', n=f'{more:,}')}" if more > 0 else told


def _since(turn: Turn, line: FundLine) -> str:
    day = line.fund.stopped_since
    if day is None:
        return line.fund.tambon
    month = figures.month(turn.words, day.strftime("%Y-%m"))
    return turn.words("summary.stopped_since", fund=line.fund.tambon, since=month)


def _days(turn: Turn, told: Total) -> str:
    days = [_day(turn, day) for day in (told.oldest, told.newest)]
    return " – ".join(day for day in dict.fromkeys(days) if day) or turn.words("list.day_unknown")


def _day(turn: Turn, day: date | None) -> str:
    return figures.day(turn.words, day) if day is not None else ""
