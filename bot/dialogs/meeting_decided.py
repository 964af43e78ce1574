"""Who does what was decided and until when, in items as short as people type them: "visit 5 Dec, secretary"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.meetings import MeetingReading, Resolution, read_resolutions
from bot.understanding.meetings.cues import cue
from bot.understanding.meetings.items import item_text
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import either

LONGEST = 100
LONGEST_OWNER = 30
LONGEST_MESSAGE = 600
FEWEST = 2
AHEAD = timedelta(days=250)
"""A day of an item that lies further ahead is more likely one that is past."""


def settled(one: Resolution, today: date) -> Resolution:
    """The decision with the only day ahead that it names, and with whom it names at its end."""
    text = tidy(one.text)
    if len(text) > LONGEST:
        return one
    days = [span for span in read_dates(text, today, True) if span.grain == "day" and span.value]
    due, behind = one.due, text
    if len(days) == 1 and days[0].last is not None and today <= days[0].last <= today + AHEAD:
        due = one.due or days[0].last
        behind = text[days[0].end :]
    return replace(one, due=due, owner=one.owner or _owner(behind, behind is not text))


def listed(text: str, reading: MeetingReading, today: date) -> list[Resolution]:
    """Numbered or bulleted lines of a short message that carry no heading, where they are no names and no agenda."""
    if len(text) > LONGEST_MESSAGE or reading.people or reading.agenda or reading.sections:
        return []
    lines = [(line, arabic(line)) for line in map(tidy, text.splitlines())]
    items = [item for typed, plain in lines if (item := item_text(typed, plain))]
    if len(items) < FEWEST or any(cue("title").match(item) for item in items):
        return []
    return [one for item in items for one in read_resolutions(item, today)]


def _owner(behind: str, after_day: bool) -> str | None:
    """Who is named behind the day; without a day only "by ..." at the end says it."""
    match = (_named() if after_day else _by()).search(behind.strip())
    who = match["who"].strip() if match else ""
    return who if 1 < len(who) <= LONGEST_OWNER else None


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"^[\s,(:-]*(?:{_with()}\s?)?(?P<who>{either(lexicon('forms')['owners'])}[^\n,;()]*)\)?$")


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"\s{_with()}\s?(?P<who>[^\n,;()\d]{{2,30}})$")


def _with() -> str:
    return either(lexicon("forms")["done_by"])
