"""An officer's word on a register line: which member, and to which month he has paid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either

_LETTERED = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]{1,4}-?[0-9]{1,6})(?![0-9-])")
RIGHT_AFTER = 6
"""Letters between the words of paying and the month: room for the word "month" and a space."""
_FIGURES = re.compile(r"[0-9]{1,6}(?![0-9])")


@dataclass(frozen=True)
class PaidTo:
    """The member's number as typed, and the last month paid ("YYYY-MM", common era).

    `year_said` False: the month was told without a year, and the nearest past one is given.
    """

    number: str
    month: str
    year_said: bool


def read_paid_to(text: str, today: date) -> PaidTo | None:
    """The correction in a message; None without a member's number, words of paying up to a month, or the month."""
    plain = normalise(text)
    paid = _paid().search(plain)
    if paid is None or _asking().search(plain):
        return None
    number = _number(plain[: paid.start()])
    # the words may be followed by a name of the member's: only a month right after them is the month paid
    months = [span for span in read_dates(plain[paid.end() :], today) if span.grain in ("month", "day")]
    if number is None or not months or months[0].start > RIGHT_AFTER or months[0].first is None or months[0].ask:
        return None
    return PaidTo(number, f"{months[0].first:%Y-%m}", months[0].year_said or months[0].grain == "day")


def _number(before: str) -> str | None:
    """A number with letters anywhere before the words of paying, or bare figures after a word for "member"."""
    if (found := _LETTERED.search(before)) is not None:
        return found[1]
    member = _member().search(before)
    bare = _FIGURES.search(before, member.end()) if member else None
    return bare[0] if bare else None


@lru_cache(maxsize=1)
def _paid() -> re.Pattern[str]:
    return re.compile(either(lexicon("register")["paid_to"]))


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(either(lexicon("register")["asking"]))


@lru_cache(maxsize=1)
def _member() -> re.Pattern[str]:
    return re.compile(either(lexicon("orders")["member"]))
