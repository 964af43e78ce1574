"""Tying a village group to its fund, on the word of the fund's officer."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers.context import Turn
from bot.services import funds, groups


async def handle(turn: Turn) -> Reply:
    """Binds this group to the officer's own fund; anybody else is told who can."""
    if not turn.in_group:
        return say(turn.words("group.bind_here"))
    mine = turn.speaker.officer_of
    if not mine or turn.speaker.person_id is None:
        return say(turn.words("group.officers_only"))
    await groups.bind(turn.session, turn.incoming.chat, mine[0], turn.speaker.person_id, turn.clock.now())
    fund = await funds.fund_facts(turn.session, mine[0])
    return say(turn.words("group.bound", fund=fund.name))
