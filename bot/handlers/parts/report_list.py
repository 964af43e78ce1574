"""Who has sent the annual report and who has not, by zone; stopped funds apart (domain.md S3-05, A4)."""

from __future__ import annotations

from collections.abc import Sequence

from bot import figures
from bot.chat import Row, Section
from bot.handlers.context import Turn
from bot.handlers.parts.listing import Listing, columns, drawn, named
from bot.handlers.parts.seeing import Seen
from bot.reminders.digest import when
from bot.services.fiscal import reported_year
from bot.services.overview import FundLine, Overview


def build(turn: Turn, seen: Seen, found: Overview) -> Listing:
    """The report's state in an area: a bar for each zone, then the names."""
    words = turn.words
    sent, every = len(found.reported), len(found.lines)
    table = tuple(
        (
            line.zone.name if line.zone else "",
            line.fund.name,
            words("report.sent" if line.sent_on else "report.not_sent"),
            figures.day(words, line.sent_on) if line.sent_on else "",
            words.of("form.fund_state.status", line.fund.status),
        )
        for line in found.lines
    )
    return Listing(
        "report",
        words("report.title", area=seen.name, year=found.year),
        columns(turn, "zone", "fund", "report", "sent_on", "state"),
        table,
        words("info.as_of", date=figures.day(words, turn.today)),
        sections(turn, found),
        "" if unrecorded(turn, found) else words("report.lead", n=f"{sent:,}", all=f"{every:,}"),
        () if unrecorded(turn, found) else bars(found),
        words("unit.percent"),
        {"a": seen.id, "y": found.year},
        "good" if not found.unreported else "warn",
    )


def sections(turn: Turn, found: Overview) -> tuple[Section, ...]:
    """By zone where there are several, then who has not sent, stopped funds apart, then who has."""
    words = turn.words
    made = []
    if (note := unrecorded(turn, found)) is not None:
        return (Section((Row(note),)),)
    if found.report_due is not None:
        made.append(Section((Row(when(words, found.report_due, turn.today), words("report.due")),)))
    if len(found.zones) > 1:
        made.append(named(turn, zone_rows(turn, found), words("report.by_zone")))
    if found.unreported:
        rows = [Row(_where(line, found), line.fund.tambon) for line in found.unreported]
        made.append(named(turn, _plain(rows), words("report.missing", n=f"{len(found.unreported):,}")))
    elif found.lines:
        made.append(Section((Row(words("report.all_sent")),)))
    if found.resting_unreported:
        rows = [
            Row(words.of("form.fund_state.status", line.fund.status), line.fund.tambon)
            for line in found.resting_unreported
        ]
        made.append(named(turn, rows, words("report.resting", n=f"{len(found.resting_unreported):,}")))
    if found.reported:
        rows = [
            Row(words("report.on", date=figures.day(words, line.sent_on)), line.fund.tambon)
            for line in found.reported
            if line.sent_on is not None
        ]
        made.append(named(turn, rows, words("report.have", n=f"{len(rows):,}")))
    return tuple(made)


def unrecorded(turn: Turn, found: Overview) -> str | None:
    """What is said of a year other than the one reported on now without any record: not that nobody sent."""
    if found.reported or found.year == reported_year(turn.today):
        return None
    return turn.words("report.no_records", year=found.year)


def zone_rows(turn: Turn, found: Overview) -> list[Row]:
    """A bar for each zone: how many of its funds have sent."""
    rows = []
    for zone in found.zones:
        part = found.of(zone)
        sent, every = len(part.reported), len(part.lines)
        value = turn.words("report.of_all", n=f"{sent:,}", all=f"{every:,}")
        rows.append(Row(value, zone.name, share=sent / every if every else None))
    return rows


def bars(found: Overview) -> tuple[tuple[str, float, str], ...]:
    """Percent of funds that have sent, by zone."""
    parts = [(zone.name, found.of(zone)) for zone in found.zones]
    return drawn(
        [
            (name, round(100 * len(part.reported) / len(part.lines), 1), f"{len(part.reported)}/{len(part.lines)}")
            for name, part in parts
            if part.lines
        ]
    )


def _where(line: FundLine, found: Overview) -> str:
    return line.zone.name if line.zone is not None and len(found.zones) > 1 else ""


def _plain(rows: Sequence[Row]) -> list[Row]:
    """Names alone where nothing stands beside them."""
    return [row if row.value else Row(row.label) for row in rows]
