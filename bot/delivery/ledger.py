"""What pushes cost, and whether one more may be sent this month (platforms.md 0.7, 2.4).

The platform's count is an estimate, late, and includes what people send by hand; our own entries are exact but know
only ours. The larger one counts. A share of the month's messages is kept for what is urgent, nothing goes beyond the
limit. An entry is written before its message is sent, in a transaction that one sender at a time may hold: so many
instances together spend no more than one would.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel
from bot.clock import Clock
from storage.models import Delivery, QuotaEntry, QuotaReading
from storage.queues import Queue, one_claimer, put_rows

log = structlog.get_logger()

REFRESH = timedelta(minutes=10)
LAG = timedelta(minutes=5)
"""What we sent so shortly before the platform was asked is counted on top of its answer: its own count comes late."""
URGENT = "urgent"
RESERVE = 20
"""Percent of the month's messages that are kept for what is urgent."""
SHARES = {"early": 30, "soon": 70, "normal": 100}
"""Percent of the rest that may be spent when such a message has gone: the early ones leave room for the last."""


@dataclass(frozen=True)
class Reading:
    """What the platform told: the month's limit (None = unlimited), used so far, when, in which month; `kept` back."""

    limit: int | None
    used: int
    at: datetime
    month: str
    kept: int = 0


@dataclass(frozen=True)
class Budget:
    """The month's messages: the limit (None: unlimited or unknown), spent so far, and how many are kept back."""

    limit: int | None
    spent: int
    kept: int

    @property
    def left(self) -> int | None:
        """What may be spent on what is not urgent; None where there is no limit that we know."""
        return None if self.limit is None else max(0, self.limit - self.kept - self.spent)

    def allows(self, cost: int, urgency: str = "normal") -> bool:
        """Whether `cost` more messages fit. Unknown quota allows: the platform itself has the last word then."""
        if self.limit is None:
            return True
        most = self.limit if urgency == URGENT else (self.limit - self.kept) * SHARES.get(urgency, 100) // 100
        return self.spent + cost <= most


def reckon(reading: Reading | None, own: int, lately: int) -> Budget:
    """The budget, from what was told and our own entries: of the month, and those younger than the telling less LAG."""
    if reading is None or reading.limit is None:
        return Budget(None, max(own, (reading.used if reading else 0) + lately), 0)
    return Budget(reading.limit, max(own, reading.used + lately), reading.kept)


class Ledger:
    """The quota of every channel; the tables hold it, this object only saves looking there."""

    def __init__(self, clock: Clock, reserve: int = RESERVE) -> None:
        self._clock, self._reserve = clock, reserve
        self._readings: dict[str, Reading] = {}
        self._lock = asyncio.Lock()

    async def refresh(
        self,
        sessions: async_sessionmaker[AsyncSession],
        channel: Channel,
        reading: async_sessionmaker[AsyncSession] | None = None,
    ) -> None:
        """Asks the platform again where the last reading, of whichever instance, is old. Hold no transaction.

        `reading`: for looking beside the writer; without it `sessions` serves.
        """
        async with self._lock:
            if self._fresh(self._readings.get(channel.name)):
                return
            async with (reading or sessions)() as session:
                kept = await reading_of(session, channel.name)
            if kept is not None:
                self._readings[channel.name] = kept
            if self._fresh(kept):
                return
            try:
                told = await channel.quota()
            except OSError as fault:
                log.warning("ledger.unreadable", channel=channel.name, error=type(fault).__name__)
                return
            limit, used = told or (None, 0)
            kept_back = (limit or 0) * self._reserve // 100
            answer = Reading(limit, used, self._clock.now(), self.month(), kept_back)
            self._readings[channel.name] = answer
            async with sessions.begin() as session:
                told_row = {"month": answer.month, "most": limit, "used": used, "kept": kept_back, "at": answer.at}
                row = {"channel": channel.name, **told_row}
                await put_rows(session, QuotaReading, [row], ("channel",), tuple(told_row))

    def forget(self, channel: str) -> None:
        """The platform has just said no: what it told before is not believed any more."""
        self._readings.pop(channel, None)

    async def take(self, session: AsyncSession, row: Delivery, cost: int) -> bool:
        """Enters what a push will cost, if it may be spent; a message that has its entry already needs no other."""
        await one_claimer(session, Queue.QUOTA)
        entered = select(QuotaEntry.id).where(QuotaEntry.delivery_id == row.id).limit(1)
        if await session.scalar(entered) is not None:
            return True
        budget = await self.budget(session, row.channel)
        if not budget.allows(cost, row.urgency):
            return False
        now = self._clock.now()
        session.add(QuotaEntry(channel=row.channel, month=self.month(), delivery_id=row.id, cost=cost, at=now))
        return True

    async def give_back(self, session: AsyncSession, delivery_id: str) -> None:
        """Takes out the entry of a message that surely was not sent."""
        await session.execute(delete(QuotaEntry).where(QuotaEntry.delivery_id == delivery_id))

    async def budget(self, session: AsyncSession, channel: str) -> Budget:
        """The month as it stands now."""
        return await budget_of(session, channel, self.month(), self._readings.get(channel))

    def month(self) -> str:
        """The running month, "YYYY-MM" in the common era, as it is counted where the funds live."""
        return f"{self._clock.today():%Y-%m}"

    def _fresh(self, reading: Reading | None) -> bool:
        return (
            reading is not None
            and reading.month == self.month()
            and timedelta(0) <= self._clock.now() - reading.at < REFRESH
        )


async def reading_of(session: AsyncSession, channel: str) -> Reading | None:
    """What a platform told last, to whichever instance."""
    row = await session.get(QuotaReading, channel, populate_existing=True)
    return Reading(row.most, row.used, row.at, row.month, row.kept) if row else None


async def budget_of(session: AsyncSession, channel: str, month: str, reading: Reading | None = None) -> Budget:
    """The budget of a month, from a reading (the last one kept, without it) and our own entries."""
    reading = reading or await reading_of(session, channel)
    if reading is not None and reading.month != month:  # a new month: nothing is used yet, as far as we know
        reading = replace(reading, used=0, month=month)
    ours = select(func.coalesce(func.sum(QuotaEntry.cost), 0)).where(
        QuotaEntry.channel == channel, QuotaEntry.month == month
    )
    own = int(await session.scalar(ours) or 0)
    lately = own
    if reading is not None:
        lately = int(await session.scalar(ours.where(QuotaEntry.at >= reading.at - LAG)) or 0)
    return reckon(reading, own, lately)
