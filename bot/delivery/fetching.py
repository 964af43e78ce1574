"""Fetches the pictures that turns have noted as wanted, keeps them re-encoded, and tells the sender what became of it.

Claim, commit, fetch outside any transaction, record: as the pump sends. A picture taken back meanwhile is not kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import structlog
from sqlalchemy import ColumnElement, exists, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel, ContentDelayed, ContentTooLarge
from bot.clock import Clock
from bot.delivery import photo_notice
from bot.exchange import photos
from bot.exchange.photos import Photo, PhotoFault
from bot.services import audit
from bot.words import Words
from storage.models import Evidence
from storage.queues import Queue, one_claimer

log = structlog.get_logger()

AT_ONCE = 4
"""Pictures in memory at one time, 10 MB each and more once decoded."""
LEASE = timedelta(seconds=120)
"""Longer than a download may take: after that another instance may try."""
WAITS = (5, 30, 120, 600, 3600)
"""Seconds before the next try; after the last it is given up. How long LINE keeps content it does not tell."""
IS_WANTED: ColumnElement[str] = literal_column("'wanted'")

Fault = Literal["format", "large", "broken", "gone", "late"]


@dataclass
class Fetcher:
    """Fetches. Several may run, on several machines: a claimed picture belongs to one."""

    sessions: async_sessionmaker[AsyncSession]
    reading: async_sessionmaker[AsyncSession]
    channels: Mapping[str, Channel]
    clock: Clock
    words: Words

    async def run_once(self) -> int:
        """Fetches what is due, records and tells it; says how many pictures that were."""
        claimed = await self._claim()
        await asyncio.gather(*(self._fetch(row) for row in claimed))
        return len(claimed)

    async def _claim(self) -> list[Evidence]:
        now = self.clock.now()
        due = Evidence.state == IS_WANTED, Evidence.next_at <= now
        async with self.reading() as looking:  # mostly there is nothing, and the writer stays free
            if not await looking.scalar(select(exists().where(*due))):
                return []
        async with self.sessions.begin() as session:
            await one_claimer(session, Queue.PICTURES)
            rows = list(await session.scalars(select(Evidence).where(*due).order_by(Evidence.id).limit(AT_ONCE)))
            for row in rows:
                row.attempts += 1
                row.next_at = now + LEASE
        return rows

    async def _fetch(self, row: Evidence) -> None:
        """One picture, from the platform into the database. Never raises: the others go on."""
        try:
            found: Photo | Fault | None = await self._photo(row)
        except Exception as fault:
            log.error("evidence.failed", evidence=row.id, error=type(fault).__name__)
            found = None
        try:
            await self._record(row, found)
        except Exception as fault:  # its lease runs out, then it is tried again
            log.error("evidence.not_recorded", evidence=row.id, error=type(fault).__name__)

    async def _photo(self, row: Evidence) -> Photo | Fault | None:
        """The picture, or why there never will be one; None where another try may help."""
        channel = self.channels.get(row.channel)
        if channel is None:
            return None
        try:
            data = await channel.content(row.handle, photos.MOST_BYTES)
            return "gone" if data is None else await asyncio.to_thread(photos.reencode, data)
        except ContentDelayed:
            return None
        except ContentTooLarge:
            return "large"
        except PhotoFault as fault:
            return fault.why

    async def _record(self, claimed: Evidence, found: Photo | Fault | None) -> None:
        now = self.clock.now()
        async with self.sessions.begin() as session:
            await one_claimer(session, Queue.PICTURES)  # or two last pictures each wait for the other to tell of them
            row = await session.get(Evidence, claimed.id, with_for_update=True)
            if row is None or row.state != "wanted" or row.attempts != claimed.attempts:
                return
            if found is None and row.attempts <= len(WAITS):
                row.next_at = now + timedelta(seconds=WAITS[row.attempts - 1])
                log.info("evidence.later", evidence=row.id, attempts=row.attempts)
                return
            if isinstance(found, Photo):
                row.state, row.content, row.media_type = "kept", found.data, photos.MEDIA_TYPE
                row.width, row.height, row.size = found.width, found.height, len(found.data)
            else:
                row.state, row.fault = "failed", found or "late"
            after = {"state": row.state, "fault": row.fault, "record": row.record_id}
            audit.record(session, now, f"evidence.{row.state}", f"evidence:{row.id}", actor="fetcher", after=after)
            await session.flush()
            await photo_notice.tell(session, now, row, self.channels[row.channel].capabilities, self.words)
        log.info("evidence.settled", evidence=row.id, state=row.state, fault=row.fault)
