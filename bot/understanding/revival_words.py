"""What a message tells of a visit to a stopped fund (domain.md U85)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.understanding.dates import read_dates
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either

NEAR = 12
"""Letters between "next visit" and its day."""
SHORTEST = 4


@dataclass(frozen=True)
class Visit:
    """A visit as told: its number, its day and that of the next (ISO), what was found, and how it ended."""

    number: int | None = None
    day: str | None = None
    next_visit: str | None = None
    found: str | None = None
    outcome: str | None = None


def is_visit(text: str) -> bool:
    """Whether a message speaks of a visit to bring a fund back."""
    said = normalise(text)
    if _any("revive").search(said) is None:
        return False
    return _any("visit").search(said) is not None or _any("visit_number").search(said) is not None


def read_visit(text: str, today: date, tambon: str | None = None) -> Visit | None:
    """What a message tells of a visit; None where it tells nothing."""
    said = normalise(text)
    number = _any("visit_number").search(said)
    ahead = [match for match in _any("next_visit").finditer(said)]
    days, following, spans = [], [], []
    for span in read_dates(text, today):
        if span.value is None or span.grain != "day":
            continue
        told = [match for match in ahead if 0 <= span.start - match.end() <= NEAR]
        if told:
            following += _ahead(text, today, span.start)
            spans.append((told[0].start(), span.end))
        else:
            if _is_the_day(said, span.start, span.text, tambon):
                days += _behind(text, today, span.start)
                spans.append((span.start, span.end))
    if number is not None:
        spans.append(number.span())
    found = _rest(said, spans, tambon) if is_visit(text) else None
    visit = Visit(int(number[1]) if number else None, _one(days), _one(following), found, read_outcome(text))
    return visit if visit != Visit() else None


def read_outcome(text: str) -> str | None:
    """How a revival ended or goes on: revived, given_up or ongoing; None where nothing is said of it."""
    said = normalise(text)
    table = lexicon("fund_news")["outcomes"]
    return next((name for name in ("given_up", "revived", "ongoing") if re.search(either(table[name]), said)), None)


def _ahead(text: str, today: date, start: int) -> list[str]:
    return _at(text, today, start, True)


def _behind(text: str, today: date, start: int) -> list[str]:
    return [day for day in _at(text, today, start, False) if day <= today.isoformat()]


def _at(text: str, today: date, start: int, future: bool) -> list[str]:
    """The day that stands at a place, read as one to come or one gone by."""
    return [
        span.value
        for span in read_dates(text, today, future)
        if span.start == start and span.value is not None and span.grain == "day"
    ]


def _is_the_day(said: str, start: int, text: str, tambon: str | None) -> bool:
    """Whether a day is that of the visit and not of something that was found: told first, or as a day."""
    if not any(letter.isdigit() for letter in text) or _any("day_of").search(said[:start]):
        return True
    rest = _rest(said[:start], [], tambon)
    return rest is None


def _one(days: list[str]) -> str | None:
    return days[0] if len(days) == 1 else None


def _rest(said: str, spans: list[tuple[int, int]], tambon: str | None) -> str | None:
    """What is left of a message without its dates, its number, the fund and the words that only say "visit"."""
    for start, end in sorted(spans, reverse=True):
        said = said[:start] + " " + said[end:]
    if tambon:
        said = re.sub(rf"{_fund()}?\s?{re.escape(tambon)}", " ", said, count=1)
    said = _opening().sub(" ", said)
    said = _any("visit_number").sub(" ", said, count=1)
    rest = re.sub(r"\s+", " ", said).strip(" ,-")
    return rest if len(rest) >= SHORTEST else None


@cache
def _fund() -> str:
    table = lexicon("funds")
    return either([*table["fund"], *table["tambon"]])


@cache
def _opening() -> re.Pattern[str]:
    """The words of going there, at the beginning, and polite ones at the end."""
    going = either([*lexicon("fund_news")["visit"], *lexicon("fund_news")["noting"]])
    polite = either(lexicon("forms")["particles"])
    return re.compile(rf"^\s*(?:(?:{going}|{_fund()})\s*)+|\s*{polite}\s*$")


@cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile(either(lexicon("fund_news")[name]))
