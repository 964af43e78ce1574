"""Thai numbers as villagers write them: `phan ha` is 1,500, `5 muen` 50,000, `2.3 lan` 2,300,000 (domain.md 4.5).

PyThaiNLP reads the first as 1,005, so the reader is our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise

NUMERIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"


@dataclass(frozen=True)
class Number:
    """A number in a text: where, its value, and how sure the writer was (`about`, `gt`, `lt` or empty)."""

    start: int
    end: int
    text: str
    value: float
    qualifier: str = ""

    @property
    def whole(self) -> int:
        """The value without its fraction."""
        return int(self.value)


def either(words: Iterable[object]) -> str:
    """A regex group of literal or pattern alternatives, longest first."""
    return "(?:" + "|".join(sorted((str(word) for word in words), key=lambda word: -len(word))) + ")"


@lru_cache(maxsize=1)
def number_pattern() -> str:
    """The regex of one number, digits or words, to be built into larger patterns."""
    table = lexicon("numbers")
    digit, unit, half = either(table["digits"]), either(table["units"]), either(table["half"])
    group = rf"(?:(?:{NUMERIC}\s?|{digit})?{unit})"
    tail = rf"(?:{digit}(?!{unit})|{half}|\d(?![\d.,/]))"
    return rf"(?:{group}(?:\s?{group})*{tail}?|{NUMERIC}|{digit}+)"


@lru_cache(maxsize=1)
def _finder() -> re.Pattern[str]:
    table = lexicon("numbers")
    before = "|".join(
        f"(?P<{name}>{either(table[key])})" for name, key in (("about", "about"), ("lt", "nearly"), ("gt", "over"))
    )
    return re.compile(rf"(?:(?:{before})\s?)?(?P<number>{number_pattern()})(?P<more>\s?{either(table['over_after'])})?")


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    table = lexicon("numbers")
    names = (("numeric", NUMERIC), ("unit", either(table["units"])), ("digit", either(table["digits"])))
    return re.compile(
        "|".join(f"(?P<{name}>{pattern})" for name, pattern in names) + f"|(?P<half>{either(table['half'])})"
    )


def number_value(text: str) -> float:
    """The value of a text that is one number; raises ValueError for any other text."""
    table = lexicon("numbers")
    total = group = 0.0
    pending: float | None = None
    unit = 1
    word = last = ""
    place = 0
    text = normalise(text).replace(" ", "")
    while place < len(text):
        part = _parts().match(text, place)
        if part is None:
            raise ValueError(text)
        place = part.end()
        word = part[0]
        if part.lastgroup == "unit":
            unit = table["units"][word]
            amount = (1.0 if pending is None else pending) * unit
            if unit == 1_000_000:
                amount = (group + (pending or 0.0) or 1.0) * unit
                total, group = total + amount, 0.0
            else:
                group += amount
            pending = None
        elif part.lastgroup == "half":
            pending = 0.5
            return total + group + unit / 2
        else:
            value = float(word.replace(",", "")) if part.lastgroup == "numeric" else float(table["digits"][word])
            # digit after digit, as a phone number is read out
            pending = value if pending is None else float(f"{int(pending)}{int(value)}")
            last = word
    if pending is None:
        return total + group
    if unit == 1 or not (total or group):
        return total + group + pending
    return total + group + _tail(pending, unit, last, bare=text.startswith(tuple(table["units"])))


def _tail(value: float, unit: int, word: str, *, bare: bool) -> float:
    """What a lone digit after a unit adds: a tenth of the unit, except after tens."""
    if unit == 10 or value >= 10 or word in lexicon("numbers")["ending_one"]:
        return value
    if bare and word in lexicon("numbers")["one"]:
        return 0.0
    return value * unit / 10


def counted_value(text: str) -> float:
    """The value of a number that counts people: behind a hundred a lone digit is itself (305), as it is not for money.

    Raises ValueError for a text that is no number.
    """
    match = _hundred_and_one().fullmatch(normalise(text).replace(" ", ""))
    if match is None:
        return number_value(text)
    return number_value(match["hundreds"]) + float(lexicon("numbers")["digits"][match["digit"]])


@lru_cache(maxsize=1)
def _hundred_and_one() -> re.Pattern[str]:
    table = lexicon("numbers")
    hundred = either(word for word, value in table["units"].items() if value == 100)
    return re.compile(rf"(?P<hundreds>.*{hundred})(?P<digit>{either(table['digits'])})")


def find_numbers(text: str) -> list[Number]:
    """Every number in a text, left to right, words and digits; `text` is normalised by the caller."""
    found = []
    for match in _finder().finditer(text):
        start, end = match.span("number")
        word = match["number"]
        if not word[0].isdigit() and not _stands_alone(text, start, end):
            continue
        try:
            value = number_value(word)
        except ValueError:
            continue
        qualifier = "gt" if match["gt"] or match["more"] else "lt" if match["lt"] else "about" if match["about"] else ""
        found.append(Number(start, end, word, value, qualifier))
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    table = lexicon("numbers")
    return not text.endswith(tuple(table["not_before"]), 0, start) and not text.startswith(
        tuple(table["not_after"]), end
    )
