"""Money in a text, in whole baht, with how sure the writer was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, tidy
from bot.understanding.numbers import Number, either, find_numbers

SMALLEST_BARE_WORD = 100
"""A number in words without "baht" counts as money from a hundred up."""


@dataclass(frozen=True)
class Amount:
    """Money in a text: `baht` as written (satang are dropped), `qualifier` about, gt, lt or empty."""

    start: int
    end: int
    text: str
    baht: int
    qualifier: str = ""


def read_amounts(text: str) -> list[Amount]:
    """Every sum of money in `text`, left to right.

    A number counts when "baht" follows it, when a word of paying stands before it, or when it is written as money is
    (a thousands comma, a unit such as muen). Counted things (people, nights, days) never count.
    """
    typed = tidy(text)
    plain = arabic(typed)
    found = []
    for number in find_numbers(plain):
        end = _money_end(plain, number)
        if end is not None:
            start = number.start
            found.append(Amount(start, end, typed[start:end], number.whole, number.qualifier))
    return found


def _money_end(plain: str, number: Number) -> int | None:
    """Where the sum ends, "baht" included; None when the number is no money."""
    unit = _baht().match(plain, number.end)
    if unit:
        return unit.end()
    if _counted().match(plain, number.end) or number.value < 1 or number.text in lexicon("numbers")["units"]:
        return None
    if _part_of_something(plain, number):
        return None
    if _paying().search(plain[max(0, number.start - 20) : number.start]):
        return number.end
    looks = "," in number.text or (not number.text.isdigit() and number.value >= SMALLEST_BARE_WORD)
    return number.end if looks and "." not in number.text[-3:] else None


def _part_of_something(plain: str, number: Number) -> bool:
    """Whether the digits belong to a date, a time, a code or a number with a leading zero."""
    before = plain[number.start - 1 : number.start]
    after = plain[number.end : number.end + 1]
    if before and (before in "/-:#." or (before.isascii() and before.isalnum())):
        return True
    if after and (after in "/:-" or (after.isascii() and after.isalnum())):
        return True
    return number.text.startswith("0")


@lru_cache(maxsize=1)
def _baht() -> re.Pattern[str]:
    table = lexicon("numbers")
    return re.compile(rf"\s?(?:{either(table['over_after'])}\s?)?{either(table['baht'])}")


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    table = lexicon("numbers")
    return re.compile(rf"\s?(?:{either(table['over_after'])}\s?)?{either(table['counted'])}")


@lru_cache(maxsize=1)
def _paying() -> re.Pattern[str]:
    table = lexicon("numbers")
    hedge = either([*table["about"], *table["nearly"], *table["over"]])
    then = either(table["money_then"])
    return re.compile(rf"{either(table['money_before'])}{then}*\s?(?:{hedge}\s?)?$")
