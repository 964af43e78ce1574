"""The weekly digest in words: a bar for each zone, what came in since last week, who is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.reminders.digest import title, when
from bot.words import Words

MOST_ZONES, MOST_PLACES = 12, 10


@dataclass(frozen=True)
class Line:
    """How many of `all` have sent now, and how many had a week ago; `name` of the zone."""

    name: str
    sent: int
    all: int
    before: int


@dataclass(frozen=True)
class Progress:
    """One obligation of a fiscal year (Buddhist era) in an area: the whole, by zone where there are many, who lacks."""

    obligation: str
    year: int
    due_on: date
    whole: Line
    zones: tuple[Line, ...]
    missing: tuple[str, ...]


def compose(words: Words, area: str, found: Sequence[Progress], today: date, *, pushed: bool = False) -> Reply:
    """The digest; `pushed`: unasked, so it says how to have no more of them."""
    sections = tuple(_section(words, each, today) for each in found)
    finished = all(not each.missing for each in found)
    taps = [_tap(words("weekly.tap.who"), pack("ask", "report.status"))]
    if not finished:
        taps.append(_tap(words("weekly.tap.nudge"), pack("ask", "nudge.now")))
    if pushed:
        taps.append(_tap(words("weekly.tap.stop"), pack("ask", "digest.stop")))
    heading, foot = words("weekly.title", area=area), words("weekly.foot")
    return Reply((Card(heading, "", sections, foot, tuple(taps), tone="good" if finished else "calm"),))


def of_one(words: Words, area: str, each: Progress, today: date) -> Reply:
    """One obligation by itself: bars by zone, then everybody who is missing."""
    section = _section(words, each, today)
    rows = [row for row in section.rows if row.label or row.share is not None or row.faint]
    if each.missing and each.zones:
        rows.append(Row(_names(words, each), words("weekly.missing", n=len(each.missing))))
    taps = (_tap(words("weekly.tap.nudge"), pack("ask", "nudge.now", o=each.obligation)),) if each.missing else ()
    card = Card(
        words("weekly.of_one", what=section.heading, area=area),
        "",
        (Section(tuple(rows)),),
        words("weekly.foot"),
        taps,
        tone="warn" if each.missing else "good",
    )
    return Reply((card,))


def _section(words: Words, each: Progress, today: date) -> Section:
    rows = [Row(when(words, each.due_on, today), faint=True), _row(words, each.whole, words("weekly.whole"))]
    rows += [_row(words, line, line.name) for line in each.zones[:MOST_ZONES]]
    if each.missing and each.zones:
        rows.append(Row(words("weekly.missing", n=len(each.missing))))
    elif each.missing:
        rows.append(Row(_names(words, each), words("weekly.missing", n=len(each.missing))))
    return Section(tuple(rows), title(words, each.obligation, each.year))


def _names(words: Words, each: Progress) -> str:
    told = ", ".join(each.missing[:MOST_PLACES])
    if len(each.missing) > MOST_PLACES:
        told = words("weekly.more", places=told, n=len(each.missing) - MOST_PLACES)
    return told


def _row(words: Words, line: Line, label: str) -> Row:
    value = words("weekly.of", n=line.sent, all=line.all)
    if line.sent != line.before:
        value += " " + words("weekly.since", n=f"{line.sent - line.before:+d}")
    return Row(value, label, share=line.sent / line.all if line.all else None)


def _tap(label: str, data: str) -> Choice:
    return Choice(label, Press(data, said=label))
