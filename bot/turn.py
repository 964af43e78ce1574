"""One message's way through the house: addressed? who? what? handler → reply. Nothing is committed or sent here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot import addressing
from bot.chat import Incoming, Kind, Notice, Reply
from bot.clock import Clock
from bot.handlers import arrivals, crisis, forms, meaning, registry, taps
from bot.handlers.context import Bridge, Memory, Turn
from bot.services import conversations, groups, recognition, register
from bot.services.conversations import Talk, Told
from bot.services.people import UNKNOWN, Speaker
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
    told: Told | None = None
    """What the conversation is to remember."""


@dataclass(frozen=True)
class TurnTaker:
    """Takes turns; holds what never changes between them."""

    clock: Clock
    words: Words
    understander: Understander
    call_words: tuple[str, ...]
    bridge: Bridge | None = None

    async def read_ahead(self, session: AsyncSession, messages: Iterable[Incoming]) -> None:
        """Reads at once what the turns of these messages will ask; it holds until one of them writes."""
        talks = [talk for incoming in messages if (talk := _talk(incoming)) is not None]
        accounts = {(talk.chat.channel, talk.account) for talk in talks}
        speakers = await recognition.read_ahead(session, accounts, self.clock.today())
        await register.read_ahead(session, [member.id for speaker in speakers for member in speaker.members])
        await conversations.read_ahead(session, talks)

    async def take(self, session: AsyncSession, incoming: Incoming) -> Said:
        """The answer to one event; what it changes is written into `session` but not committed, save what is `told`."""
        talk = _talk(incoming)
        turn = self._turn(session, incoming, Memory.load(await conversations.state(session, talk) if talk else None))
        if incoming.kind not in SPEAKING:
            return await self._arrival(turn)
        if not await self._is_for_us(turn, incoming):
            return Said(heard=False)
        if incoming.listen_only:
            return Said()
        turn.speaker = await self._speaker(turn)
        await self._bound(turn)
        reply = await answer(turn)
        told = Told(talk, turn.speaker.person_id, turn.memory.dump()) if talk else None
        return Said(reply if reply.parts else None, tuple(turn.notices), told=told)

    def _turn(self, session: AsyncSession, incoming: Incoming, memory: Memory) -> Turn:
        text = addressing.strip_call(incoming.text, self.call_words)
        today = self.clock.today()
        understood = self.understander.read(text, today) if text else CALLED
        turn = Turn(replace(incoming, text=text), session, self.clock, self.words, UNKNOWN, understood, memory)
        turn.bridge = self.bridge
        if not understood.crisis and (two := self.understander.read_two(text, today)):
            turn.understood, turn.second = two
        return turn

    async def _is_for_us(self, turn: Turn, incoming: Incoming) -> bool:
        """Asks of the message as it came: in the turn the word that calls us is already taken off."""
        chat = incoming.chat
        if not chat.is_group:
            return True
        quoted = incoming.quoted_id
        return addressing.addressed(
            incoming,
            awaits_answer=await meaning.answers_us(turn) or await self._answers_form(turn),
            quotes_us=quoted is not None and await outbox.is_ours(turn.session, chat.channel, quoted),
            call_words=self.call_words,
        )

    async def _answers_form(self, turn: Turn) -> bool:
        """Whether the message is an answer to this person's form: asked only where one runs and still listens."""
        if not conversations.awaits_answer({"draft": turn.memory.draft}, self.clock.now()):
            return False
        turn.speaker = await self._speaker(turn)
        await self._bound(turn)
        return await forms.answers_us(turn)

    async def _bound(self, turn: Turn) -> None:
        """What the group is bound to: a fund, a zone, or nothing."""
        row = await groups.group(turn.session, turn.incoming.chat) if turn.in_group else None
        turn.group_fund_id, turn.group_area_id = (row.fund_id, row.area_id) if row else (None, None)

    async def _speaker(self, turn: Turn) -> Speaker:
        channel, account = turn.incoming.chat.channel, turn.incoming.account
        return await recognition.recognise(turn.session, channel, account, self.clock.now(), self.clock.today())

    async def _arrival(self, turn: Turn) -> Said:
        if not turn.in_group and turn.incoming.kind is not Kind.OTHER:
            turn.speaker = await self._speaker(turn)
        remembered, talk = turn.memory.dump(), _talk(turn.incoming)
        reply = await arrivals.handle(turn)
        if turn.incoming.listen_only:
            reply = None
        asked = talk is not None and reply is not None and turn.memory.dump() != remembered
        told = Told(talk, turn.speaker.person_id, turn.memory.dump()) if talk and asked else None
        said = reply if reply is not None and reply.parts else None
        return Said(said, tuple(turn.notices), heard=reply is not None, told=told)


def _talk(incoming: Incoming) -> Talk | None:
    """The conversation of a message; people whose account is hidden have none."""
    return Talk(incoming.chat, incoming.account) if incoming.account is not None else None


async def answer(turn: Turn) -> Reply:
    """What is said: a life in danger comes first, then the form that runs, then fixed calls, then the need itself."""
    if turn.understood.crisis:
        return await crisis.handle(turn)
    if (heard := await forms.hear(turn)) is not None:
        return heard
    waiting = turn.memory.draft
    reply = await _need(turn)
    return await forms.resume(turn, reply) if turn.memory.draft is waiting else reply


async def _need(turn: Turn) -> Reply:
    """The answer to a need of its own, whatever form may wait."""
    if (errand := await registry.errand(turn)) is not None:
        return errand
    understood = await meaning.meaning(turn)
    if understood is None:
        return await taps.pressed(turn)
    turn.understood = understood
    asked_before = turn.memory.pending
    reply = await registry.handle(turn, understood.intent)
    if turn.memory.pending is asked_before:
        turn.memory.pending = None  # the handler asked nothing further: our question is settled
    meaning.note_topic(turn)
    second = meaning.second_need(turn)
    if second is None:
        return reply
    turn.understood, turn.second = second, None
    more = await registry.handle(turn, second.intent)
    return Reply((*reply.parts, *more.parts), more.choices)
