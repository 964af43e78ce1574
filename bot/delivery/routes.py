"""To which of a person's chats a message goes: a free one first, another where one surely did not take it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Channel, ChatRef
from storage.models import Delivery, Identity


def tried(row: Delivery) -> frozenset[str]:
    """The channels that surely did not take this message."""
    return frozenset((row.tried or "").split(",")) - {""}


async def free_chat(session: AsyncSession, row: Delivery, channels: Mapping[str, Channel]) -> ChatRef | None:
    """Another chat of the person's where pushes cost nothing; None where the message's own chat is as good."""
    own = channels.get(row.channel)
    if own is None or own.capabilities.free_pushes:
        return None
    found = await _others(session, row, channels)
    return next((chat for chat in found if channels[chat.channel].capabilities.free_pushes), None)


async def next_chat(
    session: AsyncSession, row: Delivery, channels: Mapping[str, Channel], *, only_free: bool
) -> ChatRef | None:
    """Where a message may go that its own chat did not take, a free one first; None where nothing is left."""
    found = await _others(session, row, channels)
    free = [chat for chat in found if channels[chat.channel].capabilities.free_pushes]
    counted = [chat for chat in found if chat not in free]
    return next(iter(free if only_free else [*free, *counted]), None)


async def _others(session: AsyncSession, row: Delivery, channels: Mapping[str, Channel]) -> list[ChatRef]:
    """The person's chats on channels that were not tried: he has written to us there and has not blocked us since."""
    person_id = row.person_id
    if person_id is None:
        person_id = await session.scalar(
            select(Identity.person_id).where(Identity.channel == row.channel, Identity.account_id == row.chat_id)
        )
    if person_id is None:
        return []
    accounts = await session.execute(
        select(Identity.channel, Identity.account_id)
        .where(Identity.person_id == person_id, Identity.blocked_at.is_(None))
        .order_by(Identity.id)
    )
    closed = tried(row) | {row.channel}
    return [
        ChatRef(channel, account, "direct")
        for channel, account in accounts
        if channel in channels and channel not in closed
    ]
