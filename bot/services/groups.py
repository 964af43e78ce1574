"""Groups the bot sits in, and the fund or zone that each belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.services import audit
from storage.models import Fund, Group


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


async def area_of(session: AsyncSession, chat: ChatRef) -> int | None:
    """The id of the area that a group chat is bound to, a fund's own node or a zone; None for all others."""
    row = await group(session, chat) if chat.is_group else None
    if row is None:
        return None
    if row.fund_id is not None:
        return (await session.get_one(Fund, row.fund_id)).area_id
    return row.area_id


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
    """Ties a group to a fund (the caller has checked the right); whatever it was tied to before is let go."""
    await _tie(session, chat, person_id, now, fund_id, None)


async def bind_area(session: AsyncSession, chat: ChatRef, area_id: int, person_id: int, now: datetime) -> None:
    """Ties a group to a zone or another area (the caller has checked the right)."""
    await _tie(session, chat, person_id, now, None, area_id)


async def unbind(session: AsyncSession, chat: ChatRef, person_id: int, now: datetime) -> bool:
    """Lets a group go; False where it was tied to nothing. The caller has checked the right."""
    row = await group(session, chat)
    if row is None or (row.fund_id is None and row.area_id is None):
        return False
    before = _bound(row)
    row.fund_id, row.area_id, row.bound_by_person_id = None, None, None
    audit.record(session, now, "group.unbound", f"group:{row.id}", person_id=person_id, before=before)
    await session.flush()
    return True


async def _tie(
    session: AsyncSession, chat: ChatRef, person_id: int, now: datetime, fund_id: int | None, area_id: int | None
) -> None:
    row = await joined(session, chat, now)
    before = _bound(row)
    row.fund_id, row.area_id, row.bound_by_person_id = fund_id, area_id, person_id
    audit.record(session, now, "group.bound", f"group:{row.id}", person_id=person_id, before=before, after=_bound(row))
    await session.flush()


def _bound(row: Group) -> dict[str, int | None]:
    return {"fund_id": row.fund_id, "area_id": row.area_id}
