"""Reading the answer to a question of ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from bot.chat import Incoming
from bot.handlers.context import Turn
from bot.understanding import answers
from bot.understanding.result import Understanding

RAW = frozenset({"text", "fund"})
"""Slots whose answer is the message itself: free words, and fund names that only the database knows."""


def fill(pending: Mapping[str, Any], incoming: Incoming, understood: Understanding) -> Understanding | None:
    """The pending need with its missing slot filled from this message; None where the message does not answer it."""
    ask = pending["ask"]
    if ask == "text":
        value: object = incoming.text
    elif ask in understood.slots:
        value = understood.slots[ask]
    else:
        value = answers.read(ask, incoming.text)
    if value is None or value == "":
        return None
    return dataclasses.replace(understood, intent=pending["intent"], slots={**pending["slots"], ask: value}, confidence=1.0, in_domain=1.0)


def gives_up(turn: Turn) -> bool:
    """Whether the person abandons what we asked."""
    return turn.understood.intent == "cancel"
