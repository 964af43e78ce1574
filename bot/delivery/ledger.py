"""What pushes cost, and whether one more may be sent this month (platforms.md 0.7, 2.4).

The platform's count is an estimate and includes what people send by hand; our own entries are exact but know only ours.
The larger one counts. The last tenth of the month's messages is kept for what is urgent.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Channel
from bot.clock import Clock
from storage.models import Delivery, QuotaEntry

log = structlog.get_logger()

REFRESH = timedelta(minutes=10)
RESERVE = 10
"""One part in ten is kept back."""


@dataclass(frozen=True)
class Reading:
    """What the platform told: the month's limit (None = unlimited), used so far; and our own count at that moment."""

    limit: int | None
    used: int
    own: int
    at: datetime
    month: str


class Ledger:
    """The quota of every channel, as this process knows it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._readings: dict[str, Reading] = {}
        self._lock = asyncio.Lock()

    def allows(self, channel: Channel, cost: int, own: int, *, urgent: bool) -> bool:
        """Whether a push of `cost` messages fits, ours so far being `own`. Unknown quota allows."""
        reading = self._readings.get(channel.name)
        if urgent or reading is None or reading.limit is None:
            return True
        spent = max(own, reading.used + own - reading.own)
        return reading.limit - spent - cost >= reading.limit // RESERVE

    async def refresh(self, channel: Channel, own: int) -> None:
        """Asks the platform again where the last reading is old. It takes a network call: hold no transaction."""
        async with self._lock:
            last, now = self._readings.get(channel.name), self._clock.now()
            if last and now - last.at < REFRESH and last.month == self.month():
                return
            try:
                told = await channel.quota()
            except OSError as fault:
                log.warning("ledger.unreadable", channel=channel.name, error=type(fault).__name__)
                return
            limit, used = told or (None, 0)
            self._readings[channel.name] = Reading(limit, used, own, now, self.month())

    async def own(self, session: AsyncSession, channel: str) -> int:
        """What our own entries of this month add up to."""
        total = select(func.coalesce(func.sum(QuotaEntry.cost), 0))
        found = await session.scalar(total.where(QuotaEntry.channel == channel, QuotaEntry.month == self.month()))
        return int(found or 0)

    def enter(self, session: AsyncSession, row: Delivery, cost: int) -> None:
        """Notes what a push took."""
        entry = QuotaEntry(channel=row.channel, month=self.month(), delivery_id=row.id, cost=cost, at=self._clock.now())
        session.add(entry)

    def month(self) -> str:
        """The running month, "YYYY-MM" in the common era, as it is counted where the funds live."""
        return f"{self._clock.today():%Y-%m}"
