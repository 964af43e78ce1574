"""The facts of a correction: "not 3 nights, 4 nights" tells 4; "the 15th of October, not of November" tells October."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise, tidy
from bot.understanding.quantities import read_counts


def told_anew(text: str, today: date) -> dict[str, Any]:
    """The slots `nights` and `date` (ISO, common era) that a correcting message tells; empty where it tells none.

    A value right behind "not" is taken back; of those that stand, the last counts (domain.md U126).
    """
    found: dict[str, Any] = {}
    plain = normalise(text)
    if nights := _standing(plain, ((each.start, each.number) for each in read_counts(text) if each.unit == "nights")):
        found["nights"] = nights[-1]
    days = ((span.start, span.value) for span in read_dates(text, today) if span.grain == "day" and span.value)
    if dates := _standing(tidy(text), days):
        found["date"] = dates[-1]
    return found


def takes_back(text: str) -> bool:
    """Whether a message begins by taking something back."""
    return normalise(text).lstrip().startswith(_nots())


def _standing(text: str, values: Iterable[tuple[int, Any]]) -> list[Any]:
    return [value for start, value in values if not text[:start].rstrip().endswith(_nots())]


@lru_cache(maxsize=1)
def _nots() -> tuple[str, ...]:
    return tuple(str(word) for word in lexicon("dialog")["taken_back"])
