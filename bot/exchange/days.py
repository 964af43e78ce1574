"""Days, months and days of the year in a cell.

Days come as spreadsheet days (people type Buddhist years into those, so a year from 2400 on is one) or as text in any
form of domain.md 4.5. A year must be clear: a book is no conversation in which one could ask back.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from bot.exchange.cells import Cell, plain, shown, written_text
from bot.exchange.faults import Unreadable
from bot.understanding.dates import read_dates
from bot.understanding.years import BUDDHIST_LEAD, calendar_year

_SLASHED = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_MONTH = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4})|(\d{4})-(\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})")
OLDEST, NEWEST = 1850, 2200


def day(cell: Cell, today: date) -> date:
    """A day of the common era."""
    if isinstance(cell, datetime | date):
        return _near(_from_calendar(cell), cell)
    if not isinstance(cell, str):
        raise Unreadable("cell.day", value=shown(cell))
    return _near(_day_of_text(cell, today), cell)


def _from_calendar(cell: date) -> date:
    year = cell.year - BUDDHIST_LEAD if cell.year >= 2400 else cell.year
    return _real(year, cell.month, cell.day, cell)


def _near(found: date, cell: Cell) -> date:
    if not OLDEST <= found.year <= NEWEST:
        raise Unreadable("cell.day.far", value=shown(cell))
    return found


def _real(year: int, month: int, day_of_month: int, cell: Cell) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        # 29 February of a Buddhist year that a spreadsheet took for one of its own
        raise Unreadable("cell.day.none", value=shown(cell)) from None


@lru_cache(maxsize=20_000)
def _day_of_text(cell: str, today: date) -> date:
    written = plain(cell)
    if match := _ISO.fullmatch(written):
        return _real(_year(match[1], cell), int(match[2]), int(match[3]), cell)
    if match := _SLASHED.fullmatch(written):
        return _real(_year(match[3], cell), int(match[2]), int(match[1]), cell)
    spans = read_dates(written, today)
    # relative words name no day in a book; anything beside the date would be lost unseen
    if len(spans) != 1 or spans[0].grain != "day" or not re.search(r"\d", spans[0].text):
        raise Unreadable("cell.day", value=shown(cell))
    if spans[0].end - spans[0].start < len(written) - 12:
        raise Unreadable("cell.day", value=shown(cell))
    if spans[0].ask or not re.search(r"\d{1,2}\D+\d{2}", spans[0].text) or spans[0].first is None:
        raise Unreadable("cell.day.year", value=shown(cell))
    return spans[0].first


def _year(written: str, cell: str) -> int:
    found = calendar_year(written)
    if found is None:
        raise Unreadable("cell.day.year" if len(written) == 2 else "cell.day.far", value=shown(cell))
    return found


def month(cell: Cell, today: date) -> str:
    """A month "YYYY-MM" of the common era; of a whole day its month is taken."""
    if isinstance(cell, datetime | date):
        return f"{_near(_from_calendar(cell), cell):%Y-%m}"
    if not isinstance(cell, str):
        raise Unreadable("cell.month", value=shown(cell))
    return _month_of_text(cell, today)


@lru_cache(maxsize=20_000)
def _month_of_text(cell: str, today: date) -> str:
    written = plain(cell)
    if match := _MONTH.fullmatch(written):
        number, year = (int(match[1]), match[2]) if match[1] else (int(match[4]), match[3])
        found = calendar_year(year)
        if found is None or not 1 <= number <= 12:
            raise Unreadable("cell.month", value=shown(cell))
        return f"{found:04d}-{number:02d}"
    spans = read_dates(written, today) if re.search(r"\d", written) else []
    if len(spans) == 1 and spans[0].grain == "month" and spans[0].year_said and not spans[0].ask and spans[0].first:
        return f"{spans[0].first:%Y-%m}"
    try:
        return f"{day(cell, today):%Y-%m}"
    except Unreadable:
        raise Unreadable("cell.month", value=shown(cell)) from None


def month_day(cell: Cell, today: date) -> str:
    """A day that comes every year, "MM-DD"; written 31/7, or with a month's name."""
    if isinstance(cell, datetime | date):
        return f"{cell:%m-%d}"
    written = plain(written_text(cell))
    if match := _MONTH_DAY.fullmatch(written):
        try:
            return f"{date(2000, int(match[2]), int(match[1])):%m-%d}"
        except ValueError:
            raise Unreadable("cell.month_day", value=shown(cell)) from None
    spans = read_dates(written, today)
    if len(spans) == 1 and spans[0].grain == "day" and spans[0].first:
        return f"{spans[0].first:%m-%d}"
    raise Unreadable("cell.month_day", value=shown(cell))
