"""Days, anniversaries and years as the rulebooks count them. Pure dates, common era."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.entitlement.terms import PeriodCap


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def add_years(day: date, years: int) -> date:
    """The anniversary; of 29 February, 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def whole_years(start: date, on: date) -> int:
    """How many anniversaries have come by `on`; below zero before `start`."""
    years = on.year - start.year
    return years if add_years(start, years) <= on else years - 1


def month_index(month: str) -> int:
    """A month "YYYY-MM" as one running number."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_name(index: int) -> str:
    """The month "YYYY-MM" of a running number."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def month_end(index: int) -> date:
    """The last day of that month."""
    return date((index + 1) // 12, (index + 1) % 12 + 1, 1) - timedelta(days=1)


def due_date(index: int, due_day: int | None) -> date:
    """The last good day to pay that month (its last day where the rulebook names none, or a later one)."""
    end = month_end(index)
    return end if due_day is None or due_day > end.day else end.replace(day=due_day)


def last_month_due(on: date, due_day: int | None) -> int:
    """The newest month whose due day has passed."""
    index = on.year * 12 + on.month - 1
    return index if due_date(index, due_day) < on else index - 1


def fiscal_year(on: date) -> Period:
    """1 October to 30 September (domain.md 3.1)."""
    year = on.year if on.month >= 10 else on.year - 1
    return Period(date(year, 10, 1), date(year + 1, 9, 30))


def period_of(cap: PeriodCap, on: date, joined: date | None) -> Period | None:
    """The span a cap counts over around `on`; None for anniversaries of an unknown day."""
    if cap.years is not None:
        # Any so many years in a row hold no more than the cap, so both what came before and what came after counts.
        return Period(add_years(on, -cap.years) + timedelta(days=1), add_years(on, cap.years) - timedelta(days=1))
    if cap.basis == "calendar":
        return Period(date(on.year, 1, 1), date(on.year, 12, 31))
    if cap.basis == "month":
        index = on.year * 12 + on.month - 1
        return Period(on.replace(day=1), month_end(index))
    if cap.basis == "anniversary":
        if joined is None:
            return None
        years = whole_years(joined, on)
        return Period(add_years(joined, years), add_years(joined, years + 1) - timedelta(days=1))
    return fiscal_year(on)
