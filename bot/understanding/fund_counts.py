"""The figures that a message tells of a fund: members now, who came and went, by kind, population, balance (U73-U75).

A number means what the nearest word before it says; dates and years are left aside first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import Number, counted_value, either, find_numbers
from bot.understanding.quantities import read_counts
from bot.understanding.years import read_years

FAR = 40
"""Letters after which a word says no longer what a number counts."""
SATANG = 100
BIG = 10_000
_CODE = re.compile(r"[a-z]$|[a-z0-9][-/]$")
NOT_KEPT = frozenset({"then", "skip"})
LEAVING = frozenset({"joined", "resigned", "dead", "ended"})


@dataclass(frozen=True)
class Word:
    """A word that says what the number behind it counts."""

    start: int
    end: int
    kind: str


def read_figures(text: str, today: date) -> dict[str, int]:
    """Figures by name: members, founding, accumulated, joined, resigned, dead, ended, kinds, population, balance.

    The balance is in satang. Empty where the message tells none.
    """
    said = _without_dates(text, today)
    numbers, words = find_numbers(said), _words(said)
    found: dict[str, int] = {}
    floor = 0
    for number in numbers:
        if _is_code(said, number):
            continue
        kind, instead = _kind(said, number, words, floor, found)
        floor = number.end
        if kind is not None and kind not in NOT_KEPT and (instead or kind not in found):
            if kind == "balance":
                found[kind] = round(number.value * SATANG)
            elif number.value == number.whole:
                found[kind] = int(counted_value(number.text))
    return found


def names_members(text: str) -> bool:
    """Whether a message speaks of members at all."""
    return any(word.kind == "members" for word in _words(normalise(text)))


def plain_heads(text: str) -> int | None:
    """The people of a message in which no other word says what is counted: "Ban Suan 310 people"."""
    heads = [count.number for count in read_counts(text) if count.unit == "people"]
    return heads[0] if len(heads) == 1 and not _words(normalise(text)) else None


def names_figures(text: str) -> bool:
    """Whether a message speaks of members or of the fund's money, with or without a number."""
    return any(word.kind in ("members", "balance") for word in _words(normalise(text)))


def read_as_of(text: str, today: date) -> str | None:
    """The day that figures are of, ISO common era: a day that is told, or a month's last day; None where none is."""
    said = normalise(text)
    days = [
        span.last
        for span in read_dates(text, today, False)
        if span.value is not None and span.last is not None and span.grain in ("day", "month") and span.last <= today
        if _opened(said, span.start) or span.text.startswith(tuple(lexicon("fund_news")["as_of_in"]))
    ]
    return days[0].isoformat() if len(days) == 1 else None


def _opened(said: str, start: int) -> bool:
    """Whether a word that dates figures ends right before a day."""
    return any(0 <= start - match.end() <= 1 for match in _as_of().finditer(said))


def _kind(said: str, number: Number, words: list[Word], floor: int, found: dict[str, int]) -> tuple[str | None, bool]:
    """What a number counts, None where no word says it; and whether it takes an earlier number's place."""
    near = [word for word in words if floor <= word.start and word.end <= number.start]
    word = near[-1] if near and number.start - near[-1].end <= FAR else None
    heads = _heads().match(said, number.end) is not None
    if word is None:
        if heads:
            return ("members" if not found and names_members(said) else None), False
        return ("balance" if "members" in found and _baht().match(said, number.end) else None), False
    if word.kind == "instead":
        return _total(said, number, near, heads, found), True
    return _meant(said, number, near, heads, found), False


def _meant(said: str, number: Number, near: list[Word], heads: bool, found: dict[str, int]) -> str | None:
    """What the nearest word says, unless the number's own shape or an earlier word says otherwise."""
    word = near[-1]
    if _counts_else(said, number, heads) or (word.kind in LEAVING and _is_money(said, number)):
        return None
    if word.kind in LEAVING and len(near) > 1 and near[-2].kind == "skip" and word.start - near[-2].end <= 1:
        return None  # the committee resigned, not members
    if word.kind in ("total", "members") and any(one.kind == "then" and one.end <= word.start for one in near):
        return "then"
    if word.kind == "balance" and heads:
        return None
    if word.kind == "total":
        return _total(said, number, near, heads, found)
    return "balance" if word.kind == "members" and not heads and _is_money(said, number) else word.kind


def _total(said: str, number: Number, near: list[Word], heads: bool, found: dict[str, int]) -> str | None:
    """What "left" or "together" counts: money where it looks like money, else members where they are spoken of."""
    if near[0].kind == "balance" or (not heads and _is_money(said, number)):
        return None if heads else "balance"
    return "members" if heads or _of_members(said, found) else None


def _counts_else(said: str, number: Number, heads: bool) -> bool:
    """Whether the unit behind a number is of something else: six months, one village."""
    return not heads and _counted().match(said, number.end) is not None


def _of_members(said: str, found: dict[str, int]) -> bool:
    return names_members(said) or bool(LEAVING & set(found)) or "members" in found


def _is_code(said: str, number: Number) -> bool:
    """Whether digits belong to a member's number, a phone or a code."""
    before = said[max(0, number.start - 2) : number.start]
    if number.text.startswith("0") and len(number.text) > 1:
        return True
    return _CODE.search(before) is not None


def _is_money(said: str, number: Number) -> bool:
    """Whether a number is written as money is: in baht, or in tens of thousands by word."""
    if _baht().match(said, number.end):
        return True
    return number.value >= BIG and not number.text.isdigit()


def _without_dates(text: str, today: date) -> str:
    """The text with its dates and years blanked out, letter for letter."""
    said = normalise(text).lower()
    dates = [(span.start, span.end) for span in read_dates(text, today, False)]
    for start, end in dates + [(span.start, span.end) for span in read_years(text, today)]:
        said = said[:start] + " " * (end - start) + said[end:]
    return said


def _words(said: str) -> list[Word]:
    """Every counting word, left to right; of two that overlap the longer one."""
    found = [Word(match.start(), match.end(), kind) for kind, pattern in _counts() for match in pattern.finditer(said)]
    found.sort(key=lambda word: (word.start - word.end, word.start))
    kept: list[Word] = []
    for word in found:
        if all(word.end <= other.start or word.start >= other.end for other in kept):
            kept.append(word)
    return sorted(kept, key=lambda word: word.start)


@cache
def _counts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(either(words))) for kind, words in lexicon("fund_news")["counts"].items())


@cache
def _as_of() -> re.Pattern[str]:
    return re.compile(either(lexicon("fund_news")["as_of"]))


@cache
def _counted() -> re.Pattern[str]:
    table = lexicon("numbers")
    return re.compile(rf"\s?(?:{either(table['over_after'])}\s?)?{either(table['counted'])}")


@cache
def _heads() -> re.Pattern[str]:
    more, people = either(lexicon("numbers")["over_after"]), either(lexicon("fund_news")["people_first"])
    return re.compile(rf"\s?(?:{more}\s?)?{people}")


@cache
def _baht() -> re.Pattern[str]:
    return re.compile(rf"\s?{either(lexicon('numbers')['baht'])}")
