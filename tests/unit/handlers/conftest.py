"""A demo network in memory, and turns of talk in it: `turn("malee", "benefit.amount", kind="hospital")`."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Card, ChatRef, Incoming, Kind, Reply
from bot.clock import BANGKOK, MovableClock
from bot.demo import identities
from bot.demo.network import lay
from bot.handlers.context import Memory, Turn
from bot.services import groups, people
from bot.understanding.result import Understanding
from bot.words import load_words
from storage.models import Base
from storage.session import engine, sessions

START = datetime(2026, 11, 21, 10, 0, tzinfo=BANGKOK)
KEY = base64.b64encode(bytes(32)).decode()


@pytest.fixture
async def session() -> AsyncIterator[AsyncSession]:
    """A session on an in-memory database with the demo network laid in."""
    made = engine("sqlite+aiosqlite:///:memory:", data_key=KEY)
    try:
        async with made.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with sessions(made)() as opened:
            accounts = {key: identities.user_id(key) for key in identities.PERSONAS}
            chats = {key: identities.group_id(key) for key in identities.GROUPS}
            await lay(opened, "line", accounts, chats)
            await opened.flush()
            yield opened
    finally:
        await made.dispose()


@pytest.fixture
def clock() -> MovableClock:
    """The demo's start, standing still."""
    return MovableClock(START)


TurnMaker = Callable[..., Coroutine[Any, Any, Turn]]


@pytest.fixture
def turn(session: AsyncSession, clock: MovableClock) -> TurnMaker:
    """Makes a turn: who speaks, the understood intent, what was typed, where, and the slots.

    `pending` stands for a question of ours that this message answers; `where` names a demo group, None is the 1:1 chat.
    """

    async def make(
        persona: str,
        intent: str,
        text: str = "",
        /,
        *,
        where: str | None = None,
        pending: dict[str, Any] | None = None,
        **slots: Any,
    ) -> Turn:
        account = identities.user_id(persona)
        chat = ChatRef("line", identities.group_id(where), "group") if where else ChatRef("line", account, "direct")
        incoming = Incoming("event-1", Kind.TEXT, chat, clock.now(), account=account, text=text)
        bound = await groups.group(session, chat) if where else None
        return Turn(
            incoming=incoming,
            session=session,
            clock=clock,
            words=load_words(),
            speaker=await people.recognise(session, "line", account, clock.now(), clock.today()),
            understood=Understanding(intent, 1.0, 1.0, slots, text=text),
            memory=Memory(pending=pending),
            group_fund_id=bound.fund_id if bound else None,
        )

    return make


def text_of(reply: Reply) -> str:
    """All that a person reads of a reply, cards as plain text."""
    return "\n\n".join(part.plain() if isinstance(part, Card) else part.text for part in reply.parts)


def labels(reply: Reply) -> list[str]:
    """What a person may tap under a reply."""
    return [choice.label for choice in reply.choices]
