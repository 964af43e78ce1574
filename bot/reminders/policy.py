"""Who is reminded of a debt today, and at which stage. Pure: no clock, no database.

Of the stages whose day has come only the newest counts: a machine that was off for days neither floods nor forgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.reminders.hours import open_after, open_before

BEFORE = (30, 14, 7, 3, 1, 0)
"""Days before the deadline at which its owner is reminded; afterwards once a week."""
WEEKS = 8
"""So many weekly reminders; those above know by then, and silence is kinder."""
CHASE_FROM = 3
"""From D-3 on those who chase see what is missing."""
ESCALATES = 14
"""Days after the deadline at which the area above is told, once."""
PATIENCE = 3
"""Days for which a request for more time that nobody has decided keeps its asker in peace."""
UP = "up"
OWNER, STAND_IN, CHASER, ABOVE = "owner", "stand_in", "chaser", "above"


@dataclass(frozen=True)
class Debt:
    """One thing that one area owes until one day (common era).

    `matter`: "d<deadline>" or "r<resolution>"; `since`: the day from which reminders count (the deadline was set, or
    longer was given); `mark`: "+e<extension>" where longer was given, so that its stages are others. `owners` are those
    who are asked, persons' ids; `stand_in`: they are not the area's own people. `chasers` and `above` likewise.
    """

    matter: str
    area_id: int
    due_on: date
    since: date
    owners: tuple[int, ...] = ()
    stand_in: bool = False
    chasers: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    fund_id: int | None = None
    mark: str = ""
    done: bool = False
    asked_on: date | None = None
    """When more time was asked for, where nobody has decided yet."""


@dataclass(frozen=True)
class Wanted:
    """One reminder that is due: to whom, of what, at which stage, as what."""

    debt: Debt
    person_id: int
    stage: str
    part: str

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What makes it unique."""
        return (self.debt.matter, self.debt.area_id, self.person_id, self.stage)


def wanted(debt: Debt, today: date) -> list[Wanted]:
    """Every reminder of a debt whose day has come, whether or not it went out before."""
    if debt.done:
        return []
    stage, found = newest(debt.due_on, debt.since, today), []
    if stage is not None:
        part = STAND_IN if debt.stand_in else OWNER
        if debt.asked_on is None or today - debt.asked_on > timedelta(days=PATIENCE):
            found += [Wanted(debt, person, stage + debt.mark, part) for person in debt.owners]
        if chased(stage):
            others = [person for person in debt.chasers if person not in debt.owners]
            found += [Wanted(debt, person, stage + debt.mark, CHASER) for person in others]
    if escalates(debt, today):
        found += [Wanted(debt, person, UP + debt.mark, ABOVE) for person in debt.above if person not in debt.owners]
    return found


@lru_cache(maxsize=4096)
def newest(due_on: date, since: date, today: date) -> str | None:
    """The newest stage whose day has come; None before the first, after the last, and for days before `since`."""
    found = None
    for days in BEFORE:
        if since <= due_on - timedelta(days=days) and open_before(due_on - timedelta(days=days)) <= today:
            found = f"d{days}"
    for week in range(1, WEEKS + 1):
        day = open_after(due_on + timedelta(days=7 * week))
        if since <= day <= today:
            found = f"w{week}"
    over = today > open_after(due_on + timedelta(days=7 * (WEEKS + 1)))
    return None if over else found


def chased(stage: str) -> bool:
    """Whether those who chase are told at this stage too."""
    return stage.startswith("w") or int(stage[1:]) <= CHASE_FROM


def escalates(debt: Debt, today: date) -> bool:
    """Whether the area above is told by today; not of what was settled long ago."""
    day = open_after(debt.due_on + timedelta(days=ESCALATES))
    return debt.since <= day <= today <= day + timedelta(days=7 * WEEKS)


def tone(stage: str, days_left: int) -> str:
    """How a reminder sounds: early, soon, last, late, or up for those above."""
    if stage.startswith(UP):
        return "up"
    if days_left < 0:
        return "late"
    return "last" if days_left <= 1 else "soon" if days_left <= 7 else "early"
