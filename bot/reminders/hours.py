"""When people may be written to unasked: 08:00 to 18:00 Bangkok, never on a public holiday (domain.md 3.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache

from bot.understanding.lexicon import FOLDER, read_yaml

OPENS, CLOSES = time(8), time(18)
PUSHES = time(9)
"""From 08:00 on a digest waits for its person's next message; at this hour it goes out by itself (by 10:00 it must)."""
LONGEST_REST = 14
"""Days in a row that may be holidays; beyond it a calendar would be wrong, and nobody may be forgotten for ever."""


@cache
def closed(day: date) -> bool:
    """Whether a day (common era) is a public holiday in Thailand; weekends are none."""
    own = read_yaml(FOLDER / "holidays.yaml")
    if day in (own.get("also") or {}):
        return True
    names = _year(day.year).get(day, ())
    return any(name not in own.get("not_free", ()) for name in names)


@cache
def _year(year: int) -> dict[date, tuple[str, ...]]:
    """The public holidays of a year with their English names."""
    from holidays.countries.thailand import Thailand  # noqa: PLC0415 - 0.1 s, needed only where somebody is reminded

    return {day: tuple(names.split("; ")) for day, names in Thailand(years=[year]).items()}  # type: ignore[no-untyped-call]


def open_at(now: datetime, zone: tzinfo) -> bool:
    """Whether a reminder may be sent at this moment (aware)."""
    local = now.astimezone(zone)
    return OPENS <= local.time() < CLOSES and not closed(local.date())


def opening(now: datetime, zone: tzinfo) -> datetime:
    """`now` where a reminder may be sent, else the next moment (same zone as `zone`) at which one may."""
    if open_at(now, zone):
        return now
    local = now.astimezone(zone)
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(open_after(day), OPENS, zone)


def open_before(day: date) -> date:
    """The last day not after this one on which reminders are sent: who must be warned is warned before a holiday."""
    return _nearest(day, timedelta(days=-1))


def open_after(day: date) -> date:
    """The first day not before this one on which reminders are sent."""
    return _nearest(day, timedelta(days=1))


def _nearest(day: date, step: timedelta) -> date:
    for _ in range(LONGEST_REST):
        if not closed(day):
            break
        day += step
    return day
