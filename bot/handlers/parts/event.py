"""What happened, as the slots of a message tell it: the event that the rules judge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.entitlement.facts import Event
from bot.entitlement.rulebook import KINDS
from bot.handlers.context import Turn
from bot.handlers.parts.slots import truth, whole
from bot.understanding.dates import first_date

OWN_RIGHT = {"birth": ("child", "spouse", "self"), "education": ("child", "self")}
"""Relatives whose event is the member's own right (domain.md 2.3-2.6); of others only the rule is told."""
OCCASIONS = {
    "tradition": ("wedding", "ordination"),
    "other": ("conscription", "accident", "working", "savings"),
    "death": ("funeral",),
    "hospital": ("accident",),
}
"""Occasions that rulebooks know, by the kind of benefit people ask for."""
APART = {"birth": ("miscarriage",), "hospital": ("cosmetic",)}
"""Cases that share a kind's words and none of its clauses."""
GRADE = re.compile(r"(?<![\d.])[0-4]\.\d{1,2}(?![\d.])", re.ASCII)
HOUSEHOLD_KINDS = ("disaster", "housing")
"""What happens to a house happens to the member who lives in it."""


@dataclass(frozen=True)
class Told:
    """The event of a message. `said` is False where no day was told and today stands in for it ("if it were today").

    Of a month alone its last day stands in: enough to choose the version, too little to reckon a last day from.
    """

    event: Event
    said: bool

    @property
    def day(self) -> date:
        """The day that chooses the rulebook's version."""
        day = self.event.discharged or self.event.date
        assert day is not None  # noqa: S101 - told() always sets one
        return day


def kind_of(slots: dict[str, Any]) -> str | None:
    """The kind of benefit in the slots, None for none or an unknown one."""
    kind = slots.get("kind")
    return str(kind) if kind in KINDS else None


def kind_told(turn: Turn) -> str | None:
    """The kind in the slots, else the one that the words of an occasion stand for."""
    found = kind_of(turn.slots)
    return "death" if found is None and of_funeral(turn) else found


def of_funeral(turn: Turn) -> bool:
    """Whether the words are about a wreath or prayers for the dead."""
    return says(turn, "event.occasion.funeral")


def is_own(told: Told) -> bool:
    """Whether the event is the asking member's own right; a death on a told day is always somebody else's."""
    kind, who = told.event.kind, told.event.who
    if kind == "death" and told.said:
        return False
    return who in (None, "self") or kind in HOUSEHOLD_KINDS or who in OWN_RIGHT.get(kind, ())


def speaks_of_himself(turn: Turn, told: Told) -> bool:
    """Whether the speaker asks for himself as a member: not for somebody who, as he says, is none."""
    unnamed = told.event.who in (None, "self")
    if told.event.kind == "death" and says(turn, "event.suicide"):
        return False  # what one's own death would bring is no answer to that word
    return is_own(told) and not (unnamed and says(turn, "event.not_member"))


def apart(turn: Turn, kind: str) -> str | None:
    """What the words name that no clause on this kind is meant for: to say yes to it would be wrong."""
    return next((each for each in APART.get(kind, ()) if says(turn, f"event.apart.{each}")), None)


def told(turn: Turn, kind: str) -> Told:
    """The event in the turn's slots; without a day, as if it were today."""
    slots = turn.slots
    first, last = _ahead(turn) or days(slots.get("date"))
    day = last or _ago(turn, slots)
    said = day is not None
    day = day or _in_month(turn, slots.get("date")) or turn.today
    nights = whole(slots.get("nights"))
    if kind == "hospital":
        if nights is None and first is not None and last is not None and first < last:
            nights = (last - first).days
        if nights is None and says(turn, "event.not_overnight"):
            nights = 0
        stay: dict[str, Any] = {"discharged": day, "admitted": _admitted(first, day, nights)}
    else:
        stay = {}
    event = Event(
        kind=kind,
        date=day,
        nights=nights,
        who=None if slots.get("who") in (None, "self") or _own_death(turn, kind) else str(slots["who"]),
        count=whole(slots.get("count"))
        if kind == "birth" and slots.get("count")
        else (2 if kind == "birth" and says(turn, "event.twins") else None),
        gpa=_decimal(slots.get("gpa")) or _grade(turn, kind),
        level=str(slots["level"]) if slots.get("level") else None,
        occasion=str(slots["occasion"]) if slots.get("occasion") else _occasion(turn, kind),
        spouse_is_member=truth(slots.get("spouse_is_member")),
        **stay,
    )
    return Told(event, said)


def _own_death(turn: Turn, kind: str) -> bool:
    """Whether somebody asks what his own death would bring; the child he names is then the one who is paid."""
    return kind == "death" and says(turn, "event.my_death")


def as_slots(turn: Turn, found: Told) -> dict[str, Any]:
    """The turn's slots with what its words told besides: a later answer of one word must not lose that."""
    event = found.event
    told_facts = {name: getattr(event, name) for name in ("kind", "nights", "count", "occasion", "gpa", "level")}
    facts = {name: value for name, value in told_facts.items() if value is not None}
    return {**turn.slots, **facts, **({"date": found.day.isoformat()} if found.said else {})}


def days(value: object) -> tuple[date | None, date | None]:
    """First and last day of a date slot: a day twice, a range "a/b" apart, (None, None) for a month or nothing."""
    parts = str(value or "").split("/")
    try:
        found = [date.fromisoformat(part) for part in parts if len(part) == 10]
    except ValueError:
        return None, None
    return (found[0], found[-1]) if found else (None, None)


def _ahead(turn: Turn) -> tuple[date, date] | None:
    """The day to come that is meant, where the words look ahead but the day was read in the past; else None."""
    _, last = days(turn.slots.get("date"))
    if last is None or last >= turn.today or not says(turn, "event.ahead"):
        return None
    span = first_date(turn.understood.text, turn.today, future=True)
    if span is None or span.first is None or span.grain != "day" or span.first < turn.today:
        return None
    return span.first, span.first


def _admitted(first: date | None, last: date, nights: int | None) -> date | None:
    if first is not None and first < last:
        return first
    return last - timedelta(days=nights) if nights is not None else None


def _in_month(turn: Turn, value: object) -> date | None:
    """The last day of a told month "YYYY-MM", today at the latest; None where no month was told."""
    year, _, month = str(value or "").partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        return None
    following = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
    return min(following - timedelta(days=1), turn.today)


def _ago(turn: Turn, slots: dict[str, Any]) -> date | None:
    """The day so many days, weeks or months before today, where the message speaks of the past that way."""
    if not says(turn, "event.ago"):
        return None
    for unit, length in (("days", 1), ("weeks", 7), ("months", 30)):
        amount = whole(slots.get(unit))
        if amount:
            return turn.today - timedelta(days=amount * length)
    return None


def says(turn: Turn, key: str) -> bool:
    """Whether the message holds one of the words that the catalogue lists under `key`."""
    return any(word in turn.understood.text for word in turn.words(key).split("|"))


def _occasion(turn: Turn, kind: str) -> str | None:
    """The occasion that the words name, among those that clauses of this kind tell apart."""
    return next((each for each in OCCASIONS.get(kind, ()) if says(turn, f"event.occasion.{each}")), None)


def _grade(turn: Turn, kind: str) -> float | None:
    """A grade point average as people write it, 0.00 to 4.00."""
    found = GRADE.search(turn.understood.text) if kind == "education" else None
    return float(found[0]) if found and float(found[0]) <= 4 else None


def _decimal(value: object) -> float | None:
    try:
        return float(str(value)) if value is not None else None
    except ValueError:
        return None
