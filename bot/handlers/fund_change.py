"""Asking about another fund from now on: for people without a register line; a member's own stays his own."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers.context import Turn
from bot.handlers.parts import which_fund
from bot.services import funds, people

INTENT = "fund.change"


async def handle(turn: Turn) -> Reply:
    """Our question for the fund, then the answer remembered."""
    words = turn.words
    if turn.in_group:
        return say(words("fund_change.group"))
    if turn.speaker.members:
        return say(words("fund_change.member"))
    pending = turn.memory.pending
    if pending is None or pending.get("intent") != INTENT:
        turn.ask(INTENT, {}, "fund")
        return say(words("which_fund.ask"), choices=which_fund.choices(await funds.all_funds(turn.session)))
    chosen = await which_fund.which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    if turn.speaker.person_id is not None:
        await people.remember_fund(turn.session, turn.speaker.person_id, chosen.fund.id)
    return say(words("fund_change.done", fund=chosen.fund.name))
