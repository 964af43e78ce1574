"""The platform's books: reply tokens, retry keys and the month's push quota (platforms.md 0.4 to 0.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.web.simulator.ids import token

TOKEN_LIFE = timedelta(minutes=1)
TOKEN_LIMIT = timedelta(minutes=20)
KEY_LIFE = timedelta(hours=24)


@dataclass
class ReplyToken:
    """A right to answer once: `chat` is where, `delivered_at` when the bot last received it."""

    chat: str
    event_id: str
    event_at: datetime
    delivered_at: datetime | None = None
    redelivered: bool = False
    used: bool = False


class ReplyTokens:
    """One use, within a minute of the webhook; a redelivery gives another minute, up to 20 minutes after the event."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tokens: dict[str, ReplyToken] = {}

    def issue(self, chat: str, event_id: str, event_at: datetime) -> str:
        """A new token for an event of `chat`; it lives from its delivery on."""
        name = token()
        self._tokens[name] = ReplyToken(chat, event_id, event_at)
        return name

    def delivered(self, name: str, *, redelivered: bool) -> None:
        """The bot has been sent the token: its minute begins (again)."""
        if held := self._tokens.get(name):
            held.delivered_at = self._clock.now()
            held.redelivered = held.redelivered or redelivered

    def valid(self, name: str) -> ReplyToken | None:
        """The token; None where it is unknown, used or too old."""
        held = self._tokens.get(name)
        now = self._clock.now()
        if held is None or held.used or held.delivered_at is None or now - held.delivered_at > TOKEN_LIFE:
            return None
        if held.redelivered and now - held.event_at > TOKEN_LIMIT:
            return None
        return held


@dataclass(frozen=True)
class Accepted:
    """A request that was accepted under a retry key."""

    request_id: str
    at: datetime
    sent: tuple[dict[str, Any], ...]


class RetryKeys:
    """Accepted retry keys; each holds for 24 hours, afterwards the same key sends again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._keys: dict[str, Accepted] = {}

    def accepted(self, key: str) -> Accepted | None:
        """What was accepted under `key` in the last 24 hours."""
        held = self._keys.get(key.lower())
        return held if held and self._clock.now() - held.at < KEY_LIFE else None

    def keep(self, key: str, request_id: str, sent: list[dict[str, Any]]) -> None:
        """Remembers an accepted request."""
        self._keys[key.lower()] = Accepted(request_id, self._clock.now(), tuple(sent))


@dataclass
class Quota:
    """The month's counted messages. `limit` None is a plan without a limit; `lag` makes consumption approximate."""

    clock: Clock
    limit: int | None = 300
    lag: timedelta = timedelta(0)
    _spent: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def used(self) -> int:
        """What this month's pushes have really been counted as."""
        return sum(count for at, count in self._spent if self._month(at) == self._month(self.clock.now()))

    @property
    def reported(self) -> int:
        """What `quota/consumption` tells: the sends of the last `lag` are not in it yet."""
        now = self.clock.now()
        return sum(n for at, n in self._spent if self._month(at) == self._month(now) and at <= now - self.lag)

    def allows(self, count: int) -> bool:
        """Whether `count` more may be sent this month."""
        return self.limit is None or self.used + count <= self.limit

    def spend(self, count: int) -> None:
        """Counts a send; also what a test calls to use the quota up."""
        self._spent.append((self.clock.now(), count))

    def _month(self, at: datetime) -> tuple[int, int]:
        local = at.astimezone(self.clock.zone)
        return local.year, local.month
