"""Who can still be written to: a platform answers 200 for those who blocked us; its events tell (platforms.md 2.1)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from storage.models import Delivery, Group, Identity


async def left(session: AsyncSession, row: Delivery) -> bool:
    """Whether the person has blocked us, or the group has let us go: then nothing is sent unasked."""
    gone = (
        select(Group.left_at).where(Group.channel == row.channel, Group.chat_id == row.chat_id)
        if row.chat_kind == "group"
        else select(Identity.blocked_at).where(Identity.channel == row.channel, Identity.account_id == row.chat_id)
    )
    return await session.scalar(gone) is not None


async def seats(session: AsyncSession, chat: ChatRef, told: int | None) -> int:
    """How many messages one push costs here: a group's members, as told now or else last; that is kept for previews."""
    if not chat.is_group:
        return 1
    group = await session.scalar(select(Group).where(Group.channel == chat.channel, Group.chat_id == chat.id))
    if group is None:
        return told or 1
    if told is not None and told != group.member_count:
        group.member_count = told
    return told or group.member_count or 1
