"""benefit.list: all that the fund gives."""

from __future__ import annotations

from bot.chat import Reply
from bot.handlers.context import Turn
from bot.handlers.parts import slots, unknown_rule
from bot.handlers.parts.overview import overview
from bot.handlers.parts.which_fund import which_fund
from bot.services import entitlements

INTENT = "benefit.list"


async def handle(turn: Turn) -> Reply:
    """The overview card of the fund's rules in force today."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    slots.settle(turn, INTENT)
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    return unknown_rule.no_rulebook(turn, chosen) if book is None else await overview(turn, chosen, book)
