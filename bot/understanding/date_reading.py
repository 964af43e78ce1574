"""What a date in a text is, and the text on its way through the date readers."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.understanding.calendar_words import month_number, month_pattern, patterns, word_list
from bot.understanding.years import calendar_year


@dataclass(frozen=True)
class DateSpan:
    """A date in a text: `start`..`end` in the tidied text, `text` as typed, first and last day meant (common era).

    `grain` is day, range, month, fiscal_year or vague; `first` and `last` are None for vague ones. `ask` says that the
    person must confirm; `counted` that the writer counted days ("3 days ago") and named no day; `year_said` that a
    month came with its year or is told from today ("last month").
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    grain: str = "day"
    ask: bool = False
    counted: bool = False
    year_said: bool = False

    @property
    def value(self) -> str | None:
        """ISO common era: `2026-11-18`, `2026-11` for a month, `a/b` for a range; None where nothing is certain."""
        if self.first is None or self.last is None or self.ask:
            return None
        if self.grain == "month":
            return f"{self.first:%Y-%m}"
        if self.first == self.last:
            return self.first.isoformat()
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


class Reading:
    """One text on its way through the readers: as typed, with Arabic digits, and when it was said."""

    def __init__(self, typed: str, plain: str, today: date, future: bool | None) -> None:
        self.typed = typed
        self.plain = plain
        self.today = today
        self.future = future

    def matches(self, name: str) -> list[re.Match[str]]:
        """Every match of a pattern of calendar_words."""
        return list(patterns()[name].finditer(self.plain))

    def ahead(self) -> bool:
        """Whether a date without a year lies ahead."""
        if self.future is not None:
            return self.future
        return word_list("ahead").search(self.plain) is not None

    def span(self, match: re.Match[str], first: date | None, last: date | None = None, **more: object) -> DateSpan:
        """The span of a match, trailing blanks left out."""
        start, end = match.span()
        while end > start and self.plain[end - 1] == " ":
            end -= 1
        return DateSpan(start, end, self.typed[start:end], first, last or first, **more)  # type: ignore[arg-type]

    def day(self, match: re.Match[str], day: str, month: int, year: str | None) -> tuple[date, bool] | None:
        """The day meant and whether its year must be asked; None where there is no such day."""
        ask = False
        if year is not None:
            meant = calendar_year(year)
            ask = meant is None
            return (
                real_day(meant, month, day, ask) if meant is not None else real_day(2000 + int(year), month, day, ask)
            )
        for shift in (0, 1) if self.ahead() else (0, -1):
            found = real_day(self.today.year + shift, month, day, ask)
            if found is not None and (found[0] >= self.today if self.ahead() else found[0] <= self.today):
                return found
        return real_day(self.today.year, month, day, ask)


def real_day(year: int, month: int, day: str, ask: bool) -> tuple[date, bool] | None:
    """The day if there is one, with its flag."""
    try:
        return date(year, month, int(day)), ask
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _month_finder() -> re.Pattern[str]:
    return re.compile(month_pattern())


def months_in(text: str) -> list[int]:
    """The months named in a text, 1..12."""
    return [month_number(match[0]) for match in _month_finder().finditer(text)]


def month_last(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_on(day: date, count: int) -> date:
    """The first of the month `count` months after the one of `day`."""
    index = day.year * 12 + day.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
