"""A chat that got a new id (Telegram gives one to a group that grows): what is stored of it moves along."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import Conversation, Delivery, Group, Question


async def move(session: AsyncSession, channel: str, old: str, new: str, now: datetime) -> None:
    """Moves binding, talks, waiting messages and open questions to chat `new`; doing it twice is harmless."""
    if not new or new == old:
        return
    await _group(session, channel, old, new, now)
    here = select(Conversation.account_id).where(Conversation.channel == channel, Conversation.chat_id == new)
    known = list(await session.scalars(here))
    talks = (Conversation.channel == channel, Conversation.chat_id == old)
    await session.execute(delete(Conversation).where(*talks, Conversation.account_id.in_(known)))
    await session.execute(update(Conversation).where(*talks).values(chat_id=new))
    # what is just being sent is told of the move itself, and comes back as queued
    waiting = (Delivery.channel == channel, Delivery.chat_id == old, Delivery.state == "queued")
    await session.execute(update(Delivery).where(*waiting).values(chat_id=new))
    asked = (Question.channel == channel, Question.chat_id == old)
    await session.execute(update(Question).where(*asked).values(chat_id=new))


async def _group(session: AsyncSession, channel: str, old: str, new: str, now: datetime) -> None:
    rows = await session.scalars(select(Group).where(Group.channel == channel, Group.chat_id.in_([old, new])))
    found = {row.chat_id: row for row in rows}
    if (before := found.get(old)) is None:
        return
    if (after := found.get(new)) is None:
        before.chat_id = new
        audit.record(session, now, "group.moved", f"group:{before.id}", actor="system")
        return
    after.fund_id, after.area_id = after.fund_id or before.fund_id, after.area_id or before.area_id
    after.bound_by_person_id = after.bound_by_person_id or before.bound_by_person_id
    audit.record(session, now, "group.moved", f"group:{after.id}", actor="system")
    await session.delete(before)
    await session.flush()
