"""When a meeting was held: of all days in a report the one that the meeting hangs on."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
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
_IN_BRACKETS = re.compile(r"[^\d(]{0,14}\(\s?\d{1,2}[^)\d]{2,20}\d{2,4}\s?\)")
_SHORT_LINE = 100
_SOON = 45
"""Days within which a report is published."""
_LEAST = 4
"""The score from which a day counts as the meeting's; in a chat message any day that nothing speaks against does."""


class Day(NamedTuple):
    """A day or range in a text: in which line, where in it, and how much speaks for it."""

    line: int
    start: int
    end: int
    first: date
    last: date
    score: float


def read_held(page: Page, today: date) -> Day | None:
    """The day or days on which the meeting was held; None where none is told."""
    days = all_days(page, today)
    best = max(days, key=lambda day: (day.score, -day.line, -day.start), default=None)
    if best is None or best.score < (0 if page.chat else _LEAST):
        return None
    follow = next((day for day in days if day.line == best.line and 0 < day.start - best.end <= 12), None)
    if follow and follow.first == best.last + timedelta(days=1):
        between = page.lines[best.line].plain[best.end : follow.start]
        if cue("day_joined", r"\s?", r"\s?(?:\S*\s?)$").match(between):
            best = best._replace(last=follow.last, end=follow.end)
    return best


def year_told(text: str) -> bool:
    """Whether a day or month is told with its year."""
    plain = arabic(text)
    match = _YEAR.search(plain)
    if match is None or re.match(r"\d{4}-", plain):
        return match is not None
    before = plain[: match.start()]
    return bool(months_in(before)) or len(re.findall(r"\d\s?[/.-]", before)) > 1


def all_days(page: Page, today: date) -> list[Day]:
    """Every day or range of days told, with what speaks for it being the meeting's."""
    found = []
    dated = _dated(page, today)
    for number, line in enumerate(page.lines):
        plain = _simple(line.plain)
        last = 0
        for span in read_dates(plain, today, False):
            meant = _meant(span, page, dated, plain)
            if meant:
                start, end = span.start, span.end
                if plain != line.plain:
                    # the text in which the days were joined is shorter
                    end = line.plain.find(span.text[-5:], span.start) + len(span.text[-5:])
                    start = max(0, end - len(span.text))
                score = _score(plain, span, max(last, span.start - 60), number, page)
                found.append(Day(number, start, end, *meant, score))
            last = span.end
    return found


def _simple(plain: str) -> str:
    """The text with rows of days as ranges, weekdays before a day left out, and one word for the era."""
    plain = cue("weekday_before").sub(lexicon("meetings")["weekday_plain"][0], plain)
    plain = _joined().sub(lambda match: match[1] + "-" + match[2], plain)
    return cue("buddhist").sub(lexicon("meetings")["buddhist_short"][0], plain)


def _dated(page: Page, today: date) -> list[date]:
    """Every day that is told with its year: what a day without one is told against."""
    return [
        span.first
        for line in page.lines
        for span in read_dates(line.plain, today, False)
        if span.first and not span.ask and span.grain in ("day", "range") and year_told(span.text)
    ]


def _meant(span: DateSpan, page: Page, dated: list[date], plain: str) -> tuple[date, date] | None:
    if span.first is None or span.last is None or span.ask or span.grain not in ("day", "range") or span.counted:
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
        # nothing in a short report tells a year: it is told today
        return None if dated or page.long else (span.first, span.last)
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


def _score(plain: str, span: DateSpan, begin: int, number: int, page: Page) -> float:
    before = plain[begin : span.start]
    near = before[-28:]
    after = plain[span.end : span.end + 160]
    score = 3.0 - min(number, 10) * 0.2 - min(span.start, 1000) / 1000
    if cue("day_label").search(plain[: span.start]) and span.start < 25:
        score += 6
    elif cue("day_before").search(plain[: span.start]):
        score += 4
    if cue("day_held").search(before) or cue("day_held").search(after):
        score += 3
    if cue("meeting_number").search(before):
        score += 2
    if cue("day_latest").search(near + after[:14]):
        score += 2
    if year_told(span.text):
        score += 2
    elif _IN_BRACKETS.match(after):
        # "last Saturday (20 July 2024)": the brackets say which
        score -= 6
    if span.grain == "range":
        score += 0.5
    posted = before if len(plain) < _SHORT_LINE else near
    if cue("day_posted").search(posted):
        score -= 12
    if cue("day_ahead").search(near):
        score -= 12
    if cue("day_history").search(before):
        score -= 6
    if cue("every").search(near):
        score -= 12
    return score


@cache
def _joined() -> re.Pattern[str]:
    """Two or three days of one month that are written one after another ("15 and 16 of March")."""
    day = r"(?<![\d/.])([0-3]?\d)"
    join = rf"\s?{words('day_joined')}\s?(?:{words('weekday_plain')}\s?)?(?:[0-3]?\d\s?{words('day_joined')}\s?)?"
    return re.compile(rf"{day}{join}([0-3]?\d)(?=\s?{month_pattern()})")
