"""Takes events out of the inbox, one turn each, and puts what is to be said into the outbox.

What the handlers wrote, the queued replies and the events' ends are committed together, so a crash anywhere repeats the
whole or nothing, and a person sees one answer. The turns of one claim, each of another chat, share a transaction; where
one of them fails, all are undone and each is taken in a transaction of its own, so that it harms no other.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel, ChatRef, Incoming, Reply, say
from bot.clock import Clock
from bot.delivery import codec
from bot.delivery.menus import MenuKeeper
from bot.delivery.planner import token_deadline
from bot.services import conversations, menus
from bot.turn import Said, TurnTaker
from storage import inbox, outbox
from storage.errors import LeaseLost
from storage.models import Delivery, InboxEvent

log = structlog.get_logger()

AT_ONCE = 32
"""Turns in one transaction: enough to share its cost, few enough that none waits long for the last."""
TRIES_BEFORE_APOLOGY = 2
"""A passing fault (a locked database) deserves a second try; the reply token leaves no time for a third."""


@dataclass(frozen=True)
class Heard:
    """A claimed event that could be read."""

    event: InboxEvent
    incoming: Incoming


@dataclass
class Worker:
    """Handles what has arrived. Several may run, on several machines: a claim belongs to one."""

    sessions: async_sessionmaker[AsyncSession]
    clock: Clock
    turns: TurnTaker
    channels: Mapping[str, Channel]
    menus: MenuKeeper | None = None
    at_once: int = AT_ONCE
    _hints: set[asyncio.Task[None]] = field(default_factory=set)

    async def run_once(self) -> int:
        """Handles up to a batch of waiting events; says how many there were."""
        async with self.sessions.begin() as session:
            events = await inbox.claim(session, self.clock.now(), self.at_once)
        heard = [one for event in events if (one := await self._read(event)) is not None]
        for one in heard:
            self._hint(one.incoming)
        await self._handle(heard)
        return len(events)

    async def _read(self, event: InboxEvent) -> Heard | None:
        try:
            return Heard(event, self.channels[event.channel].read(json.loads(event.body or "{}")))
        except (ValueError, KeyError) as fault:
            log.error("event.unreadable", inbox_id=event.id, error=type(fault).__name__)
            async with self.sessions.begin() as session:
                await inbox.give_up(session, event, self.clock.now(), type(fault).__name__)
            return None

    async def _handle(self, heard: Sequence[Heard]) -> None:
        """Takes the turns together, or each by itself where that fails; whatever happens, the others go on."""
        if not heard:
            return
        try:
            await self._take(heard)
        except Exception as fault:
            if len(heard) > 1:
                log.warning("turns.apart", turns=len(heard), error=type(fault).__name__)
                for one in heard:
                    await self._handle([one])
            elif isinstance(fault, LeaseLost):
                log.warning("turn.lease_lost", inbox_id=heard[0].event.id)
            else:
                await self._mishap(heard[0], fault)

    async def _take(self, heard: Sequence[Heard]) -> None:
        """The turns, all that follows from them and their ends: all committed or nothing."""
        async with self.sessions.begin() as session:
            await self.turns.read_ahead(session, [one.incoming for one in heard])
            taken: list[tuple[Heard, Said]] = []
            for one in heard:
                taken.append((one, await self.turns.take(session, one.incoming)))
                await asyncio.sleep(0)  # whoever knocks meanwhile is let in
            told = [said.told for _, said in taken if said.told is not None]
            await conversations.remember(session, told, self.clock.now())
            await outbox.queue_all(session, (each for one, said in taken for each in self._deliveries(one, said)))
            kept, emptied = ([one.event for one, said in taken if said.heard is ours] for ours in (True, False))
            await inbox.finish_all(session, kept, emptied, self.clock.now())
            roles = await self._roles(session, heard)
        for (channel, account), role in roles.items():
            if self.menus is not None:
                self._beside(self.menus.look(channel, account, role))

    def _deliveries(self, one: Heard, said: Said) -> list[Delivery]:
        """What is to be sent after a turn: the answer and what other chats are told."""
        event, incoming, now = one.event, one.incoming, self.clock.now()
        cause = f"event:{event.channel}:{event.event_id}"
        found = []
        if said.reply is not None:
            delivery = _delivery(incoming.chat, said.reply, cause, 0, now)
            delivery.reply_token, delivery.why = incoming.reply_token, "answer"
            if incoming.reply_token is not None:
                capabilities = self.channels[event.channel].capabilities
                delivery.token_expires_at = token_deadline(event.received_at, event.occurred_at, capabilities)
            found.append(delivery)
        for number, notice in enumerate(said.notices, 1):
            delivery = _delivery(notice.chat, notice.reply, f"{cause}/{notice.cause}", number, now)
            delivery.urgency, delivery.person_id, delivery.why = notice.urgency, notice.person_id, "notice"
            found.append(delivery)
        return found

    async def _mishap(self, one: Heard, fault: Exception) -> None:
        """Tries once more; then says one calm sentence with a code that is in the log."""
        event, incoming = one.event, one.incoming
        code = secrets.token_hex(3)
        log.error(
            "turn.failed",
            inbox_id=event.id,
            code=code,
            error=type(fault).__name__,
            where=_where(fault),
            attempt=event.attempts,
        )
        async with self.sessions.begin() as session:
            if event.attempts < TRIES_BEFORE_APOLOGY:
                await inbox.fail(session, event, self.clock.now(), type(fault).__name__, retry_in=timedelta(0))
                return
            await inbox.give_up(session, event, self.clock.now(), type(fault).__name__)
            if not incoming.listen_only and (not incoming.chat.is_group or incoming.mentions_bot):
                sorry = say(self.turns.words("common.mishap", code=code))
                await outbox.queue_all(session, self._deliveries(one, Said(sorry)))

    def _hint(self, incoming: Incoming) -> None:
        """Shows "read" and the dots beside the work; nothing waits for it."""
        if not incoming.chat.is_group and not incoming.listen_only:
            self._beside(self.channels[incoming.chat.channel].hint(incoming))

    async def _roles(self, session: AsyncSession, heard: Iterable[Heard]) -> dict[tuple[str, str], str]:
        """The speakers' roles after their turns, as menus have it, by channel and account; none without menus."""
        alone: dict[str, list[str]] = {}
        for incoming in (one.incoming for one in heard):
            channel, account = incoming.chat.channel, incoming.account
            if not incoming.chat.is_group and account and self.menus is not None and self.menus.keeps(channel):
                alone.setdefault(channel, []).append(account)
        return {
            (channel, account): role
            for channel, accounts in alone.items()
            for account, role in (await menus.menus_of(session, channel, accounts, self.clock.today())).items()
        }

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._hints.add(task)
        task.add_done_callback(self._hints.discard)


def _delivery(chat: ChatRef, reply: Reply, cause: str, seq: int, now: datetime) -> Delivery:
    return Delivery(
        id=str(uuid.uuid4()),
        channel=chat.channel,
        chat_id=chat.id,
        chat_kind=chat.kind,
        cause=cause,
        seq=seq,
        urgency="normal",
        body=codec.encode(reply),
        state="queued",
        cost=0,
        attempts=0,
        created_at=now,
        next_at=now,
    )


def _where(fault: BaseException) -> str:
    """File and line of a fault without its message, which may quote what a person wrote."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
