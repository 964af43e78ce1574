"""What the handlers' tests share: turns of talk in a demo network, and what a person reads of a reply."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Attachment, Card, ChatRef, Incoming, Kind, Part, Reply, Text
from bot.clock import BANGKOK, MovableClock
from bot.demo import identities
from bot.handlers.context import Memory, Turn
from bot.services import groups, recognition
from bot.understanding.result import Understanding
from bot.words import load_words

START = datetime(2026, 11, 21, 10, 0, tzinfo=BANGKOK)
TurnMaker = Callable[..., Coroutine[Any, Any, Turn]]


def turn_maker(session: AsyncSession, clock: MovableClock) -> TurnMaker:
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
        kind_of_event: Kind = Kind.TEXT,
        **slots: Any,
    ) -> Turn:
        account = identities.user_id(persona)
        chat = ChatRef("line", identities.group_id(where), "group") if where else ChatRef("line", account, "direct")
        bound = await groups.group(session, chat) if where else None
        return Turn(
            incoming=Incoming("event-1", kind_of_event, chat, clock.now(), account=account, text=text),
            session=session,
            clock=clock,
            words=load_words(),
            speaker=await recognition.recognise(session, "line", account, clock.now(), clock.today()),
            understood=Understanding(intent, 1.0, 1.0, slots, text=text),
            memory=Memory(pending=pending),
            group_fund_id=bound.fund_id if bound else None,
        )

    return make


def text_of(reply: Reply) -> str:
    """All that a person reads of a reply, cards as plain text."""
    return "\n\n".join(_words_of(part) for part in reply.parts)


def _words_of(part: Part) -> str:
    match part:
        case Card():
            return part.plain()
        case Attachment():
            return part.alt
        case Text():
            return part.text


def labels(reply: Reply) -> list[str]:
    """What a person may tap under a reply."""
    return [choice.label for choice in reply.choices]
