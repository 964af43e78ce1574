"""Days to tap, since Telegram has no date picker: a button opens a month under the message, arrows turn its pages.

All that a page needs stands in its buttons (64 bytes each), so a page can be turned after a restart, on any machine.
`~o2026-11|FROM|TO|DATA` shows a month, `~d2026-11-15|DATA` is a day, `~-` does nothing; FROM and TO are days since 1900
in base 36, empty where open.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import figures
from bot.chat import MAX_PRESS_BYTES, PickDate
from bot.words import Words

OPEN, DAY, NOTHING = "~o", "~d", "~-"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH = date(1900, 1, 1)
_BLANK = "\N{MIDDLE DOT}"

Button = dict[str, str]


@dataclass(frozen=True)
class Page:
    """One month of a picker: its first day, the days that may be chosen, and what comes back with the day."""

    month: date
    earliest: date | None
    latest: date | None
    data: str

    def packed(self) -> str:
        """The data of a button that shows this page."""
        return f"{OPEN}{self.month:%Y-%m}|{_short(self.earliest)}|{_short(self.latest)}|{self.data}"

    def offers(self, day: date) -> bool:
        """Whether the day may be chosen."""
        return (self.earliest is None or day >= self.earliest) and (self.latest is None or day <= self.latest)


def first_page(act: PickDate) -> Page | None:
    """Where a picker opens: the month of its initial day within its limits; None where the data is too long for it."""
    if act.initial is None and act.latest is None and act.earliest is None:
        return None
    start = act.initial or act.latest or act.earliest or _EPOCH
    if act.latest is not None:
        start = min(start, act.latest)
    if act.earliest is not None:
        start = max(start, act.earliest)
    page = Page(start.replace(day=1), act.earliest, act.latest, act.data)
    return page if len(page.packed().encode()) <= MAX_PRESS_BYTES else None


def page_of(data: str) -> Page | None:
    """The page that a button's data shows; None for data of anything else."""
    if not data.startswith(OPEN):
        return None
    month, *rest = data.removeprefix(OPEN).split("|", 3)
    try:
        earliest, latest, kept = rest
        return Page(date.fromisoformat(f"{month}-01"), _day(earliest), _day(latest), kept)
    except (ValueError, OverflowError):
        return None


def picked(data: str) -> tuple[str, str] | None:
    """The ISO date and the picker's own data of a tapped day; None for data of anything else."""
    if not data.startswith(DAY):
        return None
    day, _, kept = data.removeprefix(DAY).partition("|")
    try:
        return date.fromisoformat(day).isoformat(), kept
    except ValueError:
        return None


def rows(page: Page, words: Words) -> list[list[Button]]:
    """The page as rows of buttons: arrows around the month's name (Buddhist year), weekdays from Sunday, the days."""
    before, after = page.month - timedelta(days=1), (page.month + timedelta(days=32)).replace(day=1)
    laid = [
        [
            _turn("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", page, before.replace(day=1), page.offers(before)),
            _still(figures.month(words, f"{page.month:%Y-%m}")),
            _turn("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", page, after, page.offers(after)),
        ],
        [_still(name) for name in words("telegram.weekdays").split()],
    ]
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(page.month.year, page.month.month)
    return laid + [[_cell(page, day) for day in week] for week in weeks]


def turned(keyboard: Sequence[Sequence[Button]], page: Page, words: Words) -> list[list[Button]]:
    """The keyboard of a message with this page shown instead of the picker's button or another page."""
    kept = [[one for one in row if not is_ours(one.get("callback_data", ""))] for row in keyboard]
    return [row for row in kept if row] + rows(page, words)


def is_ours(data: str) -> bool:
    """Whether a button belongs to a picker."""
    return data.startswith((OPEN, DAY, NOTHING))


def _cell(page: Page, day: date) -> Button:
    if (day.year, day.month) != (page.month.year, page.month.month) or not page.offers(day):
        return _still(_BLANK)
    return {"text": str(day.day), "callback_data": f"{DAY}{day.isoformat()}|{page.data}"}


def _turn(sign: str, page: Page, month: date, offered: bool) -> Button:
    to = Page(month, page.earliest, page.latest, page.data)
    return {"text": sign, "callback_data": to.packed()} if offered else _still(_BLANK)


def _still(text: str) -> Button:
    return {"text": text, "callback_data": NOTHING}


def _short(day: date | None) -> str:
    left, digits = (day - _EPOCH).days if day is not None else 0, ""
    while left > 0:
        left, digit = divmod(left, 36)
        digits = _DIGITS[digit] + digits
    return digits


def _day(short: str) -> date | None:
    return _EPOCH + timedelta(days=int(short, 36)) if short else None
