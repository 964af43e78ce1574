"""Grades and school levels, written in the many ways people write them."""

from __future__ import annotations

from bot.entitlement.findings import Check, Finding, Value
from bot.entitlement.terms import Benefit, ByLevel

# Dots and spaces come and go in level names, and digits may be Thai ones.
_PLAIN = {ord(mark): None for mark in " .\u200b"} | {0x0E50 + digit: str(digit) for digit in range(10)}


def plain_level(level: str) -> str:
    """The level without dots, spaces, Thai digits and capitals."""
    return level.translate(_PLAIN).lower()


def same_level(one: str, other: str) -> bool:
    """Whether two writings name the same level."""
    return plain_level(one) == plain_level(other)


def fits_level(level: str, levels: tuple[str, ...]) -> bool:
    """Whether the level is one of the clause's."""
    return any(same_level(level, known) for known in levels)


def levels_of(benefit: Benefit) -> tuple[str, ...]:
    """Every level the clause pays for; empty where it does not ask."""
    if isinstance(benefit.amount, ByLevel):
        return tuple(level for step in benefit.amount.steps for level in step.levels)
    return benefit.conditions.levels


def judge_schooling(benefit: Benefit, gpa: float | None, level: str | None) -> list[Finding]:
    """The findings `gpa` and `level`, for clauses that ask for them."""
    found, clause, needed = [], benefit.clause, benefit.conditions.gpa_min
    if needed is not None:
        if gpa is None:
            found.append(Finding("gpa", Check.UNKNOWN, needed, None, clause, ("gpa",)))
        else:
            found.append(Finding("gpa", Check.MET if gpa >= needed else Check.NOT_MET, needed, gpa, clause))
    levels = levels_of(benefit)
    if levels:
        accepted: Value = list(levels)
        if level is None:
            found.append(Finding("level", Check.UNKNOWN, accepted, None, clause, ("level",)))
        else:
            fits = Check.MET if fits_level(level, levels) else Check.NOT_MET
            found.append(Finding("level", fits, accepted, level, clause))
    return found
