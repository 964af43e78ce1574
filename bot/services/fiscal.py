"""The government's fiscal year: 1 October to 30 September, named by the Buddhist year it ends in (domain.md 3.1)."""

from __future__ import annotations

from datetime import date

BUDDHIST_YEARS = 543


def fiscal_year(day: date) -> int:
    """The fiscal year (Buddhist era) of a day (common era)."""
    return day.year + BUDDHIST_YEARS + (1 if day.month >= 10 else 0)


def first_day(year: int) -> date:
    """1 October with which a fiscal year (Buddhist era) begins."""
    return date(year - BUDDHIST_YEARS - 1, 10, 1)


def last_day(year: int) -> date:
    """30 September with which a fiscal year (Buddhist era) ends."""
    return date(year - BUDDHIST_YEARS, 9, 30)


def reported_year(today: date) -> int:
    """The fiscal year on which is reported today: the one that ended last (domain.md 3.2)."""
    return fiscal_year(today) - 1
