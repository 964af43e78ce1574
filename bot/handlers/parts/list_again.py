"""The list that was shown last, asked for once more of another area: "and the zone of Doi?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.handlers.context import Turn
from bot.handlers.parts.listing import GIVE
from bot.understanding.hearing import hears
from bot.understanding.normalise import squash

NEEDS = {"report": "report.status", "overview": "zone.summary", "meetings": "meeting.list", "decisions": "meeting.open"}
"""The needs of lists whose need is not called `list.<name>`."""
LISTS = frozenset({"stopped", "stale", "population", "elderly", "count"})
SHORT = 24
"""Letters of a message that is hardly more than an area's name."""


def list_again(turn: Turn, topic: Mapping[str, Any]) -> str | None:
    """The need of the last list, where the message names only another area; None for every other message."""
    text = turn.incoming.text
    if topic["intent"] != GIVE or len(squash(text)) > SHORT or not hears(text, "list.again"):
        return None
    name = str(topic["slots"].get("l"))
    return NEEDS.get(name, f"list.{name}" if name in LISTS else None)
