"""Counted things: nights, days, months, years, ages, heads, villages, scores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either, find_numbers, number_pattern, number_value

UNITS = ("nights", "days", "weeks", "months", "years", "hours", "minutes")


@dataclass(frozen=True)
class Count:
    """How many of something, where it stands, and how sure the writer was (about, gt, lt or empty)."""

    start: int
    end: int
    number: int
    unit: str
    qualifier: str = ""


def read_counts(text: str) -> list[Count]:
    """Every counted thing in `text`: one entry per number with its unit (`nights`, ... `age`, `people`, `counted`)."""
    plain = normalise(text)
    found: list[Count] = []
    for number in find_numbers(plain):
        if number.value != number.whole:
            continue
        aged = _before("age").search(plain, 0, number.start)
        for unit, pattern in _after().items():
            match = pattern.match(plain, number.end)
            if match is None:
                continue
            if aged is not None and unit in ("years", "counted", "people"):
                unit, match = "age", None
            sure = "gt" if match and match["more"] else number.qualifier
            found.append(Count(number.start, match.end() if match else number.end, number.whole, unit, sure))
            break
        else:
            if aged is not None:
                found.append(Count(number.start, number.end, number.whole, "age", number.qualifier))
    for unit, pattern in _single().items():
        for match in pattern.finditer(plain):
            if all(match.end() <= count.start or count.end <= match.start() for count in found):
                found.append(Count(match.start(), match.end(), 1, unit))
    return sorted(found, key=lambda count: count.start)


def read_nights(text: str) -> int | None:
    """The nights told in a text, or None; a bare number is nights too, for a form that asked for them."""
    for count in read_counts(text):
        if count.unit == "nights":
            return count.number
    return read_whole(text)


def read_whole(text: str) -> int | None:
    """The one whole number of an answer that is hardly more than a number; None otherwise."""
    numbers = find_numbers(normalise(text))
    return numbers[0].whole if len(numbers) == 1 and numbers[0].value == numbers[0].whole else None


def read_heads(text: str) -> Count | None:
    """How many people came, with the qualifier: "20 gt" for twenty and some (domain.md 4.5)."""
    counts = read_counts(text)
    heads = [count for count in counts if count.unit == "people"]
    if heads:
        return heads[0]
    plain = normalise(text)
    for number in find_numbers(plain):
        if _before("attendance").search(plain, 0, number.start) or len(plain) - len(number.text) < 12:
            return Count(number.start, number.end, number.whole, "people", number.qualifier)
    return None


def read_after(text: str, words: str) -> Count | None:
    """The first number that stands right after one of a list of words (`members`, `village`, `quarter` ...)."""
    plain = normalise(text)
    match = _after_word(words).search(plain)
    if match is None:
        return None
    try:
        value = number_value(match["number"])
    except ValueError:
        return None
    return Count(match.start(), match.end(), int(value), words)


def read_score(text: str) -> int | None:
    """The points of an assessment."""
    plain = normalise(text)
    match = _score().search(plain)
    return int(float(match[1] or match[2])) if match else None


@lru_cache(maxsize=1)
def _after() -> dict[str, re.Pattern[str]]:
    table = lexicon("quantities")
    more = rf"\s?(?P<more>{either(lexicon('numbers')['over_after'])})?\s?"
    units = {unit: table[unit]["unit"] for unit in UNITS}
    units["age"] = either(table["age_unit"])
    units["people"] = table["people"]
    units["counted"] = table["counted"]
    return {unit: re.compile(f"{more}(?:{pattern})") for unit, pattern in units.items()}


@lru_cache(maxsize=1)
def _single() -> dict[str, re.Pattern[str]]:
    table = lexicon("quantities")
    return {unit: re.compile(either(table[unit]["single"])) for unit in UNITS if table[unit]["single"]}


@lru_cache(maxsize=4)
def _before(key: str) -> re.Pattern[str]:
    hedges = lexicon("numbers")
    hedge = either([*hedges["about"], *hedges["nearly"], *hedges["over"]])
    return re.compile(rf"{either(lexicon('quantities')[f'{key}_before'])}\s?(?:{hedge}\s?)?$")


@lru_cache(maxsize=8)
def _after_word(words: str) -> re.Pattern[str]:
    hedges = lexicon("numbers")
    hedge = either([*hedges["about"], *hedges["nearly"], *hedges["over"]])
    before = either(lexicon("quantities")[f"{words}_before"])
    return re.compile(rf"{before}\s?(?:{hedge}\s?)?(?P<number>{number_pattern()})(?![\d/])")


@lru_cache(maxsize=1)
def _score() -> re.Pattern[str]:
    table = lexicon("quantities")["score"]
    return re.compile(rf"(\d+(?:\.\d+)?)\s?{either(table['after'])}|{either(table['before'])}\s?(\d+(?:\.\d+)?)")
