"""The only source of time in the house: aware UTC instants and Bangkok calendar days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


class Clock(Protocol):
    """What the house asks of time."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The calendar day (common era) where the funds live."""
        ...


class SystemClock:
    """The machine's time."""

    def __init__(self, zone: ZoneInfo = BANGKOK) -> None:
        self.zone = zone

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()


class MovableClock:
    """A clock that demo, simulator and transcripts set; frozen, or running on from where it was set."""

    def __init__(self, start: datetime, *, running: bool = False, zone: ZoneInfo = BANGKOK) -> None:
        self.zone = zone
        self._running = running
        self._real = SystemClock(zone)
        self.set(start)

    @property
    def running(self) -> bool:
        """Whether it ticks on from where it was set."""
        return self._running

    def set(self, instant: datetime) -> None:
        """Moves to `instant`; a naive one is read as local (Bangkok) time."""
        self._at = (instant if instant.tzinfo else instant.replace(tzinfo=self.zone)).astimezone(UTC)
        self._set_at = self._real.now()

    def advance(self, by: timedelta) -> None:
        """Moves forward by `by`."""
        self.set(self.now() + by)

    def now(self) -> datetime:
        return self._at + (self._real.now() - self._set_at) if self._running else self._at

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()
