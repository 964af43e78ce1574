"""How much a clause gives to one event, before arrears: rate, ladder, level, children, and the caps on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.entitlement.caps import Room
from bot.entitlement.findings import Check, Finding, Value
from bot.entitlement.happening import nights_of
from bot.entitlement.matter import Matter
from bot.entitlement.money import baht
from bot.entitlement.periods import add_years
from bot.entitlement.schooling import fits_level
from bot.entitlement.terms import ByLevel, ByMeeting, Flat, Ladder, PerUnit, Rung, UpTo


@dataclass(frozen=True, slots=True)
class Worth:
    """What one clause would bring; `satang` None while a fact is missing."""

    satang: int | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def worth_of(matter: Matter, room: Room) -> Worth:
    """The amount with the findings `amount` and `cap_event` (or `tenure`, where no step of a ladder is reached)."""
    benefit, clause = matter.benefit, matter.benefit.clause
    amount = benefit.amount
    if isinstance(amount, PerUnit):
        return _by_night(matter, amount, room)
    if isinstance(amount, Ladder):
        return _by_ladder(matter, amount, room)
    if isinstance(amount, ByLevel):
        level = matter.event.level
        step = next((one for one in amount.steps if level and fits_level(level, one.levels)), None)
        # Without a level, or with one the clause does not know, the finding `level` already says so.
        return Worth(None, ()) if step is None else _capped(matter, step.satang, {"level": level}, room)
    if isinstance(amount, UpTo):
        worth = _capped(matter, amount.satang, {"up_to_baht": baht(amount.satang)}, room)
        return Worth(worth.satang, worth.findings, ("up_to",))
    if isinstance(amount, ByMeeting):
        finding = Finding("amount", Check.UNKNOWN, "resolution", None, clause, ("resolution",))
        return Worth(None, (finding,), ("by_meeting",))
    return _flat(matter, amount, room)


def _flat(matter: Matter, amount: Flat, room: Room) -> Worth:
    needed: dict[str, Value] = {"baht": baht(amount.satang), "per": amount.per}
    if amount.per != "child":
        return _capped(matter, amount.satang, needed, room, (f"per_{amount.per}",) if amount.per != "event" else ())
    count = 1 if matter.event.count is None else matter.event.count
    most = matter.benefit.cap_event.count
    paid = count if most is None else min(count, most)
    return _capped(matter, amount.satang * paid, needed | {"count": paid}, room)


def _by_night(matter: Matter, amount: PerUnit, room: Room) -> Worth:
    benefit, nights = matter.benefit, nights_of(matter.event)
    needed: dict[str, Value] = {"baht_per_night": baht(amount.satang)}
    if nights is None:
        return Worth(None, (Finding("nights", Check.UNKNOWN, 1, None, benefit.clause, ("nights",)),))
    if nights < 1:
        return Worth(0, (Finding("nights", Check.NOT_MET, 1, nights, benefit.clause),))
    limits = (benefit.cap_event.nights, room.nights)
    paid = min([nights, *(limit for limit in limits if limit is not None)])
    return _capped(matter, paid * amount.satang, needed | {"nights": nights, "paid_nights": paid}, room)


def _by_ladder(matter: Matter, amount: Ladder, room: Room) -> Worth:
    clause, first = matter.benefit.clause, amount.rungs[0]
    if amount.by == "age":
        rule, start = "age", matter.membership.born if matter.membership else None
    else:
        rule, start = "tenure", matter.start
    if start is None:
        missing = ("born",) if amount.by == "age" else matter.start_missing or ("joined",)
        return Worth(None, (Finding(rule, Check.UNKNOWN, _mark(first), None, clause, missing),))
    reached = [rung for rung in amount.rungs if reached_on(rung, start) <= matter.on]
    if not reached:
        saw: Value = {"days": (matter.on - start).days}
        waits = reached_on(first, start)
        return Worth(0, (Finding(rule, Check.NOT_MET, _mark(first), saw, clause, waits_until=waits),))
    notes = (f"per_{amount.per}",) if amount.per != "event" else ()
    return _capped(matter, reached[-1].satang, {"step": _mark(reached[-1])}, room, notes)


def reached_on(rung: Rung, start: date) -> date:
    """The first day on which a step of a ladder holds for somebody who began on `start`."""
    if rung.days is not None:
        return start + timedelta(days=rung.days)
    if rung.years is not None:
        return add_years(start, rung.years)
    return add_years(start, rung.over_years or 0) + timedelta(days=1)


def _mark(rung: Rung) -> Value:
    marks = {"days": rung.days, "years": rung.years, "over_years": rung.over_years}
    return {key: value for key, value in marks.items() if value is not None}


def _capped(matter: Matter, satang: int, needed: dict[str, Value], room: Room, notes: tuple[str, ...] = ()) -> Worth:
    clause, cap = matter.benefit.clause, matter.benefit.cap_event
    paid, found = satang, []
    if cap.satang is not None or cap.nights is not None:
        limit: dict[str, Value] = {}
        if cap.satang is not None:
            limit["baht"] = baht(cap.satang)
            paid = min(paid, cap.satang)
        if cap.nights is not None:
            limit["nights"] = cap.nights
        saw: dict[str, Value] = {"baht": baht(satang)}
        if "nights" in needed:
            saw["nights"] = needed["nights"]
        found.append(Finding("cap_event", Check.MET, limit, saw, clause))
    if room.satang is not None:
        paid = min(paid, room.satang)
    return Worth(paid, (*found, Finding("amount", Check.MET, needed, baht(paid), clause)), notes)
