"""Until when a benefit must be claimed (domain.md 2.2 "claim window")."""

from __future__ import annotations

from datetime import date, timedelta

from bot.entitlement.findings import Check, Finding, Value
from bot.entitlement.matter import Matter
from bot.entitlement.periods import month_end
from bot.entitlement.terms import ClaimWindow


def last_day(window: ClaimWindow | None, on: date) -> date | None:
    """The last day to claim for an event of that day; None where the clause sets no date."""
    if window is None:
        return None
    if window.days is not None:
        return on + timedelta(days=window.days)
    if window.until is None:
        return None
    this_year = _day_in(on.year, window.until)
    return this_year if on <= this_year else _day_in(on.year + 1, window.until)


def first_day(window: ClaimWindow | None, on: date) -> date | None:
    """The day the window of an event opens, where the clause names one."""
    end = last_day(window, on)
    if window is None or window.opens is None or end is None:
        return None
    opens = _day_in(end.year, window.opens)
    return opens if opens <= end else _day_in(end.year - 1, window.opens)


def judge_window(matter: Matter) -> tuple[list[Finding], date | None]:
    """The finding `window` and the last day.

    A late claim is not met: the right has lapsed. Whether the committee may still take it is in the notes.
    """
    end = last_day(matter.benefit.claim_window, matter.on)
    if end is None:
        return [], None
    claimed = matter.event.claimed_on or matter.asked_on
    late = (claimed - end).days
    opens = first_day(matter.benefit.claim_window, matter.on)
    needed: Value = end.isoformat() if opens is None else {"from": opens.isoformat(), "to": end.isoformat()}
    if late <= 0:
        return [Finding("window", Check.MET, needed, claimed.isoformat(), matter.benefit.clause)], end
    saw: Value = {"on": claimed.isoformat(), "overdue_days": late}
    return [Finding("window", Check.NOT_MET, needed, saw, matter.benefit.clause)], end


def _day_in(year: int, month_day: str) -> date:
    month, day = int(month_day[:2]), int(month_day[3:])
    # 29 February stands for the month's end in a common year.
    return month_end(year * 12 + 1) if (month, day) == (2, 29) else date(year, month, day)
