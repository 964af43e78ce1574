"""Who can still be written to: a platform answers 200 for those who blocked us; its events tell (platforms.md 2.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel, ChatRef
from bot.clock import Clock
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


RECOUNT = timedelta(days=1)


@dataclass
class Counter:
    """Knows how many read along in groups that belong to a fund or zone, so that a preview can say what it costs."""

    sessions: async_sessionmaker[AsyncSession]
    reading: async_sessionmaker[AsyncSession]
    clock: Clock
    _asked: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def look(self, channel: Channel) -> None:
        """Asks the platform once a day for each such group. A network call each: hold no transaction."""
        now = self.clock.now()
        async with self.reading() as session:
            bound = or_(Group.fund_id.is_not(None), Group.area_id.is_not(None))
            rows = await session.execute(
                select(Group.chat_id, Group.member_count).where(
                    Group.channel == channel.name, Group.left_at.is_(None), bound
                )
            )
            known = [(chat, count) for chat, count in rows]
        for chat, count in known:
            asked = self._asked.get((channel.name, chat))
            if asked is not None and timedelta(0) <= now - asked < RECOUNT:
                continue
            self._asked[channel.name, chat] = now
            told = await channel.member_count(ChatRef(channel.name, chat, "group"))
            if told is not None and told != count:
                which = (Group.channel == channel.name, Group.chat_id == chat)
                async with self.sessions.begin() as session:
                    await session.execute(update(Group).where(*which).values(member_count=told))
