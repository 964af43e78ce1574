"""Reading the answer to a question of ours."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat import Incoming
from bot.handlers.context import Turn
from bot.understanding.attaching import read_attach
from bot.understanding.codes import typed_code
from bot.understanding.dialog_words import is_cancel, read_consent, read_yes_no
from bot.understanding.funds import match_fund
from bot.understanding.normalise import arabic
from bot.understanding.numbers import number_value
from bot.understanding.people import read_who
from bot.understanding.result import Understanding
from bot.understanding.role_words import LONGEST_NAME, names_area, read_role

CONSENTS = frozenset({"link", "health", "reminders", "accept"})
"""Questions to which "I do not want that" is an answer and no giving up."""
NUMBERS = frozenset({"nights", "count", "age", "months", "years"})
FACTS = ("nights", "date", "count")
"""Told along with an answer, these count too: "tomorrow, and it was three nights"."""
MOST = 400
"""No answer that we ask for as a number is larger."""
GRADE = re.compile(r"(?<![\d.])[0-4](?:\.\d{1,2})?(?![\d.])", re.ASCII)
BEST_GRADE = 4
SURELY_CANCELS = 0.6
"""How sure the intent model must be that free words give our question up."""
FUND_SCORE = 80.0
"""A fund's name this near to what was typed answers "which fund?"; anything less may be another question."""


def fill(
    pending: Mapping[str, Any], incoming: Incoming, understood: Understanding, tambons: Sequence[str] = ()
) -> Understanding | None:
    """The pending need with its missing slot filled from this message; None where the message does not answer it."""
    value = _answer(str(pending["ask"]), incoming.text.strip(), understood, tambons)
    if value is None or value == "":
        return None
    facts = () if pending["ask"] == "text" else FACTS
    told_along = {name: understood.slots[name] for name in facts if name in understood.slots}
    slots = {**pending["slots"], **told_along, pending["ask"]: value}
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
        return _sensible(ask, understood.slots[ask])
    if ask in NUMBERS:
        return _whole(text)
    if ask == "gpa":
        return _grade(text)
    if ask == "code":
        return typed_code(text)
    if ask == "attach":
        return read_attach(text)
    if ask in CONSENTS:
        return read_consent(text)
    if ask == "role":
        return read_role(text)
    if ask == "name" or (ask == "area" and not names_area(text)):
        return _short(text, understood)
    if ask == "area":
        return text
    if ask in ("spouse_is_member", "register", "meant", "done", "withdraw"):
        return read_yes_no(text)
    return None


def _short(text: str, understood: Understanding) -> str | None:
    """A name of a place or a person given as the whole answer; None for what is rather another need."""
    if not text or len(text) > LONGEST_NAME:
        return None
    return text if understood.intent == "out_of_scope" or understood.confidence < SURELY_CANCELS else None


def _whole(text: str) -> int | None:
    try:
        number = number_value(text)
    except ValueError:
        return None
    return _sensible("", int(number)) if number == int(number) else None


def _sensible(ask: str, value: object) -> Any:
    """The value, None for a number that is laughter ("5555") or a year rather than nights, months or an age."""
    return None if ask != "year" and isinstance(value, int) and value > MOST else value


def _grade(text: str) -> float | None:
    """A grade point average told on its own, 0 to 4, with or without decimals."""
    found = GRADE.search(arabic(text))
    return float(found[0]) if found and float(found[0]) <= BEST_GRADE else None


def gives_up(turn: Turn) -> bool:
    """Whether the person abandons what we asked; free words do only where they are nothing else."""
    pending = turn.memory.pending
    if pending is not None and pending["ask"] == "attach":
        return False  # giving it up is an answer there: the picture is not kept
    if is_cancel(turn.incoming.text):
        return True
    understood = turn.understood
    gives = understood.intent == "cancel" and understood.confidence >= SURELY_CANCELS
    return gives and pending is not None and pending["ask"] not in ("text", "named") and pending["ask"] not in CONSENTS
