"""Who has not sent what is owed besides the annual report: the plan, the assessment ... by zone with bars."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers.context import Turn
from bot.handlers.parts.seeing import where
from bot.reminders import weekly
from bot.reminders.weekly_card import of_one
from bot.services.submissions import ANNUAL_REPORT
from bot.understanding.deadline_words import read_obligation


def asked(turn: Turn) -> str | None:
    """The code of what is asked about; None for the annual report, which has a list of its own."""
    pressed = str(turn.slots.get("o") or "")
    code = read_obligation(turn.incoming.text) if turn.incoming.text else pressed or None
    return code if code not in (None, ANNUAL_REPORT) else None


async def handle(turn: Turn, code: str) -> Reply:
    """How far it is in the area that is asked about, and who is missing."""
    seen = await where(turn)
    if isinstance(seen, Reply):
        return seen
    week = await weekly.read(turn.session, turn.clock.now(), turn.clock.zone, code)
    found = weekly.progress(week, [place.id for place in seen.tops])
    if not found:
        return say(turn.words("nudge_now.no_deadline", what=turn.words.of("obligation", code)))
    return of_one(turn.words, seen.name, found[0], turn.today)
