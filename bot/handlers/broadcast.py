"""Announcements by whoever leads an area; others are told who does (domain.md U107)."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.broadcast import NAME
from bot.handlers import forms, talk
from bot.handlers.context import Turn
from bot.services import authority
from bot.services.authority import Deed

INTENT = "broadcast.send"


async def handle(turn: Turn) -> Reply:
    """Starts the form, in the 1:1 chat."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if not authority.roots(turn.speaker, Deed.ANNOUNCE):
        return say(turn.words("broadcast.not_yours"))
    return await forms.start(turn, NAME)
