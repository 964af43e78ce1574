"""A meeting told in a few words by somebody with a role, which the model takes for a question or for small talk."""

from __future__ import annotations

from bot.dialogs.meeting_came import came_in
from bot.handlers.context import Turn
from bot.understanding.dates import first_date
from bot.understanding.hearing import hears
from bot.understanding.meetings import read_attendance

LOG = "meeting.log"
MISTAKEN = frozenset({"meeting.list", "out_of_scope", "zone.summary", "fund.contact", "fund.info", "greet"})
SURE_OF_ELSE = 0.5


def meeting_heard(turn: Turn, found: str | None) -> str | None:
    """The log, where a message tells the past day of a meeting and how many came; `found` is what was heard."""
    understood, text = turn.understood, turn.incoming.text
    if found is not None or (understood.intent not in MISTAKEN and understood.confidence >= SURE_OF_ELSE):
        return None
    if not hears(text, "meeting.held") or hears(text, "meeting.shown"):
        return None
    span = first_date(text, turn.today, False)
    if span is None or span.last is None or span.ask or span.grain not in ("day", "range") or span.last > turn.today:
        return None
    return LOG if came_in(text, read_attendance(text), turn.today) is not None else None
