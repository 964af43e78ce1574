"""Sentences about offices, codes, teams, handovers and groups: heard by their words, whatever the model thinks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat import Kind, Reply
from bot.handlers import code_requests, group_bind, handing_over, invites, team
from bot.handlers.context import Turn
from bot.handlers.parts.role_calls import role_calls

ORDERS: dict[str, Callable[[Turn], Awaitable[Reply | None]]] = {
    "group.unbind": group_bind.unbind,
    "group.bind": group_bind.handle,
    "handover.report": handing_over.report,
    "handover.start": handing_over.start,
    "code.request": code_requests.handle,
    "role.issued": invites.listed,
    "role.revoke": invites.revoke_typed,
    "role.issue": invites.issue,
    "team.ask": team.handle,
    "team.who": team.handle,
}
"""An order that is not this person's to give answers None, and the message is read as usual."""


async def order(turn: Turn) -> Reply | None:
    """The reply to such a sentence; None for all others, and while words of any kind answer our question."""
    pending = turn.memory.pending
    if turn.incoming.kind not in (Kind.TEXT, Kind.EDITED) or (pending is not None and pending.get("ask") == "text"):
        return None
    for name in role_calls(turn.incoming.text):
        if (reply := await ORDERS[name](turn)) is not None:
            return reply
    return None
