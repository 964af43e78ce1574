"""One message's way through the house: addressed? who? what? handler → reply. One transaction, nothing sent here."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import addressing
from bot.chat import Incoming, Kind, Notice, Reply, unpack
from bot.clock import Clock
from bot.handlers import arrivals, crisis, registry
from bot.handlers.context import Memory, Turn
from bot.handlers.pending import fill, gives_up
from bot.services import funds, groups, people
from bot.understanding.result import Understanding
from bot.understanding.understand import Understander
from bot.words import Words
from storage.models import Conversation, SentMessage

TOPIC_LASTS = timedelta(minutes=30)
SPEAKING_KINDS = frozenset({Kind.TEXT, Kind.PRESS, Kind.PICK, Kind.EDITED})


@dataclasses.dataclass(frozen=True)
class Said:
    """What one turn leads to: the answer in this chat, and what other chats are told."""

    reply: Reply | None = None
    notices: tuple[Notice, ...] = ()
    heard: bool = True
    """False where the message was not for us: then nothing of it may be kept."""


SILENCE = Said(heard=False)


@dataclasses.dataclass(frozen=True)
class TurnTaker:
    """Takes turns; holds what never changes between them."""

    clock: Clock
    words: Words
    understander: Understander
    call_words: tuple[str, ...]

    async def take(self, session: AsyncSession, incoming: Incoming) -> Said:
        """The answer to one event, everything it changes written into `session` but not committed."""
        if incoming.kind not in SPEAKING_KINDS:
            return await self._arrival(session, incoming)
        conversation = await _conversation(session, incoming)
        memory = Memory.load(conversation.state if conversation else None)
        if not await self._is_for_us(session, incoming, memory):
            return SILENCE
        if incoming.listen_only:
            return Said()
        speaker = await people.recognise(
            session, incoming.chat.channel, incoming.account, self.clock.now(), self.clock.today()
        )
        text = addressing.strip_call(incoming.text, self.call_words)
        turn = Turn(
            incoming=dataclasses.replace(incoming, text=text),
            session=session,
            clock=self.clock,
            words=self.words,
            speaker=speaker,
            understood=self.understander.read(text, self.clock.today()) if text else EMPTY,
            memory=memory,
            group_fund_id=await _group_fund(session, incoming),
        )
        reply = await self._answer(turn)
        await _remember(session, conversation, turn)
        return Said(reply, tuple(turn.notices))

    async def _is_for_us(self, session: AsyncSession, incoming: Incoming, memory: Memory) -> bool:
        if not incoming.chat.is_group:
            return True
        return addressing.addressed(
            incoming,
            awaits_answer=memory.pending is not None and await self._answers(session, incoming, memory.pending),
            quotes_us=await _quotes_us(session, incoming),
            call_words=self.call_words,
        )

    async def _answers(self, session: AsyncSession, incoming: Incoming, pending: dict[str, Any]) -> bool:
        """Whether a group message reads as the answer that we wait for; other talk of the same person is not ours."""
        if incoming.kind is not Kind.TEXT:
            return incoming.kind in SPEAKING_KINDS
        understood = self.understander.read(incoming.text, self.clock.today())
        return fill(pending, incoming, understood, await _tambons(session, pending)) is not None

    async def _answer(self, turn: Turn) -> Reply:
        if turn.understood.crisis:
            return await crisis.handle(turn)
        if (errand := await registry.errand(turn)) is not None:
            turn.memory.pending = None
            return errand
        if turn.incoming.kind in (Kind.PRESS, Kind.PICK):
            reading = _pressed(turn)
            if reading is None:
                return await registry.pressed(turn)
            turn.understood = reading
        elif turn.memory.pending is not None:
            turn.understood = await _in_dialog(turn, turn.memory.pending)
        else:
            turn.understood = _lean_on_topic(turn)
        asked_before = turn.memory.pending
        reply = await registry.handle(turn, turn.understood.intent)
        if turn.memory.pending is asked_before:
            turn.memory.pending = None  # the handler asked nothing further: our question is settled
        if registry.is_topic(turn.understood.intent):
            slots = {
                name: value for name, value in turn.understood.slots.items() if isinstance(value, str | int | float)
            }
            turn.memory.topic = {"intent": turn.understood.intent, "slots": slots, "at": turn.clock.now().isoformat()}
        return reply

    async def _arrival(self, session: AsyncSession, incoming: Incoming) -> Said:
        conversation = await _conversation(session, incoming)
        memory = Memory.load(conversation.state if conversation else None)
        speaker = people.UNKNOWN
        if not incoming.chat.is_group and incoming.kind is not Kind.OTHER:
            speaker = await people.recognise(
                session, incoming.chat.channel, incoming.account, self.clock.now(), self.clock.today()
            )
        turn = Turn(incoming, session, self.clock, self.words, speaker, EMPTY, memory)
        reply = await arrivals.handle(turn)
        if incoming.listen_only:
            reply = None
        return Said(reply, tuple(turn.notices), heard=reply is not None)


async def _in_dialog(turn: Turn, pending: dict[str, Any]) -> Understanding:
    """A message while our question waits: giving up, its answer, a new need, or an answer that we could not read."""
    if gives_up(turn):
        return dataclasses.replace(turn.understood, intent="cancel")
    if filled := fill(pending, turn.incoming, turn.understood, await _tambons(turn.session, pending)):
        return filled
    if registry.is_new_need(turn.understood):
        turn.memory.pending = None
        return turn.understood
    return dataclasses.replace(turn.understood, intent=pending["intent"], slots=pending["slots"])


EMPTY = Understanding(intent="out_of_scope", confidence=0.0, in_domain=0.0)


def _pressed(turn: Turn) -> Understanding | None:
    """A button's data as something understood: `ask:` starts a need, `fill:` answers our question; None: neither."""
    verb, names, raw = unpack(turn.incoming.data)
    slots = {name: registry.typed(name, value) for name, value in raw.items()}
    if turn.incoming.kind is Kind.PICK:
        slots[names[0] if names else "date"] = turn.incoming.picked
    pending = turn.memory.pending
    if verb == "ask" and names:
        return Understanding(names[0], 1.0, 1.0, slots)
    if verb == "fill" and names and pending is not None and pending["ask"] == names[0]:
        return Understanding(pending["intent"], 1.0, 1.0, {**pending["slots"], **slots})
    return None


def _lean_on_topic(turn: Turn) -> Understanding:
    """A follow-up without its own subject ("and which papers?") means the benefit that was just talked about."""
    topic, understood = turn.memory.topic, turn.understood
    if (
        topic is None
        or not registry.leans(understood.intent)
        or "kind" in understood.slots
        or "kind" not in topic["slots"]
    ):
        return understood
    if turn.clock.now() - datetime.fromisoformat(topic["at"]) > TOPIC_LASTS:
        return understood
    carried = {name: value for name, value in topic["slots"].items() if name in registry.CARRIED}
    return dataclasses.replace(understood, slots={**carried, **understood.slots})


async def _conversation(session: AsyncSession, incoming: Incoming) -> Conversation | None:
    if incoming.account is None:
        return None
    found: Conversation | None = await session.scalar(
        select(Conversation).where(
            Conversation.channel == incoming.chat.channel,
            Conversation.chat_id == incoming.chat.id,
            Conversation.account_id == incoming.account,
        )
    )
    return found


async def _remember(session: AsyncSession, conversation: Conversation | None, turn: Turn) -> None:
    if turn.incoming.account is None:
        return
    if conversation is None:
        conversation = Conversation(
            channel=turn.incoming.chat.channel,
            chat_id=turn.incoming.chat.id,
            account_id=turn.incoming.account,
            person_id=turn.speaker.person_id,
        )
        session.add(conversation)
    conversation.state = turn.memory.dump()
    conversation.updated_at = turn.clock.now()


async def _tambons(session: AsyncSession, pending: dict[str, Any]) -> list[str]:
    """The funds' tambons, where our question was for the fund; else nothing."""
    return [fund.tambon for fund in await funds.all_funds(session)] if pending["ask"] == "fund" else []


async def _quotes_us(session: AsyncSession, incoming: Incoming) -> bool:
    if incoming.quoted_id is None:
        return False
    own = await session.scalar(
        select(SentMessage.id).where(
            SentMessage.channel == incoming.chat.channel, SentMessage.message_id == incoming.quoted_id
        )
    )
    return own is not None


async def _group_fund(session: AsyncSession, incoming: Incoming) -> int | None:
    if not incoming.chat.is_group:
        return None
    group = await groups.group(session, incoming.chat)
    return group.fund_id if group else None
