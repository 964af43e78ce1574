"""What a message means in its conversation: a button, the answer to our question, a new need, or a follow-up."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from bot.chat import Kind, unpack
from bot.handlers import registry
from bot.handlers.context import Turn
from bot.handlers.parts.correcting import corrected
from bot.handlers.parts.hearing import heard
from bot.handlers.parts.list_again import list_again
from bot.handlers.parts.new_need import is_new_need
from bot.handlers.pending import fill, gives_up
from bot.services import funds
from bot.understanding.result import Understanding
from bot.understanding.told_anew import takes_back, told_anew

TOPIC_LASTS = timedelta(minutes=30)
PRESSES = (Kind.PRESS, Kind.PICK)
TOLD_WITH_THE_AMOUNT = frozenset({"benefit.documents", "benefit.claim_deadline"})


async def meaning(turn: Turn) -> Understanding | None:
    """The need that this turn is about, with its slots; None for a button that starts or answers none."""
    if turn.incoming.kind in PRESSES:
        return _pressed(turn)
    if (named := heard(turn)) is not None:
        turn.memory.pending = None
        return dataclasses.replace(turn.understood, intent=named)
    if turn.memory.pending is not None:
        return await _in_dialog(turn, turn.memory.pending)
    return _follow_up(turn)


async def answers_us(turn: Turn) -> bool:
    """Whether a group message reads as the answer that we wait for; other talk of the same person is not ours."""
    pending = turn.memory.pending
    if pending is None or turn.incoming.kind is not Kind.TEXT:
        return pending is not None
    return fill(pending, turn.incoming, turn.understood, await _tambons(turn, pending)) is not None


def _pressed(turn: Turn) -> Understanding | None:
    """A button's data as something understood: `ask:` starts a need, `fill:` answers our question; None: neither."""
    verb, names, raw = unpack(turn.incoming.data)
    slots = {name: registry.typed(name, value) for name, value in raw.items()}
    if turn.incoming.kind is Kind.PICK:
        slots[names[0] if names else "date"] = turn.incoming.picked
    pending = turn.memory.pending
    if verb == "ask" and names:
        return Understanding(names[0], 1.0, 1.0, slots)
    if verb == "fill" and names and pending is not None and pending["ask"] == names[0]:
        return Understanding(pending["intent"], 1.0, 1.0, {**pending["slots"], **slots})
    return _pressed_again(turn, verb, slots)


def _pressed_again(turn: Turn, verb: str, slots: dict[str, Any]) -> Understanding | None:
    """A second tap under a question that is answered: the same benefit with what was tapped now."""
    topic = turn.memory.topic
    if verb != "fill" or turn.memory.pending is not None or topic is None:
        return None
    if not topic["intent"].startswith("benefit.") or not set(slots) <= set(topic["slots"]):
        return None
    return Understanding(topic["intent"], 1.0, 1.0, {**topic["slots"], **slots})


async def _in_dialog(turn: Turn, pending: dict[str, Any]) -> Understanding:
    """A message while our question waits: giving up, its answer, a new need, or an answer that we could not read."""
    told = told_anew(turn.incoming.text, turn.today) if takes_back(turn.incoming.text) else {}
    if pending["ask"] in told:
        slots = {**pending["slots"], pending["ask"]: told[pending["ask"]]}
        return dataclasses.replace(turn.understood, intent=pending["intent"], slots=slots)
    if gives_up(turn):
        return dataclasses.replace(turn.understood, intent="cancel")
    if filled := fill(pending, turn.incoming, turn.understood, await _tambons(turn, pending)):
        return filled
    if is_new_need(turn.understood):
        turn.memory.pending = None
        return turn.understood
    return dataclasses.replace(turn.understood, intent=pending["intent"], slots=pending["slots"])


def _follow_up(turn: Turn) -> Understanding:
    """A need without its own subject ("and which papers?") means the benefit that was just talked about."""
    topic, understood = turn.memory.topic, turn.understood
    if topic is None or turn.clock.now() - datetime.fromisoformat(topic["at"]) > TOPIC_LASTS:
        return understood
    if (again := corrected(turn)) is not None:
        return again
    if (shown := list_again(turn, topic)) is not None:
        return dataclasses.replace(understood, intent=shown)
    if not registry.leans(understood.intent):
        return understood
    if "kind" in understood.slots or "kind" not in topic["slots"]:
        return understood
    carried = {name: value for name, value in topic["slots"].items() if name in registry.CARRIED}
    return dataclasses.replace(understood, slots={**carried, **understood.slots})


def second_need(turn: Turn) -> Understanding | None:
    """What else the message asked, with the subject of the first; None where that is answered or must wait."""
    first, second = turn.understood, turn.second
    if second is None or turn.memory.pending is not None or first.intent == second.intent:
        return None
    if first.intent == "benefit.amount" and second.intent in TOLD_WITH_THE_AMOUNT and "kind" not in second.slots:
        return None
    carried = {name: value for name, value in first.slots.items() if name in registry.CARRIED}
    return dataclasses.replace(second, slots={**carried, **second.slots})


def note_topic(turn: Turn) -> None:
    """Remembers what was talked about, for the follow-up."""
    if registry.is_topic(turn.understood.intent):
        slots = {name: value for name, value in turn.understood.slots.items() if isinstance(value, str | int | float)}
        turn.memory.topic = {"intent": turn.understood.intent, "slots": slots, "at": turn.clock.now().isoformat()}


async def _tambons(turn: Turn, pending: dict[str, Any]) -> list[str]:
    """The funds' tambons, where our question was for the fund; else nothing."""
    return [fund.tambon for fund in await funds.all_funds(turn.session)] if pending["ask"] == "fund" else []
