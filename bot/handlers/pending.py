"""Reading the answer to a question of ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat import Incoming
from bot.handlers.context import Turn
from bot.understanding.codes import typed_code
from bot.understanding.dialog_words import is_cancel, read_yes_no
from bot.understanding.funds import match_fund
from bot.understanding.numbers import number_value
from bot.understanding.people import read_who
from bot.understanding.result import Understanding

YES_OR_NO = frozenset({"spouse_is_member", "link", "health", "reminders"})
NUMBERS = frozenset({"nights", "count", "age", "months", "years"})
FUND_SCORE = 80.0
"""A fund's name this near to what was typed answers "which fund?"; anything less may be another question."""


def fill(
    pending: Mapping[str, Any], incoming: Incoming, understood: Understanding, tambons: Sequence[str] = ()
) -> Understanding | None:
    """The pending need with its missing slot filled from this message; None where the message does not answer it."""
    value = _answer(str(pending["ask"]), incoming.text.strip(), understood, tambons)
    if value is None or value == "":
        return None
    slots = {**pending["slots"], pending["ask"]: value}
    return dataclasses.replace(understood, intent=pending["intent"], slots=slots, confidence=1.0, in_domain=1.0)


def _answer(ask: str, text: str, understood: Understanding, tambons: Sequence[str]) -> object:
    if ask == "text":
        return text
    if ask == "fund":
        near = match_fund(text, tambons)
        return near[0][0] if near and near[0][1] >= FUND_SCORE else None
    if ask == "relation":
        return read_who(text)
    if ask in understood.slots and ask != "code":
        return understood.slots[ask]
    if ask in NUMBERS:
        return _whole(text)
    if ask == "code":
        return typed_code(text)
    if ask in YES_OR_NO:
        return read_yes_no(text)
    return None


def _whole(text: str) -> int | None:
    try:
        number = number_value(text)
    except ValueError:
        return None
    return int(number) if number == int(number) else None


def gives_up(turn: Turn) -> bool:
    """Whether the person abandons what we asked; free words do only where they are nothing else."""
    pending = turn.memory.pending
    if is_cancel(turn.incoming.text):
        return True
    return turn.understood.intent == "cancel" and pending is not None and pending["ask"] != "text"
