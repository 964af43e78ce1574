"""The door to rulebooks: their shapes, reading them from YAML, and which version was in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.entitlement.book import Rulebook
from bot.entitlement.faults import Faults as RulebookFaults
from bot.entitlement.policies import Admission, Arrears, Contribution, Rejoin, Resign
from bot.entitlement.reading import load, load_file
from bot.entitlement.terms import (
    KINDS,
    Amount,
    Benefit,
    ByLevel,
    ByMeeting,
    ClaimWindow,
    Conditions,
    EventCap,
    Flat,
    Ladder,
    LevelStep,
    Lifetime,
    PeriodCap,
    PerUnit,
    Rung,
    UpTo,
)


def in_force(rulebooks: Iterable[Rulebook], on: date) -> Rulebook | None:
    """The version that holds for an event of that day, the newest where two overlap; None where there is none."""
    return max((book for book in rulebooks if book.covers(on)), key=lambda book: book.version, default=None)


__all__ = [
    "KINDS",
    "Admission",
    "Amount",
    "Arrears",
    "Benefit",
    "ByLevel",
    "ByMeeting",
    "ClaimWindow",
    "Conditions",
    "Contribution",
    "EventCap",
    "Flat",
    "Ladder",
    "LevelStep",
    "Lifetime",
    "PerUnit",
    "PeriodCap",
    "Rejoin",
    "Resign",
    "Rulebook",
    "RulebookFaults",
    "Rung",
    "UpTo",
    "in_force",
    "load",
    "load_file",
]
