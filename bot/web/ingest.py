"""The door of the house: events are made durable here, many requests in one commit, before anybody is answered 200.

What was said in a group and not to us goes no further: acknowledged and never written (architecture.md, promises).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select, tuple_
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.addressing import addressed, load_call_words
from bot.chat import Incoming
from bot.clock import Clock
from bot.services import conversations
from storage import inbox
from storage.models import Conversation, SentMessage

log = structlog.get_logger()

MOST_PER_COMMIT = 256
CROWD = 4
"""So many events in one commit mean that more are at the door than one at a time."""
PAUSE_SECONDS = 0.02
"""Without a crowd for so long, it has passed."""


@dataclass(frozen=True)
class RawEvent:
    """One event as it came, masked, and the same as Incoming."""

    incoming: Incoming
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class _Waiting:
    channel: str
    event: RawEvent
    doubtful: bool
    """Ours only if we await this person's answer, or a message of ours is quoted: the database knows."""
    stored: asyncio.Future[None]


class Ingest:
    """Writes events into the inbox with one task and one commit for all that is waiting. Lives in one event loop."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        clock: Clock,
        *,
        call_words: Sequence[str] | None = None,
        on_new: Callable[[], None] | None = None,
    ) -> None:
        self._sessions, self.clock = sessions, clock
        self._call_words = tuple(call_words if call_words is not None else load_call_words())
        self.on_new = on_new
        self._queue: list[_Waiting] = []
        self._wake = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._crowded_at = -1.0

    async def put(self, channel: str, events: Iterable[RawEvent]) -> None:
        """Returns when every event that may be meant for us is committed; repeated ones are passed over.

        Raises the database's fault where it cannot be written: then the sender must not be told 200.
        """
        loop = asyncio.get_running_loop()
        waiting = [
            _Waiting(channel, event, not self._is_ours(event), loop.create_future())
            for event in events
            if event.incoming.chat.id and self._may_be_ours(event)
        ]
        if not waiting:
            return
        self._queue.extend(waiting)
        if self._writer is None or self._writer.done():
            self._writer = loop.create_task(self._write(), name="ingest")
        self._wake.set()
        await asyncio.gather(*(one.stored for one in waiting))

    async def calm(self, patience: float) -> None:
        """Returns when no crowd is at the door, at once as a rule, after `patience` seconds at the latest.

        A webhook must be acknowledged within two seconds, whatever the answers take (platforms.md 0.1).
        """
        clock = asyncio.get_running_loop().time
        until = clock() + patience
        while clock() < until and (len(self._queue) >= CROWD or clock() - self._crowded_at < PAUSE_SECONDS):
            await asyncio.sleep(PAUSE_SECONDS / 2)

    async def close(self) -> None:
        """Writes what is waiting and stops."""
        while self._writer is not None and not self._writer.done() and self._queue:
            await asyncio.sleep(0.01)
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
            self._writer = None

    def _is_ours(self, event: RawEvent) -> bool:
        return addressed(event.incoming, awaits_answer=False, quotes_us=False, call_words=self._call_words)

    def _may_be_ours(self, event: RawEvent) -> bool:
        quotes = event.incoming.quoted_id is not None
        return addressed(event.incoming, awaits_answer=True, quotes_us=quotes, call_words=self._call_words)

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while batch := self._queue[:MOST_PER_COMMIT]:
                try:
                    await self._commit(batch)
                except SQLAlchemyError as fault:
                    await self._one_by_one(batch, fault)
                except Exception as fault:
                    _refuse(batch, fault)
                else:
                    _accept(batch)
                del self._queue[: len(batch)]

    async def _one_by_one(self, batch: Sequence[_Waiting], fault: SQLAlchemyError) -> None:
        """One event that the database will not take must not keep the others out."""
        for one in batch if len(batch) > 1 else ():
            try:
                await self._commit([one])
            except SQLAlchemyError as own:
                log.error("ingest.refused", error=type(own).__name__, channel=one.channel)
                _refuse([one], own)
            else:
                _accept([one])
        if len(batch) == 1:
            log.error("ingest.refused", error=type(fault).__name__, channel=batch[0].channel)
            _refuse(batch, fault)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        async with self._sessions.begin() as session:
            ours = [one for one in batch if not one.doubtful]
            ours += await self._settle_doubts(session, [one for one in batch if one.doubtful])
            new = await inbox.store(session, [self._row(one) for one in ours])
        if new >= CROWD:
            self._crowded_at = asyncio.get_running_loop().time()
        if new and self.on_new is not None:
            self.on_new()

    async def _settle_doubts(self, session: AsyncSession, doubtful: Sequence[_Waiting]) -> list[_Waiting]:
        if not doubtful:
            return []
        quoted = {(one.channel, one.event.incoming.quoted_id) for one in doubtful}
        sent = SentMessage.channel, SentMessage.message_id
        of_ours = set(await session.execute(select(*sent).where(tuple_(*sent).in_(quoted))))
        talks = {_talk(one) for one in doubtful}
        keys = Conversation.channel, Conversation.chat_id, Conversation.account_id
        rows = await session.execute(select(*keys, Conversation.state).where(tuple_(*keys).in_(talks)))
        now = self.clock.now()
        asked = {(row[0], row[1], row[2]) for row in rows if conversations.awaits_answer(row[3], now)}
        return [
            one
            for one in doubtful
            if addressed(
                one.event.incoming,
                awaits_answer=_talk(one) in asked,
                quotes_us=(one.channel, one.event.incoming.quoted_id) in of_ours,
                call_words=self._call_words,
            )
        ]

    def _row(self, one: _Waiting) -> inbox.NewEvent:
        incoming = one.event.incoming
        body = json.dumps(one.event.raw, ensure_ascii=False, separators=(",", ":"))
        return {
            "channel": one.channel,
            "event_id": incoming.event_id,
            "chat_key": f"{one.channel}:{incoming.chat.id}",
            "received_at": self.clock.now(),
            "occurred_at": incoming.at,
            "body": body.encode("utf-8", "replace").decode(),
        }


def _talk(one: _Waiting) -> tuple[str, str, str]:
    return one.channel, one.event.incoming.chat.id, one.event.incoming.account or ""


def _accept(batch: Iterable[_Waiting]) -> None:
    for one in batch:
        if not one.stored.done():
            one.stored.set_result(None)


def _refuse(batch: Iterable[_Waiting], fault: BaseException) -> None:
    for one in batch:
        if not one.stored.done():
            one.stored.set_exception(fault)
