"""In which of a person's chats he is reminded: a channel whose pushes are free before one whose month is counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Channel, ChatRef
from storage.models import Identity

MOST = 500
"""Ids in one statement; SQLite takes not many more."""


async def chats_of(
    session: AsyncSession, people: Collection[int], channels: Mapping[str, Channel]
) -> dict[int, ChatRef]:
    """The chat of each person that can be reached by one of these channels."""
    ids = sorted(people)
    found: dict[int, ChatRef] = {}
    rows: list[Row[int, str, str]] = []
    for start in range(0, len(ids), MOST):
        rows += await session.execute(
            select(Identity.person_id, Identity.channel, Identity.account_id)
            .where(Identity.person_id.in_(ids[start : start + MOST]), Identity.blocked_at.is_(None))
            .order_by(Identity.id)
        )
    free = [row for row in rows if row.channel in channels and channels[row.channel].capabilities.free_pushes]
    counted = [row for row in rows if row.channel in channels and row not in free]
    for row in (*free, *counted):
        found.setdefault(row.person_id, ChatRef(row.channel, row.account_id, "direct"))
    return found


def cost(chat: ChatRef, channels: Mapping[str, Channel]) -> tuple[str, int]:
    """By which way a digest goes and what it takes from the month's messages."""
    return (chat.channel, 0 if channels[chat.channel].capabilities.free_pushes else 1)
