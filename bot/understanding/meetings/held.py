"""When a meeting was held: of all days in a report the one that the meeting hangs on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from bot.understanding.dates import DateSpan
from bot.understanding.meetings.cues import cue
from bot.understanding.meetings.days import told_days, year_told
from bot.understanding.meetings.page import Page

_IN_BRACKETS = re.compile(r"[^\d(]{0,14}\(\s?\d{1,2}[^)\d]{2,20}\d{2,4}\s?\)")
_SHORT_LINE = 100
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


def all_days(page: Page, today: date) -> list[Day]:
    """Every day or range of days told, with what speaks for it being the meeting's."""
    return [
        Day(
            told.line,
            told.start,
            told.end,
            told.first,
            told.last,
            _score(told.plain, told.span, max(told.behind, told.span.start - 60), told.line, page),
        )
        for told in told_days(page, today)
    ]


def find_held(page: Page, days: list[Day]) -> Day | None:
    """The day or days on which the meeting was held, out of all that are told; None where none is."""
    best = max(days, key=lambda day: (day.score, -day.line, -day.start), default=None)
    if best is None or best.score < (0 if page.chat else _LEAST):
        return None
    follow = next((day for day in days if day.line == best.line and 0 < day.start - best.end <= 12), None)
    if follow and follow.first == best.last + timedelta(days=1):
        between = page.lines[best.line].plain[best.end : follow.start]
        if cue("day_joined", r"\s?", r"\s?(?:\S*\s?)$").match(between):
            best = best._replace(last=follow.last, end=follow.end)
    return best


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
