"""What a conversation remembers: one row for each chat and person in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from storage.models import Conversation
from storage.queues import put_rows
from storage.session import read_before

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


@dataclass(frozen=True)
class Told:
    """What a conversation is to remember, with its person where he is known."""

    talk: Talk
    person_id: int | None
    state: dict[str, Any]


LISTENS_IN_GROUP = timedelta(minutes=30)
"""So long after its last word a form in a group listens for answers that do not call us; later one must call."""


def awaits_answer(state: Mapping[str, Any] | None, now: datetime) -> bool:
    """Whether a conversation waits for something this person may say without calling us."""
    if not state:
        return False
    if state.get("pending") is not None:
        return True
    draft = state.get("draft")
    return draft is not None and now - datetime.fromisoformat(draft["at"]) <= LISTENS_IN_GROUP


async def read_ahead(session: AsyncSession, talks: Collection[Talk]) -> None:
    """Reads many states at once, for `state` in the same transaction."""
    read_before(session).update(await _states(session, talks))


async def state(session: AsyncSession, talk: Talk) -> dict[str, Any] | None:
    """The stored state of a conversation, None where it has not begun."""
    read = read_before(session)
    if talk not in read:
        read.update(await _states(session, [talk]))
    found: dict[str, Any] | None = read[talk]
    return found


async def remember(session: AsyncSession, told: Sequence[Told], now: datetime) -> None:
    """Keeps the states of conversations."""
    rows = [
        {**dict(zip(KEY, one.talk.key, strict=True)), "person_id": one.person_id, "state": one.state, "updated_at": now}
        for one in told
    ]
    await put_rows(session, Conversation, rows, KEY, ("state", "updated_at"))


async def _states(session: AsyncSession, talks: Collection[Talk]) -> dict[object, dict[str, Any] | None]:
    if not talks:
        return {}
    rows = await session.execute(STATES, {"talks": [talk.key for talk in talks]})
    known = {(channel, chat, account): state for channel, chat, account, state in rows}
    return {talk: known.get(talk.key) for talk in talks}
