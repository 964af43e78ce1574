"""How fast Telegram may be written to: a message a second in a chat, 20 a minute in a group, 30 a second in all.

Bursts of a few are let through, as Telegram does (platforms.md 3). Pure but for what it counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """So many at once, and then one every so many seconds."""

    burst: float
    every: float


CHAT, GROUP, ALL = Rate(3, 1.0), Rate(20, 3.0), Rate(30, 1 / 30)
MOST_REMEMBERED = 10_000


@dataclass
class _Bucket:
    rate: Rate
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more may go."""
        self.left = min(self.rate.burst, self.left + (now - self.at) / self.rate.every)
        self.at = now
        return 0.0 if self.left >= 1 else (1 - self.left) * self.rate.every


@dataclass
class Pace:
    """The counts of one bot in this process; `unlimited` for a platform that counts for itself."""

    unlimited: bool = False
    _buckets: dict[tuple[str, Rate], _Bucket] = field(default_factory=dict)

    def take(self, chat: str, *, group: bool, now: float) -> float:
        """0 where a message may go now, and counts it; else the seconds to wait, and counts nothing. `now`: seconds."""
        if self.unlimited:
            return 0.0
        rates = [("", ALL), (chat, CHAT), *([(chat, GROUP)] if group else [])]
        buckets = [self._bucket(name, rate, now) for name, rate in rates]
        wait = max(bucket.wait(now) for bucket in buckets)
        if not wait:
            for bucket in buckets:
                bucket.left -= 1
        return wait

    def _bucket(self, name: str, rate: Rate, now: float) -> _Bucket:
        if len(self._buckets) > MOST_REMEMBERED:
            # one that has filled up again says nothing that a new one would not
            self._buckets = {
                key: one for key, one in self._buckets.items() if one.wait(now) or one.left < one.rate.burst
            }
        return self._buckets.setdefault((name, rate), _Bucket(rate, rate.burst, now))
