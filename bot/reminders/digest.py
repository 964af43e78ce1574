"""A digest in words: what is still missing, by matter, with the three taps; kind, short, sharper only near the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.reminders.items import Item
from bot.reminders.policy import ABOVE, CHASER, OWNER, STAND_IN, tone
from bot.services.obligations import RESOLUTION
from bot.words import Words

MOST_PLACES = 12
MOST_MATTERS = 6
TONES = ("up", "late", "last", "soon", "early")
"""The sharpest first: a digest sounds like its most pressing line."""
ACTS = {"review": "audit.log", "assessment": "assessment.start"}
"""Where the very act that is asked for has a form of its own, "sent" opens that."""


def compose(words: Words, items: Sequence[Item], today: date) -> Reply:
    """The whole digest as one card; `items` is not empty."""
    items = _once(items)
    tones = {tone(item.stage, (item.due_on - today).days) for item in items}
    mood = next(each for each in TONES if each in tones)
    groups = [
        list(group)
        for _, group in groupby(items, key=lambda one: (one.part == ABOVE, one.matter, one.part, one.due_on))
    ]
    sections = [_section(words, group, today) for group in groups[:MOST_MATTERS]]
    if len(groups) > MOST_MATTERS:
        sections.append(Section((Row(words("nudge.more_matters", n=len(groups) - MOST_MATTERS), faint=True),)))
    foot = words("nudge.foot_stand_in") if any(item.part == STAND_IN for item in items) else words("nudge.foot")
    heading = words(f"nudge.title.{mood}") if len(tones) == 1 else words("nudge.title.several", n=len(groups))
    card = Card(
        heading,
        "",
        tuple(sections),
        foot,
        _taps(words, items),
        tone="warn" if mood in ("late", "up") else "calm",
    )
    return Reply((card,))


def _once(items: Sequence[Item]) -> list[Item]:
    """Whoever is told as the one above need not read the same once more as the one who chases."""
    above = {(item.matter, item.area_id) for item in items if item.part == ABOVE}
    return [item for item in items if item.part != CHASER or (item.matter, item.area_id) not in above]


def title(words: Words, obligation: str, year: int, text: str = "") -> str:
    """What is owed, by name and fiscal year."""
    if obligation == RESOLUTION:
        return words("nudge.resolution", text=text)
    return words("nudge.what", what=words.of("obligation", obligation), year=year)


def when(words: Words, due_on: date, today: date) -> str:
    """A deadline and how far it is."""
    left, day = (due_on - today).days, figures.day(words, due_on)
    if left == 0:
        return words("nudge.when.today", date=day)
    if left == 1:
        return words("nudge.when.tomorrow", date=day)
    return words("nudge.when.ahead", date=day, n=left) if left > 0 else words("nudge.when.over", date=day, n=-left)


def _section(words: Words, group: Sequence[Item], today: date) -> Section:
    first = group[0]
    rows = [Row(when(words, first.due_on, today))]
    if first.obligation != RESOLUTION or first.part != OWNER:
        rows += [_place(words, item) for item in group[:MOST_PLACES]]
    if len(group) > MOST_PLACES:
        rows.append(Row(words("nudge.more_places", n=len(group) - MOST_PLACES), faint=True))
    return Section(tuple(rows), title(words, first.obligation, first.year, first.text))


def _place(words: Words, item: Item) -> Row:
    if item.part == ABOVE and item.asked:
        return Row(words("nudge.asked", names=", ".join(item.asked)), item.place)
    if item.part == CHASER:
        return Row(words("nudge.not_yet"), item.place)
    return Row(item.place, strong=True)


def _taps(words: Words, items: Sequence[Item]) -> tuple[Choice, ...]:
    """Done, more time, not mine any more; those who only chase see the list instead of asking for time."""
    mine = [item for item in items if item.part in (OWNER, STAND_IN)]
    decided = [item for item in mine or items if item.obligation == RESOLUTION]
    owed = [item for item in mine or items if item.obligation != RESOLUTION]
    taps = []
    if owed:
        taps.append(_tap(words("nudge.tap.done"), _done(owed)))
    if decided:
        one = len(decided) == 1
        data = pack("ask", "resolution.done", id=decided[0].matter[1:]) if one else pack("ask", "meeting.open")
        taps.append(_tap(words("nudge.tap.carried_out"), data))
    if owed and mine:
        only = {"m": owed[0].matter, "a": owed[0].area_id} if _one(owed) else {}
        taps.append(_tap(words("nudge.tap.later"), pack("ask", "deadline.extend", **only)))
    elif owed:
        taps.append(_tap(words("nudge.tap.who"), pack("ask", "report.status")))
    taps.append(_tap(words("nudge.tap.not_mine"), pack("ask", "handover.start")))
    return tuple(taps)


def _one(owed: Sequence[Item]) -> bool:
    return len({(item.matter, item.area_id) for item in owed}) == 1


def _done(owed: Sequence[Item]) -> str:
    """What "sent" opens: the form of the very act, else the note that it was sent, filled in where it is one thing."""
    item, one = owed[0], _one(owed)
    if item.obligation == "plan":
        return pack("ask", "plan.send", a=item.area_id if one else None, y=item.year)
    if item.obligation in ACTS:
        return pack("ask", ACTS[item.obligation], fund=item.code if one else None)
    slots = {"o": item.obligation, "y": item.year}
    if one and item.code:
        return pack("ask", "report.submit", fund=item.code, **slots)
    return pack("ask", "report.submit", a=item.area_id if one else None, **slots)


def _tap(label: str, data: str) -> Choice:
    return Choice(label, Press(data, said=label))
