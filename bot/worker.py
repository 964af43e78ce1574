"""Takes events out of the inbox, one turn each, and puts what is to be said into the outbox.

Each turn is one transaction: what the handler wrote, the queued replies and the event's end are committed together, so
a crash anywhere repeats the whole or nothing, and a person sees one answer.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from collections.abc import Coroutine, Mapping
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
from bot.services import menus
from bot.turn import Said, TurnTaker
from storage import inbox, outbox
from storage.errors import LeaseLost
from storage.models import Delivery, InboxEvent

log = structlog.get_logger()

TRIES_BEFORE_APOLOGY = 2
"""A passing fault (a locked database) deserves a second try; the reply token leaves no time for a third."""


@dataclass
class Worker:
    """Handles what has arrived. Several may run, on several machines: a claim belongs to one."""

    sessions: async_sessionmaker[AsyncSession]
    clock: Clock
    turns: TurnTaker
    channels: Mapping[str, Channel]
    menus: MenuKeeper | None = None
    _hints: set[asyncio.Task[None]] = field(default_factory=set)

    async def run_once(self) -> int:
        """Handles up to a batch of waiting events; says how many there were."""
        async with self.sessions.begin() as session:
            events = await inbox.claim(session, self.clock.now())
        for event in events:
            await self._handle(event)
        return len(events)

    async def _handle(self, event: InboxEvent) -> None:
        try:
            incoming = self.channels[event.channel].read(json.loads(event.body or "{}"))
        except (ValueError, KeyError) as fault:
            await self._give_up(event, fault)
            return
        self._hint(incoming)
        try:
            async with self.sessions.begin() as session:
                said = await self.turns.take(session, incoming)
                await self._queue(session, event, incoming, said)
                await inbox.finish(session, event, self.clock.now(), keep_body=said.heard)
                role = await self._role(session, incoming)
            if role is not None and self.menus is not None:
                self._beside(self.menus.look(incoming.chat.channel, str(incoming.account), role))
        except LeaseLost:
            log.warning("turn.lease_lost", inbox_id=event.id)
        except Exception as fault:  # whatever went wrong, the person is answered and the others go on
            await self._mishap(event, incoming, fault)

    async def _queue(self, session: AsyncSession, event: InboxEvent, incoming: Incoming, said: Said) -> None:
        cause = f"event:{event.channel}:{event.event_id}"
        if said.reply is not None:
            delivery = _delivery(incoming.chat, said.reply, cause, 0, self.clock.now())
            delivery.reply_token = incoming.reply_token
            if incoming.reply_token is not None:
                capabilities = self.channels[event.channel].capabilities
                delivery.token_expires_at = token_deadline(event.received_at, event.occurred_at, capabilities)
            await outbox.queue(session, delivery)
        for number, notice in enumerate(said.notices, 1):
            delivery = _delivery(notice.chat, notice.reply, f"{cause}/{notice.cause}", number, self.clock.now())
            delivery.urgency, delivery.person_id = notice.urgency, notice.person_id
            await outbox.queue(session, delivery)

    async def _mishap(self, event: InboxEvent, incoming: Incoming, fault: Exception) -> None:
        """Tries once more; then says one calm sentence with a code that is in the log."""
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
                await self._queue(session, event, incoming, Said(sorry))

    async def _give_up(self, event: InboxEvent, fault: Exception) -> None:
        log.error("event.unreadable", inbox_id=event.id, error=type(fault).__name__)
        async with self.sessions.begin() as session:
            await inbox.give_up(session, event, self.clock.now(), type(fault).__name__)

    def _hint(self, incoming: Incoming) -> None:
        """Shows "read" and the dots beside the work; nothing waits for it."""
        if not incoming.chat.is_group and not incoming.listen_only:
            self._beside(self.channels[incoming.chat.channel].hint(incoming))

    async def _role(self, session: AsyncSession, incoming: Incoming) -> str | None:
        """The speaker's role after this turn, as menus have it; None where there are no menus."""
        channel, account = incoming.chat.channel, incoming.account
        if incoming.chat.is_group or account is None or self.menus is None or not self.menus.keeps(channel):
            return None
        return await menus.menu_of(session, channel, account, self.clock.today())

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
