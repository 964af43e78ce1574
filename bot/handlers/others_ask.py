"""Asking after other members (who is behind, a list with ids): refused kindly, whoever asks (domain.md U56, U115)."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private

INTENT = "others.ask"


async def handle(turn: Turn) -> Reply:
    """No list and no name; the way to one's own case instead."""
    own = turn.words("starter.member.status")
    if turn.in_group:
        return say(turn.words("others.refused"), choices=(private.tap(turn, own),))
    if turn.speaker.officer_of:
        return say(turn.words("others.refused"), turn.words("others.officer"))
    contact = turn.words("starter.contact")
    taps = [Choice(contact, Press(pack("ask", "fund.contact"), said=contact))]
    if turn.speaker.members:
        taps.insert(0, Choice(own, Press(pack("ask", "member.status"), said=own)))
    return say(turn.words("others.refused"), choices=tuple(taps))
