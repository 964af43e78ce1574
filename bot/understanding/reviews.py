"""What a message tells of a verification of a fund's books: its result, what was found, how many funds. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import arabic, normalise, squash, tidy
from bot.understanding.numbers import either, find_numbers, number_pattern, number_value

MOST_FUNDS = 60
"""No message tells of more funds than a large zone has."""


def read_result(text: str) -> str | None:
    """passed, conditional, failed or pending; None where the words say no result.

    Following up is pending, never passed (domain.md A3); "passed, but ..." is conditional.
    """
    said = squash(text)
    if _holds(said, "failed"):
        return "failed"
    if _holds(said, "pending"):
        return "pending"
    for word in _words("past"):
        said = said.replace(word, " ")
    if _holds(said, "conditional"):
        return "conditional"
    if not _holds(said, "passed"):
        return None
    behind = said.split(_words("passed")[0], 1)[1]
    return "conditional" if _pattern("but").search(behind) else "passed"


def read_finding(text: str) -> str | None:
    """What was found, in the writer's words: behind "but", else behind "found"; None where nothing was."""
    typed = tidy(text)
    for name in ("but", "found"):
        match = _pattern(name).search(typed)
        if match is None:
            continue
        told = typed[match.end() :]
        end = _pattern("finding_ends").search(told)
        told = (told[: end.start()] if end else told).strip(" .,")
        if name == "found" or len(told) > 1:
            return told or None
    return None


def read_how_many(text: str) -> int | None:
    """How many funds a message tells of at once, from two up; None where it says no number of places."""
    found = re.search(rf"(?P<number>{number_pattern()})\s*{either(lexicon('reviews')['places'])}", normalise(text))
    if found is None:
        return None
    try:
        count = number_value(found["number"])
    except ValueError:
        return None
    return int(count) if count == int(count) and 2 <= count <= MOST_FUNDS else None


def is_about(text: str) -> bool:
    """Whether a message is about verification at all, rather than an answer within it."""
    return _holds(squash(text), "about")


def all_alike(text: str) -> bool:
    """Whether what is told holds for every fund that is named: "both passed"."""
    return _holds(squash(text), "all_alike")


@dataclass(frozen=True)
class Told:
    """Words behind an announcing one, and where they stand in the tidied text."""

    start: int
    text: str


def behind(text: str, name: str) -> Told | None:
    """What stands behind the first announcing word of a kind (`fix_by`, `reviewers`, `members`, `balance`)."""
    typed = tidy(text)
    match = _pattern(name).search(typed)
    told = typed[match.end() :].strip(" :=") if match else ""
    return Told(match.end(), told) if match and told else None


def read_difference(text: str) -> int | None:
    """How far the books and the money differ, in satang, negative where money is missing; None where unsure."""
    said = squash(text)
    numbers = find_numbers(arabic(tidy(text)))
    if len(numbers) != 1:
        return 0 if not numbers and _holds(said, "same") else None
    satang = round(numbers[0].value * 100)
    return -satang if _holds(said, "missing") else satang


def _holds(said: str, name: str) -> bool:
    return any(word in said for word in _words(name))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(squash(str(word)) for word in lexicon("reviews")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(either(lexicon("reviews")[name]))
