"""Years: Buddhist and common era, two digits and four."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.understanding.calendar_words import patterns, word_table
from bot.understanding.normalise import arabic, tidy

BUDDHIST_LEAD = 543
"""2569 in the Buddhist era is 2026 in the common era."""


@dataclass(frozen=True)
class YearSpan:
    """A year in a text: Buddhist era, the text as typed, whether a fiscal year (October to September) is meant."""

    start: int
    end: int
    text: str
    year: int
    fiscal: bool = False
    this_year: bool = False


def calendar_year(written: str) -> int | None:
    """The common-era year of two or four digits; None where the person must be asked (00-49).

    Four digits from 2400 are Buddhist, 1900-2100 common era; 50-99 are Buddhist 25xx (domain.md 4.5).
    """
    value = int(written)
    if len(written) <= 2:
        return 2500 + value - BUDDHIST_LEAD if value >= 50 else None
    if value >= 2400:
        return value - BUDDHIST_LEAD
    return value if 1900 <= value <= 2100 else None


def read_years(text: str, today: date) -> list[YearSpan]:
    """Every year named as such: `pi 69`, `pi ngop 2569`, next year; left to right."""
    typed = tidy(text)
    plain = arabic(typed)
    found: list[YearSpan] = []
    for name in ("fiscal", "year"):
        for match in patterns()[name].finditer(plain):
            year = calendar_year(match[1])
            if year is not None and not any(span.start < match.end() and match.start() < span.end for span in found):
                start, end = match.span()
                found.append(YearSpan(start, end, typed[start:end], year + BUDDHIST_LEAD, name == "fiscal"))
    for pattern, shift in word_table("years_relative"):
        for match in pattern.finditer(plain):
            start, end = match.span()
            if not any(span.start < end and start < span.end for span in found):
                year = today.year + shift + BUDDHIST_LEAD
                found.append(YearSpan(start, end, typed[start:end], year, this_year=shift == 0))
    return sorted(found, key=lambda span: span.start)
