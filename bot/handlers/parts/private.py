"""Group manners: what is personal is answered in the 1:1 chat only, one tap away (domain.md 0.2 rule 3, 6.3 rule 1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.chat import Choice, GoPrivate, Reply, say
from bot.handlers.context import Turn
from bot.understanding.masking import mask
from bot.understanding.normalise import arabic

NUMBER = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]) ?-? ?(\d{2,5})(?!\d)")
QUESTION_LENGTH = 200
"""Enough for a question; the tap carries it in a web address."""


def tap(turn: Turn, question: str | None = None) -> Choice:
    """The tap that carries this message's question into the 1:1 chat, masked and without the names of others."""
    if question is None:
        question = "" if named_other(turn, turn.slots) else spoken(turn)
    text = mask(question) or turn.words("private.my_list")
    return Choice(turn.words("button.private"), GoPrivate(text[:QUESTION_LENGTH]))


def spoken(turn: Turn) -> str:
    """What was said to us, without mentions of anybody."""
    said = turn.incoming.text or turn.understood.text
    return " ".join(word for word in said.split() if not word.startswith("@"))


def only_private(turn: Turn, key: str = "private.only", question: str | None = None) -> Reply:
    """The whole reply to a personal question in a group: a kind line and the tap, nothing else."""
    return say(turn.words(key), choices=(tap(turn, question),))


def with_tap(turn: Turn, reply: Reply, others: Iterable[Choice] = ()) -> Reply:
    """A general answer in a group, with the tap for one's own case."""
    return Reply(reply.parts, (tap(turn), *others))


def named_other(turn: Turn, slots: Mapping[str, Any]) -> bool:
    """Whether the message names somebody who is not the speaker: a name, or a member number not his own."""
    number = str(slots.get("member_no") or "").strip().lower() or _typed_number(turn)
    if number and not any(same_number(number, member.number) for member in turn.speaker.members):
        return True
    name = str(slots.get("person") or "").strip()
    return bool(name) and not any(name in (member.name or "") for member in turn.speaker.members)


def _typed_number(turn: Turn) -> str:
    """A member number typed loosely (A31, a-0031), as the register writes it but for its zeros; empty without one."""
    found = NUMBER.search(arabic(turn.incoming.text))
    return f"{found[1]}-{found[2]}".lower() if found else ""


def same_number(said: str, known: str) -> bool:
    """Whether a said member number (lower case) means a known one: whole, or its figures alone, zeros aside."""
    prefix, _, figures = said.rpartition("-")
    known_prefix, _, known_figures = known.lower().rpartition("-")
    return figures.lstrip("0") == known_figures.lstrip("0") and prefix in ("", known_prefix)
