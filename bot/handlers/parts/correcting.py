"""A fact told anew after an answer ("no, the 15th of October"): the same question again with it (domain.md U126)."""

from __future__ import annotations

import dataclasses

from bot.handlers.context import Turn
from bot.handlers.parts.hearing import hears
from bot.understanding.result import Understanding
from bot.understanding.told_anew import takes_back, told_anew

SURE_ENOUGH = 0.6
"""From here on a message is a need, or a cancelling, of its own."""


def corrected(turn: Turn) -> Understanding | None:
    """The need last answered with the fact that this message tells anew; None where it asks or tells nothing such."""
    topic, understood = turn.memory.topic, turn.understood
    if topic is None or "kind" not in topic["slots"] or "kind" in understood.slots:
        return None
    if "fund" in understood.slots and hears(turn, "same_of"):
        of_another = {name: value for name, value in topic["slots"].items() if name != "fund_id"}
        slots = {**of_another, "fund": understood.slots["fund"]}
        return dataclasses.replace(understood, intent=topic["intent"], slots=slots)
    told = told_anew(turn.incoming.text, turn.today)
    if not told:
        return None
    of_its_own = understood.intent not in ("out_of_scope", "cancel") or understood.confidence >= SURE_ENOUGH
    if of_its_own and not takes_back(turn.incoming.text):
        return None
    return dataclasses.replace(understood, intent=topic["intent"], slots={**topic["slots"], **told})
