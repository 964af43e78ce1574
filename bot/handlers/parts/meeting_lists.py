"""Past meetings as lists: all of an area, one with its decisions, and the decisions that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import figures
from bot.chat import Row, Section
from bot.exchange.tabulate import Cell
from bot.handlers.context import Turn
from bot.handlers.parts.listing import Listing, columns, drawn, named
from bot.handlers.parts.seeing import Seen
from bot.services import areas
from bot.services.past_meetings import Decision, Past

PLACES = ("tambon", "amphoe", "province")


async def names_of(turn: Turn, meetings: Sequence[Past]) -> dict[int, str]:
    """Who met: the areas of each meeting by name, by the meeting's record."""
    ids = {area_id for meeting in meetings for area_id in meeting.areas}
    nodes = {place.id: place.name for place in await areas.select_places(turn.session, ids=ids)}
    return {
        meeting.record_id: " · ".join(nodes[area_id] for area_id in meeting.areas if area_id in nodes)
        for meeting in meetings
    }


def held_on(turn: Turn, meeting: Past) -> str:
    """The day, or the first and the last one."""
    if meeting.held_from == meeting.held_to:
        return figures.day(turn.words, meeting.held_from)
    return figures.span(turn.words, meeting.held_from, meeting.held_to)


def came(turn: Turn, meeting: Past) -> str:
    """How many came, as it was told; empty where nobody told."""
    if meeting.attendance is None:
        return ""
    return turn.words.of("meeting.came", meeting.qualifier or "exact", count=f"{meeting.attendance:,}")


def venue(turn: Turn, meeting: Past) -> str:
    """Where it was, with tambon, amphoe and province as far as they are known."""
    parts = [
        turn.words.of("meeting.place", level, name=value) for level in PLACES if (value := getattr(meeting, level))
    ]
    return " ".join(part for part in (meeting.venue, *parts) if part)


def title(turn: Turn, meeting: Past, names: str) -> str:
    """What the meeting was called, else who met."""
    return meeting.title or turn.words("meetings.of", areas=names)


async def many(turn: Turn, seen: Seen, found: Sequence[Past], heading: str, year: int | None) -> Listing:
    """Meetings of an area, the latest first."""
    words = turn.words
    rows, table, bars = [], [], []
    met = await names_of(turn, found)
    for meeting in found:
        names = met[meeting.record_id]
        called, day, count = title(turn, meeting, names), held_on(turn, meeting), came(turn, meeting)
        rows.append(Row(" · ".join(part for part in (called, count) if part), day))
        cells: tuple[Cell, ...] = (day, called, names, venue(turn, meeting), count)
        table.append(cells)
        if meeting.attendance is not None:
            bars.append((f"{day} {called}"[:40], float(meeting.attendance), ""))
    sections = (named(turn, rows),) if rows else (Section((Row(words("meetings.none")),)),)
    return Listing(
        "meetings",
        heading,
        columns(turn, "day", "title", "areas", "venue", "came"),
        tuple(table),
        words("info.as_of", date=figures.day(words, turn.today)),
        sections,
        words("meetings.count", n=f"{len(found):,}") if found else "",
        drawn(bars),
        words("unit.people"),
        {"a": seen.id, "y": year},
    )


async def one(turn: Turn, meeting: Past, decided: Sequence[Decision]) -> Listing:
    """A meeting with its decisions; by whom only where nobody else reads along."""
    words, names = turn.words, (await names_of(turn, [meeting]))[meeting.record_id]
    facts = (
        ("meetings.who", names if meeting.title else ""),
        ("form.meeting.label.venue", venue(turn, meeting)),
        ("form.meeting.label.attendance", came(turn, meeting)),
        ("form.meeting.label.hosts", " · ".join(str(host) for host in meeting.hosts)),
        ("form.meeting.label.agenda", " · ".join(str(item) for item in meeting.agenda)),
    )
    rows = tuple(Row(value, words(label)) for label, value in facts if value)
    told = [Row(decision(turn, each)) for each in decided] or [Row(words("meetings.no_decisions"))]
    return Listing(
        "meeting",
        title(turn, meeting, names),
        columns(turn, "number", "decision", "owner", "due", "done", figures=("number",)),
        tuple(_cells(turn, each) for each in decided),
        words("meetings.noted", date=figures.day(words, meeting.recorded_at.date()), number=meeting.record_id),
        (Section(rows), named(turn, told, words("meetings.decisions"))),
        held_on(turn, meeting),
        slots={"r": meeting.record_id},
    )


def decision(turn: Turn, each: Decision, *, day: bool = False) -> str:
    """One decision in a line: number, words, who, until when, and how it stands."""
    words = turn.words
    parts = [f"{each.number}. {each.text}"]
    if each.owner and not turn.in_group:
        parts.append(words("form.meeting.owner", owner=each.owner))
    if each.due_on:
        parts.append(words("form.meeting.due", day=figures.day(words, each.due_on)))
    parts.append(state(turn, each))
    if day:
        parts.append(words("meetings.decided_on", date=figures.day(words, each.held_on)))
    return " ".join(parts)


def state(turn: Turn, each: Decision) -> str:
    """Done, dropped, overdue or waiting."""
    if each.state != "open":
        return turn.words.of("decision", each.state)
    return turn.words("decision.overdue" if _late(turn.today, each) else "decision.open")


def waiting(turn: Turn, seen: Seen, found: Sequence[Decision]) -> Listing:
    """Open decisions of an area, what is due first above."""
    words = turn.words
    rows = [Row(decision(turn, each, day=True)) for each in found] or [Row(words("decision.none_open"))]
    late = sum(_late(turn.today, each) for each in found)
    return Listing(
        "decisions",
        words("decision.title", area=seen.name),
        columns(turn, "number", "decision", "owner", "due", "done", "day", figures=("number",)),
        tuple((*_cells(turn, each), figures.day(words, each.held_on)) for each in found),
        words("info.as_of", date=figures.day(words, turn.today)),
        (named(turn, rows),),
        words("decision.count", n=len(found), late=late) if found else "",
        slots={"a": seen.id},
        tone="warn" if late else "calm",
    )


def _late(today: date, each: Decision) -> bool:
    return each.state == "open" and each.due_on is not None and each.due_on < today


def _cells(turn: Turn, each: Decision) -> tuple[Cell, ...]:
    due = figures.day(turn.words, each.due_on) if each.due_on else ""
    return each.number, each.text, each.owner or "", due, state(turn, each)
