"""Groups the bot sits in, and the fund that a village group belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.services import audit
from storage.models import Group


async def group(session: AsyncSession, chat: ChatRef) -> Group | None:
    """The row of a group chat, if we know it."""
    found: Group | None = await session.scalar(
        select(Group).where(Group.channel == chat.channel, Group.chat_id == chat.id)
    )
    return found


async def fund_of(session: AsyncSession, chat: ChatRef) -> int | None:
    """The id of the fund that a group chat is bound to; None for 1:1 chats and unbound groups."""
    row = await group(session, chat) if chat.is_group else None
    return row.fund_id if row else None


async def joined(session: AsyncSession, chat: ChatRef, now: datetime) -> Group:
    """Notes that we are in a group, again or for the first time."""
    row = await group(session, chat)
    if row is None:
        row = Group(channel=chat.channel, chat_id=chat.id, joined_at=now)
        session.add(row)
    row.left_at = None
    await session.flush()
    return row


async def left(session: AsyncSession, chat: ChatRef, now: datetime) -> None:
    """Notes that we are out of a group and forgets its binding: a new invitation starts afresh."""
    row = await group(session, chat)
    if row is not None:
        row.left_at, row.fund_id, row.area_id = now, None, None


async def bind(session: AsyncSession, chat: ChatRef, fund_id: int, person_id: int, now: datetime) -> None:
    """Ties a village group to a fund, on the word of the fund's officer (the caller has checked the role)."""
    row = await joined(session, chat, now)
    before = {"fund_id": row.fund_id}
    row.fund_id, row.bound_by_person_id = fund_id, person_id
    audit.record(
        session, now, "group.bound", f"group:{row.id}", person_id=person_id, before=before, after={"fund_id": fund_id}
    )
