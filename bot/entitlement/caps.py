"""Caps: on one event, in a year or another span, in a lifetime (domain.md 2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.entitlement.findings import Check, Finding, Value
from bot.entitlement.happening import admission_date
from bot.entitlement.matter import Matter
from bot.entitlement.money import baht
from bot.entitlement.periods import Period, period_of
from bot.entitlement.schooling import same_level
from bot.entitlement.terms import PeriodCap
from bot.entitlement.usage import Used, past_of, used_in


@dataclass(frozen=True, slots=True)
class Room:
    """What is left under every cap; None: no limit of that sort."""

    satang: int | None = None
    nights: int | None = None

    def narrowed(self, satang: int | None, nights: int | None) -> Room:
        """The tighter of this and those."""
        return Room(_least(self.satang, satang), _least(self.nights, nights))


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def limits_of(matter: Matter, cap: PeriodCap) -> PeriodCap:
    """The cap itself, or that of the benefit it counts within."""
    owner = matter.book.benefit(cap.within) if cap.within else None
    return owner.cap_year if owner is not None and owner.cap_year is not None else cap


def judge_spans(matter: Matter) -> tuple[list[Finding], Room]:
    """The findings `cap_year`, `cap_month`, `cap_years`, and what they leave."""
    found, room = [], Room()
    joined = matter.membership.joined if matter.membership else None
    for rule, written in matter.benefit.caps:
        cap = limits_of(matter, written)
        day = admission_date(matter.event, matter.on) if cap.date_of == "admission" else matter.on
        span = period_of(cap, day, joined)
        if span is None:
            found.append(Finding(rule, Check.UNKNOWN, needed_of(cap, None), None, matter.benefit.clause, ("joined",)))
            continue
        used = used_in(matter.benefit, matter.history, matter.book, cap, span)
        left_satang, left_nights, full = left_of(cap, used)
        room = room.narrowed(left_satang, left_nights)
        outcome = (
            Check.NOT_MET
            if full
            else Check.MET
            if used.sure or (cap.satang, cap.nights) == (None, None)
            else Check.UNKNOWN
        )
        saw: dict[str, Value] = {}
        if cap.satang is not None:
            saw |= {"used_baht": baht(used.satang), "left_baht": baht(left_satang or 0)}
        if cap.nights is not None:
            saw |= {"used_nights": used.nights, "left_nights": left_nights or 0}
        if cap.times is not None:
            saw |= {"used_times": used.times, "left_times": max(0, cap.times - used.times)}
        missing = ("history",) if outcome is Check.UNKNOWN else ()
        found.append(Finding(rule, outcome, needed_of(cap, span), saw, matter.benefit.clause, missing))
    return found, room


def left_of(cap: PeriodCap, used: Used) -> tuple[int | None, int | None, bool]:
    """Satang and nights left under a cap, and whether it is used up."""
    satang = None if cap.satang is None else max(0, cap.satang - used.satang)
    nights = None if cap.nights is None else max(0, cap.nights - used.nights)
    full = satang == 0 or nights == 0 or (cap.times is not None and used.times >= cap.times)
    return satang, nights, full


def needed_of(cap: PeriodCap, span: Period | None) -> Value:
    """The cap as a finding shows it."""
    needed: dict[str, Value] = {}
    if cap.satang is not None:
        needed["baht"] = baht(cap.satang)
    if cap.nights is not None:
        needed["nights"] = cap.nights
    if cap.times is not None:
        needed["times"] = cap.times
    needed |= {"years": cap.years} if cap.years is not None else {"basis": cap.basis}
    return needed | ({"from": span.start.isoformat(), "to": span.end.isoformat()} if span else {})


def judge_once(matter: Matter) -> tuple[list[Finding], Room]:
    """The finding `lifetime`, what a lifetime cap leaves, and `once`: no birth is paid twice."""
    benefit, limit = matter.benefit, matter.benefit.lifetime
    past, found, room = past_of(benefit, matter.history, matter.book), [], Room()
    if benefit.kind == "birth" and benefit.part_of is None and any(c.counted_on == matter.on for c in past):
        found.append(Finding("once", Check.NOT_MET, 1, matter.on.isoformat(), benefit.clause))
    if limit is None:
        return found, room
    if limit.per == "level":
        level, who = matter.event.level, matter.event.who
        same = [c for c in past if c.level and level and same_level(c.level, level)]
        past = [c for c in same if not (c.who and who) or c.who == who]
    times = sum(claim.times for claim in past)
    if limit.times is not None:
        fine = Check.MET if times < limit.times else Check.NOT_MET
        found.append(Finding("lifetime", fine, {"times": limit.times, "per": limit.per}, times, benefit.clause))
    if limit.satang is not None:
        known = sum(claim.satang or 0 for claim in past)
        room = Room(satang=max(0, limit.satang - known))
        sure = all(claim.satang is not None for claim in past)
        state = Check.NOT_MET if not room.satang else Check.MET if sure else Check.UNKNOWN
        missing = () if sure else ("history",)
        found.append(Finding("lifetime", state, {"baht": baht(limit.satang)}, baht(known), benefit.clause, missing))
    return found, room
