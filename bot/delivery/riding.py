"""Messages that wait ride along with an answer, or with a push that is paid for, for nothing (platforms.md 7.4).

Their words move into the answer's row in the transaction that claims it, so they are said once, whatever dies when.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Capabilities, Reply
from bot.delivery import codec
from bot.delivery.planner import Plan, rides
from storage.models import Delivery
from storage.outbox import RODE


async def take_along(
    session: AsyncSession,
    answers: Sequence[Delivery],
    capabilities: Capabilities,
    now: datetime,
    gate: Callable[[AsyncSession, Delivery], Awaitable[Plan | None]] | None = None,
) -> None:
    """Moves what waits for the chats of `answers` (1:1 chats only) into them, as far as it fits and `gate` lets it.

    A group's answer may be dropped when its token dies, and would take its riders with it; so none ride there.
    """
    carriers = {row.chat_id: row for row in answers if row.chat_kind == "direct"}
    if not carriers:
        return
    channel = answers[0].channel
    chats = tuple_(Delivery.channel, Delivery.chat_id).in_([(channel, chat) for chat in carriers])
    waiting = await session.scalars(
        select(Delivery)
        .where(Delivery.state == literal_column("'queued'"), Delivery.reply_token.is_(None), chats)
        .order_by(Delivery.created_at, Delivery.seq)
        .with_for_update()  # a planner elsewhere may just be putting it into a newer message
    )
    for row in waiting:
        carrier = carriers[row.chat_id]
        if row.body and carrier.body and rides(row, now):
            verdict = await gate(session, row) if gate is not None else None
            if verdict is not None:
                if verdict.do == "drop":
                    row.state, row.fate, row.body = "dropped", verdict.reason, None
                continue
            merged = merge(codec.decode(row.body), codec.decode(carrier.body), capabilities)
            if merged is not None:
                carrier.body = codec.encode(merged)
                row.state, row.fate, row.body = "dropped", f"{RODE} {carrier.id}", None


def merge(rider: Reply, answer: Reply, capabilities: Capabilities) -> Reply | None:
    """Both in one: the rider first, so that the answer's choices stay last. None where the channel takes no more."""
    parts = (*rider.parts, *answer.parts)
    choices = (*answer.choices, *rider.choices)
    if len(parts) > capabilities.parts_per_send or len(choices) > capabilities.choices:
        return None
    return replace(answer, parts=parts, choices=choices)
