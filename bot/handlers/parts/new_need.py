"""Whether a message in the middle of our question is a need of its own."""

from __future__ import annotations

from bot.understanding.result import Understanding

SURE_ENOUGH = 0.5
"""From here on a message in the middle of our question is a new need rather than a failed answer."""


def is_new_need(understood: Understanding) -> bool:
    """Whether a message that does not answer our question asks something new instead."""
    return understood.intent not in ("out_of_scope", "cancel") and understood.confidence >= SURE_ENOUGH
