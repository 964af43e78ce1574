"""The days that a report tells, each with its year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from typing import NamedTuple

from bot.understanding.calendar_words import month_pattern
from bot.understanding.date_reading import months_in
from bot.understanding.dates import DateSpan, read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.meetings.cues import cue, words
from bot.understanding.meetings.page import Page
from bot.understanding.normalise import arabic
from bot.understanding.years import calendar_year

_YEAR = re.compile(r"(?:\d{4}|(?<!\d)\d{2})\s*$")
_SOON = 45
"""Days within which a report is published."""


class Told(NamedTuple):
    """A day or range in a line: the simplified text and its span there, where it stands in the line, what is meant."""

    line: int
    plain: str
    span: DateSpan
    behind: int
    """Where the date before it ends."""
    start: int
    end: int
    first: date
    last: date


def told_days(page: Page, today: date) -> Iterator[Told]:
    """Every day or range of days that a report tells, top to bottom; those whose year nobody can know are left out."""
    read = [(plain, read_dates(plain, today, False)) for plain in (_simple(line.plain) for line in page.lines)]
    dated = [span.first for _, spans in read for span in spans if span.first and _is_day(span) and year_told(span.text)]
    for number, (plain, spans) in enumerate(read):
        behind = 0
        for span in spans:
            meant = _meant(span, page, dated, plain, today)
            if meant:
                yield Told(number, plain, span, behind, *_place(page.lines[number].plain, plain, span), *meant)
            behind = span.end


def _is_day(span: DateSpan) -> bool:
    return not span.ask and not span.counted and span.grain in ("day", "range")


def _place(line: str, plain: str, span: DateSpan) -> tuple[int, int]:
    """Where a date of the simplified text stands in its line, which may be longer."""
    if plain == line:
        return span.start, span.end
    tail = arabic(span.text[-5:])
    end = line.find(tail, span.start) + len(tail)
    return max(0, end - len(span.text)), end


def year_told(text: str) -> bool:
    """Whether a day or month is told with its year."""
    plain = arabic(text)
    match = _YEAR.search(plain)
    if match is None or re.match(r"\d{4}-", plain):
        return match is not None
    before = plain[: match.start()]
    return bool(months_in(before)) or len(re.findall(r"\d\s?[/.-]", before)) > 1


def _simple(plain: str) -> str:
    """The text with rows of days as ranges, weekdays before a day left out, and one word for the era."""
    plain = cue("weekday_before").sub(lexicon("meetings")["weekday_plain"][0], plain)
    plain = _joined().sub(lambda match: match[1] + "-" + match[2], plain)
    return cue("buddhist").sub(lexicon("meetings")["buddhist_short"][0], plain)


def _meant(span: DateSpan, page: Page, dated: list[date], plain: str, today: date) -> tuple[date, date] | None:
    if span.first is None or span.last is None or not _is_day(span):
        return None
    if year_told(span.text) or page.chat:
        return span.first, span.last
    if not any(character.isdigit() for character in span.text):
        return None
    number = cue("meeting_number").search(plain) or cue("meeting_number").search(page.lines[0].plain)
    year = calendar_year(number[1]) if number else None
    if year is None:
        year = _year_before(span.last, dated)
    if year is None:
        # a short report of which only days to come have a year is told today
        return None if page.long or any(known <= today for known in dated) else (span.first, span.last)
    try:
        return span.first.replace(year=year - (span.last.year - span.first.year)), span.last.replace(year=year)
    except ValueError:
        return None


def _year_before(day: date, dated: list[date]) -> int | None:
    """The year in which a day lies shortly before one that is told with its year, as a report's own date is."""
    for known in dated:
        for year in (known.year, known.year - 1):
            with suppress(ValueError):
                if 0 <= (known - day.replace(year=year)).days <= _SOON:
                    return year
    return None


@cache
def _joined() -> re.Pattern[str]:
    """Two or three days of one month that are written one after another ("15 and 16 of March")."""
    day = r"(?<![\d/.])([0-3]?\d)"
    join = rf"\s?{words('day_joined')}\s?(?:{words('weekday_plain')}\s?)?(?:[0-3]?\d\s?{words('day_joined')}\s?)?"
    return re.compile(rf"{day}{join}([0-3]?\d)(?=\s?{month_pattern()})")
