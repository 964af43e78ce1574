"""The `amount:` of a rulebook file: flat, per_unit, ladder, up_to, by_level, by_meeting."""

from __future__ import annotations

from typing import Any, cast

from bot.entitlement.faults import Node
from bot.entitlement.terms import PERS, Amount, ByLevel, ByMeeting, Flat, Ladder, LevelStep, PerUnit, Rung, UpTo

FORMS = ("flat", "per_unit", "ladder", "up_to", "by_level", "by_meeting")


def read_amount(node: Node) -> Amount | None:
    """The amount, or None where its form is unknown; other faults are noted at their place."""
    form = node.word("type", FORMS, required=True)
    amount: Amount | None = None
    if form == "flat":
        amount = Flat(node.baht("baht", required=True) or 0, _per(node))
    elif form == "per_unit":
        node.word("unit", ("night",), required=True)
        amount = PerUnit(node.baht("baht", required=True) or 0)
    elif form == "up_to":
        amount = UpTo(node.baht("baht", required=True) or 0)
    elif form == "ladder":
        by = cast(Any, node.word("by", ("tenure", "age")) or "tenure")
        amount = Ladder(_rungs(node, by), by, _per(node))
    elif form == "by_level":
        amount = ByLevel(tuple(_level(step) for step in node.nodes("steps", required=True)))
    elif form == "by_meeting":
        amount = ByMeeting()
    if form is not None:
        node.finish()
    return amount


def _per(node: Node) -> Any:
    return node.word("per", PERS) or "event"


def _level(node: Node) -> LevelStep:
    step = LevelStep(node.texts("levels"), node.baht("baht", required=True) or 0)
    node.finish()
    return step


def _rungs(node: Node, by: str) -> tuple[Rung, ...]:
    rungs = []
    for step in node.nodes("steps", required=True):
        days, years, over = step.whole("days"), step.years("years"), step.years("over_years")
        if [days, years, over].count(None) != 2 or (by == "age" and years is None):
            marks = "years" if by == "age" else "one of days, years, over_years"
            step.faults.append(f"{step.place}: is no step of a ladder, write {marks}, and baht")
        rungs.append(Rung(step.baht("baht", required=True) or 0, days, years, over))
        step.finish()
    amounts = [rung.satang for rung in rungs]
    if not rungs or amounts != sorted(amounts):
        node.fault("steps", "must rise in amount from step to step, write the lowest first")
    return tuple(rungs)
