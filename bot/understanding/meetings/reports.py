"""Whether a long text is the report of a meeting: pasted into a chat it needs no word of command."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.meetings.reading import read_meeting
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either

SHORTEST = 250
"""Letters of the shortest report; a shorter message is read for what it wants."""


def is_report(text: str, today: date) -> bool:
    """Whether a text of several sentences tells of a meeting that was held, with its day and more than that."""
    if len(text) < SHORTEST or _word().search(normalise(text)) is None:
        return False
    read = read_meeting(text, today)
    return read.held_from is not None and any((read.attendance, read.venue.name, read.resolutions, read.hosts))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(either(lexicon("meetings")["report_word"]))
