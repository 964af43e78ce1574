"""The tick of reminders: opens a new fiscal year, plans, queues, notes fates. Any number of instances may tick."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel, ChatRef
from bot.clock import Clock
from bot.reminders import gate, groups, hours
from bot.reminders.planning import Sheaf, sheaves, wishes, write
from bot.reminders.ways import chats_of
from bot.services import deadlines
from bot.services.fiscal import fiscal_year
from bot.words import Words
from storage import outbox

log = structlog.get_logger()

TOGETHER = 10
"""Digests in one transaction: a large network's planning must not keep its chats waiting."""
RESTS = timedelta(minutes=5)
"""What falls due is looked for so often; what somebody asked for to the minute is seen at every beat."""


@dataclass
class Nudger:
    """Plans reminders. What it holds in memory only saves work: the tables decide what was said already."""

    sessions: async_sessionmaker[AsyncSession]
    reading: async_sessionmaker[AsyncSession]
    clock: Clock
    words: Words
    channels: Mapping[str, Channel]
    _opened: int = 0
    _ticked: datetime | None = None
    _planned: datetime | None = None

    async def beat(self) -> int:
        """What the ticker calls every minute: a round where one is due, else only a look for wishes."""
        now = self.clock.now()
        if self._planned is not None and timedelta(0) <= now - self._planned < RESTS:
            async with self.reading() as session:
                if not await wishes(session, now):
                    return 0
        self._planned = now
        return await self.tick()

    async def tick(self) -> int:
        """One round; says how many digests it queued."""
        now, zone = self.clock.now(), self.clock.zone
        await self._open_year(now)
        async with self.reading() as session:
            settled = await gate.unsettled(session)
        if settled:
            async with self.sessions.begin() as session:
                await gate.reconcile(session, now)
        if not hours.open_at(now, zone):
            return 0
        async with self.reading() as session:
            found = await sheaves(session, now, zone)
            chats = await chats_of(session, [each.person_id for each in found], self.channels)
        queued = 0
        for start in range(0, len(found), TOGETHER):
            queued += await self._write(found[start : start + TOGETHER], chats, now)
            await asyncio.sleep(0)  # whoever writes to us meanwhile is let in
        async with self.reading() as session:
            said = await groups.planned(session, self.words, self.channels, now, zone)
        if said:
            async with self.sessions.begin() as session:
                queued += await outbox.queue_all(session, said)
        if queued:
            log.info("nudges.queued", digests=queued)
        return queued

    async def moved(self) -> int:
        """A tick where the clock stands elsewhere than at the last one; for houses that run beside no ticker."""
        now = self.clock.now()
        if self._ticked == now:
            return 0
        self._ticked = now
        return await self.tick()

    async def _write(self, some: Sequence[Sheaf], chats: dict[int, ChatRef], now: datetime) -> int:
        async with self.sessions.begin() as session:
            return await write(session, self.words, chats, some, now, self.clock.zone)

    async def _open_year(self, now: datetime) -> None:
        year = fiscal_year(self.clock.today())
        if self._opened == year:
            return
        async with self.sessions.begin() as session:
            await deadlines.open_year(session, now, self.clock.today())
        self._opened = year
