"""What a conversation remembers: one row for each chat and person in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from storage.models import Conversation


async def conversation(session: AsyncSession, chat: ChatRef, account: str | None) -> Conversation | None:
    """The conversation of an account in a chat, None for the first message and for people whose account is hidden."""
    if account is None:
        return None
    found: Conversation | None = await session.scalar(
        select(Conversation).where(
            Conversation.channel == chat.channel, Conversation.chat_id == chat.id, Conversation.account_id == account
        )
    )
    return found


def remember(
    session: AsyncSession,
    row: Conversation | None,
    chat: ChatRef,
    account: str | None,
    person_id: int | None,
    state: dict[str, Any],
    now: datetime,
) -> None:
    """Keeps the state of a conversation; nothing is kept of people whose account is hidden."""
    if account is None:
        return
    if row is None:
        row = Conversation(channel=chat.channel, chat_id=chat.id, account_id=account, person_id=person_id)
        session.add(row)
    row.state, row.updated_at = state, now
