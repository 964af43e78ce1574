"""One message's way through the house: addressed? who? what? handler → reply. Nothing is committed or sent here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import addressing
from bot.chat import Incoming, Kind, Notice, Reply
from bot.clock import Clock
from bot.handlers import arrivals, crisis, meaning, registry
from bot.handlers.context import Memory, Turn
from bot.services import conversations, groups, recognition
from bot.services.conversations import Talk
from bot.services.people import UNKNOWN, Speaker
from bot.services.recognition import Account
from bot.understanding.result import Understanding
from bot.understanding.understand import Understander
from bot.words import Words
from storage import outbox

SPEAKING = frozenset({Kind.TEXT, Kind.PRESS, Kind.PICK, Kind.EDITED})
CALLED = Understanding(intent="greet", confidence=1.0, in_domain=1.0)
"""Somebody who says nothing but our name is greeted."""


@dataclass(frozen=True)
class Said:
    """What one turn leads to: the answer in this chat, and what other chats are told."""

    reply: Reply | None = None
    notices: tuple[Notice, ...] = ()
    heard: bool = True
    """False where the message was not for us: then nothing of it may be kept."""


@dataclass
class Round:
    """Turns in one transaction: what is read for all before the first, what is written for all after the last.

    All its messages are heard as of its beginning, as if they had come at the same instant; no chat is in it twice.
    Nothing read here outlives the transaction.
    """

    states: dict[tuple[str, str, str], dict[str, Any]]
    speakers: dict[Account, Speaker]
    told: list[tuple[Talk, int | None, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class TurnTaker:
    """Takes turns; holds what never changes between them."""

    clock: Clock
    words: Words
    understander: Understander
    call_words: tuple[str, ...]

    async def begin(self, session: AsyncSession, messages: Iterable[Incoming]) -> Round:
        """Reads at once what the turns of these messages need."""
        talks = [talk for incoming in messages if (talk := _talk(incoming)) is not None]
        accounts = {(talk.chat.channel, talk.account) for talk in talks}
        return Round(
            await conversations.states(session, talks),
            await recognition.known_speakers(session, accounts, self.clock.today()),
        )

    async def end(self, session: AsyncSession, turns: Round) -> None:
        """Writes what the conversations of these turns remember."""
        await conversations.remember(session, turns.told, self.clock.now())

    async def take(self, session: AsyncSession, turns: Round, incoming: Incoming) -> Said:
        """The answer to one event, everything it changes written into `session` or kept in `turns` for their end."""
        talk = _talk(incoming)
        turn = self._turn(session, incoming, Memory.load(turns.states.get(talk.key) if talk else None))
        if incoming.kind not in SPEAKING:
            return await self._arrival(turn, turns)
        if not await self._is_for_us(turn, incoming):
            return Said(heard=False)
        if incoming.listen_only:
            return Said()
        turn.speaker = await self._speaker(turn, turns)
        turn.group_fund_id = await groups.fund_of(session, incoming.chat)
        reply = await answer(turn)
        if talk is not None:
            turns.told.append((talk, turn.speaker.person_id, turn.memory.dump()))
        return Said(reply if reply.parts else None, tuple(turn.notices))

    def _turn(self, session: AsyncSession, incoming: Incoming, memory: Memory) -> Turn:
        text = addressing.strip_call(incoming.text, self.call_words)
        understood = self.understander.read(text, self.clock.today()) if text else CALLED
        return Turn(replace(incoming, text=text), session, self.clock, self.words, UNKNOWN, understood, memory)

    async def _is_for_us(self, turn: Turn, incoming: Incoming) -> bool:
        """Asks of the message as it came: in the turn the word that calls us is already taken off."""
        chat = incoming.chat
        if not chat.is_group:
            return True
        quoted = incoming.quoted_id
        return addressing.addressed(
            incoming,
            awaits_answer=await meaning.answers_us(turn),
            quotes_us=quoted is not None and await outbox.is_ours(turn.session, chat.channel, quoted),
            call_words=self.call_words,
        )

    async def _speaker(self, turn: Turn, turns: Round) -> Speaker:
        channel, account = turn.incoming.chat.channel, turn.incoming.account
        if account is None:
            return UNKNOWN
        if (channel, account) not in turns.speakers:
            turns.speakers[channel, account] = await recognition.meet(turn.session, channel, account, self.clock.now())
        return turns.speakers[channel, account]

    async def _arrival(self, turn: Turn, turns: Round) -> Said:
        if not turn.in_group and turn.incoming.kind is not Kind.OTHER:
            turn.speaker = await self._speaker(turn, turns)
        reply = await arrivals.handle(turn)
        if turn.incoming.listen_only:
            reply = None
        return Said(reply, tuple(turn.notices), heard=reply is not None)


def _talk(incoming: Incoming) -> Talk | None:
    """The conversation of a message; people whose account is hidden have none."""
    return Talk(incoming.chat, incoming.account) if incoming.account is not None else None


async def answer(turn: Turn) -> Reply:
    """What is said: a life in danger comes first, then fixed calls, then what the message means where it stands."""
    if turn.understood.crisis:
        return await crisis.handle(turn)
    if (errand := await registry.errand(turn)) is not None:
        return errand
    understood = await meaning.meaning(turn)
    if understood is None:
        return await registry.pressed(turn)
    turn.understood = understood
    asked_before = turn.memory.pending
    reply = await registry.handle(turn, understood.intent)
    if turn.memory.pending is asked_before:
        turn.memory.pending = None  # the handler asked nothing further: our question is settled
    meaning.note_topic(turn)
    return reply
