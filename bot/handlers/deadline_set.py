"""Deadlines set and moved, and funds that need not send, by whoever leads the province (domain.md U99, U100)."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.deadline import NAME as DEADLINE
from bot.dialogs.exemption import NAME as EXEMPTION
from bot.handlers import forms, talk
from bot.handlers.context import Turn
from bot.services import authority
from bot.services.authority import Deed

SET, EXEMPT = "deadline.set", "deadline.exempt"


async def handle(turn: Turn) -> Reply:
    """Starts the form; whoever may not set deadlines is told who does."""
    return await _may(turn) or await forms.start(turn, DEADLINE)


async def exempt(turn: Turn) -> Reply:
    """Starts the form for a fund that need not send."""
    return await _may(turn) or await forms.start(turn, EXEMPTION)


async def _may(turn: Turn) -> Reply | None:
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if not authority.roots(turn.speaker, Deed.DEADLINE):
        return say(turn.words("deadline.not_yours"))
    return None
