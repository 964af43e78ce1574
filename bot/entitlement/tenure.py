"""Waiting, years of membership and age: the rules that time alone will meet."""

from __future__ import annotations

from datetime import timedelta

from bot.entitlement.findings import Check, Finding
from bot.entitlement.matter import Matter
from bot.entitlement.periods import add_years, whole_years


def judge_time(matter: Matter) -> list[Finding]:
    """The findings `waiting` (days), `tenure` (years) and `age` (years), each with the day it is met from."""
    benefit, found = matter.benefit, []
    if matter.membership is not None and not benefit.open_to_non_members:
        if benefit.waiting_days is not None:
            found.append(_waited(matter, benefit.waiting_days))
        if benefit.waiting_years is not None:
            found.append(_years(matter, benefit.waiting_years))
    if benefit.conditions.age_min is not None:
        found.append(_age(matter, benefit.conditions.age_min))
    return found


def _waited(matter: Matter, days: int) -> Finding:
    clause = matter.benefit.clause
    if matter.start is None:
        return Finding("waiting", Check.UNKNOWN, days, None, clause, matter.start_missing)
    saw = (matter.on - matter.start).days
    if saw >= days:
        return Finding("waiting", Check.MET, days, saw, clause)
    return Finding("waiting", Check.NOT_MET, days, saw, clause, waits_until=matter.start + timedelta(days=days))


def _years(matter: Matter, years: int) -> Finding:
    clause = matter.benefit.clause
    if matter.start is None:
        return Finding("tenure", Check.UNKNOWN, years, None, clause, matter.start_missing)
    reached = add_years(matter.start, years)
    saw = whole_years(matter.start, matter.on)
    if reached <= matter.on:
        return Finding("tenure", Check.MET, years, saw, clause)
    return Finding("tenure", Check.NOT_MET, years, saw, clause, waits_until=reached)


def _age(matter: Matter, years: int) -> Finding:
    clause, born = matter.benefit.clause, matter.membership.born if matter.membership else None
    if born is None:
        return Finding("age", Check.UNKNOWN, years, None, clause, ("born",))
    birthday = add_years(born, years)
    saw = whole_years(born, matter.on)
    if birthday <= matter.on:
        return Finding("age", Check.MET, years, saw, clause)
    return Finding("age", Check.NOT_MET, years, saw, clause, waits_until=birthday)
