"""Deadlines as people speak of them: what is owed, until when, and why it takes longer."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from bot.understanding.dates import first_date
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise, squash
from bot.understanding.result import Understanding

FRIDAY = 4
YEAR = 12
"""Months."""


def read_obligation(text: str) -> str | None:
    """The code of what is owed, by the longest of its names in a message; None where none is named."""
    said = squash(text)
    return next((code for word, code in _names() if word in said), None)


def read_until(text: str, understood: Understanding | None, today: date, due_on: date | None = None) -> date | None:
    """Until which day something is to be done, or longer is asked for; None where the words do not tell one day.

    A month means its last day, days in a row their last. "7 more days" counts from `due_on` where that lies ahead, and
    "next week" means its Friday.
    """
    span = first_date(text, today, future=True)
    if span is not None and span.last is not None:
        if span.counted and due_on is not None and due_on > today:
            return due_on + (span.last - today)
        return span.last
    if says_next_week(text):
        return today + timedelta(days=7 - today.weekday() + FRIDAY)
    slots = understood.slots if understood is not None else {}
    days = _whole(slots.get("days")) + 7 * _whole(slots.get("weeks"))
    start = max(today, due_on or today)
    if days:
        return start + timedelta(days=days)
    months = _whole(slots.get("months"))
    return _months_later(start, months) if 0 < months <= YEAR else None


def says_next_week(text: str) -> bool:
    """Whether next week is meant, without a day."""
    said = squash(text)
    return any(squash(str(word)) in said for word in lexicon("deadlines")["next_week"])


def read_reason(text: str) -> str | None:
    """The part of a message that tells why, without the politeness behind it; None without such a part."""
    said = normalise(text)
    starts = [found for word in lexicon("deadlines")["because"] if (found := said.find(str(word))) >= 0]
    if not starts:
        return None
    reason = said[min(starts) :].strip()
    for word in lexicon("deadlines")["asks"]:
        reason = reason.partition(str(word))[0].strip()
    for word in lexicon("deadlines")["stops"]:
        reason = reason.removesuffix(str(word)).strip()
    return reason or None


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, YEAR)
    year, last = day.year + years, monthrange(day.year + years, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every name squashed, longest first, with its code."""
    table = lexicon("deadlines")["obligations"].items()
    found = [(squash(str(word)), str(code)) for code, words in table for word in words]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))
