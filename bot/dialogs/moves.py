"""What comes of a message: the move, what was wrong, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    """What is to be said after a message."""

    GO_ON = "go_on"
    """The question, the card or the list that the draft now stands at."""
    SAVE = "save"
    DROPPED = "dropped"
    ASIDE = "aside"
    """No answer: perhaps a question of another kind; the draft waits as it was."""


@dataclass(frozen=True)
class Heard:
    """What came of a message: the move, the key of what was wrong, the fields that changed."""

    move: Move
    fault: str | None = None
    changed: tuple[str, ...] = ()


GO_ON = Heard(Move.GO_ON)
ASIDE = Heard(Move.ASIDE)
NO_ANSWER = Heard(Move.GO_ON, "form.unread")
