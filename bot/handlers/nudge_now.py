"""Reminding those who have not sent, by whoever leads the area (domain.md U98)."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.nudge_now import NAME
from bot.handlers import forms, talk
from bot.handlers.context import Turn
from bot.services import authority
from bot.services.authority import Deed
from bot.services.obligations import template

INTENT = "nudge.now"


async def handle(turn: Turn) -> Reply:
    """Starts the form, in the 1:1 chat."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if not authority.roots(turn.speaker, Deed.ANNOUNCE):
        return say(turn.words("nudge_now.not_yours"))
    pressed = str(turn.slots.get("o") or "")
    return await forms.start(turn, NAME, values={"obligation": pressed} if pressed in template() else {})
