"""What a conversation remembers: one row for each chat and person in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from storage.models import Conversation
from storage.queues import put_rows

KEY = ("channel", "chat_id", "account_id")
_COLUMNS = (Conversation.channel, Conversation.chat_id, Conversation.account_id)
STATES = select(*_COLUMNS, Conversation.state).where(tuple_(*_COLUMNS).in_(bindparam("talks", expanding=True)))
"""Built once: putting a statement together costs as much as running it."""


@dataclass(frozen=True)
class Talk:
    """One account's conversation in one chat."""

    chat: ChatRef
    account: str

    @property
    def key(self) -> tuple[str, str, str]:
        """As the table has it."""
        return self.chat.channel, self.chat.id, self.account


async def states(session: AsyncSession, talks: Collection[Talk]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The stored states by the talks' keys; those that have not begun are left out."""
    if not talks:
        return {}
    rows = await session.execute(STATES, {"talks": [talk.key for talk in talks]})
    return {(channel, chat, account): state for channel, chat, account, state in rows}


async def remember(
    session: AsyncSession, told: Sequence[tuple[Talk, int | None, dict[str, Any]]], now: datetime
) -> None:
    """Keeps the states of conversations, each with its person where he is known."""
    rows = [
        {**dict(zip(KEY, talk.key, strict=True)), "person_id": person_id, "state": state, "updated_at": now}
        for talk, person_id, state in told
    ]
    await put_rows(session, Conversation, rows, KEY, ("state", "updated_at"))
