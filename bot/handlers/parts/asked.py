"""What a question about the network is about: its year, and the numbers that a button of ours carries."""

from __future__ import annotations

from bot.dialogs.fields import told_year
from bot.handlers.context import Turn


def number(turn: Turn, name: str) -> int | None:
    """A whole number in a slot: pressed, or remembered from the last list."""
    value = turn.slots.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def year(turn: Turn) -> int | None:
    """The year (Buddhist era) that was pressed or typed."""
    return number(turn, "y") or told_year(turn.incoming.text, turn.today)
