"""Matching money and targets in free words: whose, what became of it, why not, what is to be reached."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either, find_numbers


def read_word(name: str, text: str) -> str | None:
    """The code of `name` (party, outcome, why, target) whose words a text has, by the order of matching.yaml."""
    plain = normalise(text)
    return next((code for code, pattern in _codes(name) if pattern.search(plain)), None)


def members_then(text: str) -> tuple[int, str] | None:
    """How many members there were at the last round, and the text without that part; None where it is not told."""
    plain = normalise(text)
    match = _then().search(plain)
    if match is None:
        return None
    numbers = [number for number in find_numbers(plain[match.end() :]) if number.start <= 3]
    if not numbers:
        return None
    end = match.end() + numbers[0].end
    return numbers[0].whole, f"{plain[: match.start()]} {plain[end:]}"


@cache
def _codes(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(either(words))) for code, words in lexicon("matching")[name].items())


@cache
def _then() -> re.Pattern[str]:
    return re.compile(rf"{either(lexicon('matching')['then'])}\s*")
