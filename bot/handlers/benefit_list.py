"""benefit.list: all that the fund gives."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, Text, pack
from bot.handlers.context import Turn
from bot.handlers.parts import hearing, slots, unknown_rule
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
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    reply = await overview(turn, chosen, book)
    return _or_refund(turn, reply) if hearing.hears(turn, "refund") else reply


def _or_refund(turn: Turn, reply: Reply) -> Reply:
    """The list for somebody who may also mean the money paid in: one tap shows what comes back on leaving (U5)."""
    label = turn.words("list.refund")
    tap = Choice(label, Press(pack("ask", "member.resign_refund"), said=label))
    return Reply((*reply.parts, Text(turn.words("list.or_refund", button=label))), (tap, *reply.choices[:12]))
