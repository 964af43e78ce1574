"""Deadlines set and moved, and funds that need not send, by whoever leads the province (domain.md U99, U100)."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.deadline import NAME as DEADLINE
from bot.dialogs.exemption import NAME as EXEMPTION
from bot.handlers import deadline_extend, forms, talk
from bot.handlers.context import Turn
from bot.handlers.parts.hearing import hears
from bot.services import authority
from bot.services.authority import Deed

SET, EXEMPT = "deadline.set", "deadline.exempt"
LATER = "deadline.later"
"""Words of sending later: from whoever sets no deadlines they ask for more time."""


async def handle(turn: Turn) -> Reply:
    """Starts the form; whoever may not set deadlines may ask for more time."""
    may = bool(authority.roots(turn.speaker, Deed.DEADLINE))
    if not may and not turn.in_group and authority.roots(turn.speaker, Deed.REPORT) and hears(turn, LATER):
        return await deadline_extend.handle(turn)
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
