"""A fact in the register that is wrong: told to the fund's officers, who mend it (domain.md U114)."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers import handoff
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.which_fund import which_fund

INTENT = "member.rectify"


async def handle(turn: Turn) -> Reply:
    """Asks what is wrong and what is right; the next message goes to the officers."""
    if turn.in_group:
        return private.only_private(turn)
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    turn.ask(handoff.INTENT, {"fund_id": chosen.fund.id, "about": private.spoken(turn)}, "text")
    return say(turn.words("rectify.what", fund=chosen.fund.name))
