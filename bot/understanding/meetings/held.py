"""When a meeting was held: of all days in a report the one that the meeting hangs on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from bot.understanding.calendar_words import month_pattern
from bot.understanding.dates import DateSpan, read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.meetings.cues import cue, words
from bot.understanding.meetings.page import Page
from bot.understanding.years import calendar_year

_YEAR = re.compile(r"(?:\d{4}|(?<!\d)\d{2})\D*$")
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


def all_days(page: Page, today: date) -> list[Day]:
    """Every day or range of days told, with what speaks for it being the meeting's."""
    found = []
    for number, line in enumerate(page.lines):
        plain = _joined().sub(lambda match: match[1] + "-" + match[2], line.plain)
        plain = cue("buddhist").sub(lexicon("meetings")["buddhist_short"][0], plain)
        shifted = len(plain) != len(line.plain)
        last = 0
        for span in read_dates(plain, today, False):
            dated = _day(span, page, plain, today)
            if dated:
                score = _score(plain, span, max(last, span.start - 60), number, page)
                start, end = span.start, span.end
                if shifted:
                    # the text in which the days were joined is shorter
                    end = line.plain.find(span.text[-5:], span.start) + len(span.text[-5:])
                    start = max(0, end - len(span.text))
                found.append(Day(number, start, end, *dated, score))
            last = span.end
    return found


def _day(span: DateSpan, page: Page, plain: str, today: date) -> tuple[date, date] | None:
    if span.first is None or span.last is None or span.ask or span.grain not in ("day", "range") or span.counted:
        return None
    if _YEAR.search(span.text) or page.chat:
        return span.first, span.last
    number = cue("meeting_number").search(plain) or cue("meeting_number").search(page.lines[0].plain)
    year = calendar_year(number[1]) if number else None
    if year is None or not any(character.isdigit() for character in span.text):
        return None
    try:
        return span.first.replace(year=year), span.last.replace(year=year)
    except ValueError:
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
    if span.grain == "range":
        score += 0.5
    if cue("day_posted").search(near) or (number and cue("day_posted").search(plain[:12])):
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
    join = rf"\s?{words('day_joined')}\s?(?:[0-3]?\d\s?{words('day_joined')}\s?)?"
    return re.compile(rf"{day}{join}([0-3]?\d)(?=\s?{month_pattern()})")
