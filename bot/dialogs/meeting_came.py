"""How many came, out of a short message that says it without a word of coming: "meeting yesterday, 20 or so"."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from bot.understanding import meetings
from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.meetings import Attendance
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import either

LONGEST = 120
"""Letters beyond which a text tells a story; its numbers are read by their words alone."""


def came_in(text: str, read: Attendance | None, today: date) -> Attendance | None:
    """What was read, or what a short message of one line says by its only number, or by men and women."""
    plain = _plain(text)
    if "\n" in text.strip() or len(plain) > LONGEST:
        return read
    sexes = [int(match[1]) for match in _sexes().finditer(plain)]
    if len(sexes) == 2:
        return meetings.read_attendance(plain[next(_sexes().finditer(plain)).start() :]) or read
    if read is not None or not any(str(word) in plain for word in lexicon("forms")["meets"]):
        return read
    rest = _others().sub(" ", _without_dates(plain, today))
    numbers = list(_number().finditer(rest))
    if len(numbers) != 1 or numbers[0]["unit"] is None:
        return None
    return meetings.read_attendance(numbers[0][0].strip())


def came_of(text: str) -> Attendance | None:
    """How many came, out of an answer; words of the north and north-east for twenty, and a dozen, are numbers too."""
    return meetings.read_attendance(_plain(text))


def _plain(text: str) -> str:
    plain = arabic(tidy(text))
    for word, number in lexicon("forms")["counts"].items():
        plain = re.sub(str(word), str(number), plain)
    return plain


def _without_dates(plain: str, today: date) -> str:
    for span in reversed(read_dates(plain, today, False)):
        plain = f"{plain[: span.start]} {plain[span.end :]}"
    return plain


@cache
def _sexes() -> re.Pattern[str]:
    return re.compile(rf"{either(lexicon('meetings')['gender'])}[\s:]*(\d{{1,4}})")


@cache
def _others() -> re.Pattern[str]:
    """Numbers of other things: the hour, the village, which meeting it was."""
    return re.compile(either(lexicon("forms")["no_heads"]))


@cache
def _number() -> re.Pattern[str]:
    """A number, what makes it sure or unsure, and what may stand behind it: nothing else, or people."""
    words = lexicon("forms")
    return re.compile(
        rf"{either(words['hedges'])}*\s?\d[\d,]*\s?{either(words['hedges'])}*\s?(?P<unit>{either(words['heads'])}|$|(?=\s))?"
    )
