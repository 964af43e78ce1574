"""Two platforms in memory: what arrived, how often, what was charged; LINE knows retry keys and a month's limit."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.chat import Capabilities, ChatRef, Fate, Outcome, Outgoing
from bot.clock import Clock

KEY_LASTS = timedelta(hours=24)


@dataclass
class Messenger:
    """A platform; one push in `lossy` is taken without an answer, as networks do."""

    name: str
    capabilities: Capabilities
    clock: Clock
    chance: random.Random
    limit: int | None = None
    lossy: int = 400
    keys: dict[str, datetime] = field(default_factory=dict)
    arrived: Counter[str] = field(default_factory=Counter)
    """Delivery → how often its person saw it."""
    seen: list[tuple[datetime, str, str]] = field(default_factory=list)
    """When, in which chat, which delivery."""
    charged: Counter[str] = field(default_factory=Counter)
    """Month → messages."""

    async def send(self, outgoing: Outgoing) -> Fate:
        """Takes a message, once under its key where this platform has keys."""
        await asyncio.sleep(0)
        now, since = self.clock.now(), self.keys.get(outgoing.id)
        push = outgoing.way == "push"
        fresh = not (self.capabilities.repeats_safely and push and since and now - since < KEY_LASTS)
        if fresh and push and self.limit is not None and self.charged[self.month] >= self.limit:
            return Fate(Outcome.REFUSED, reason="quota")
        if fresh:
            self.keys[outgoing.id] = now
            self.arrived[outgoing.id] += 1
            self.seen.append((now, outgoing.chat.id, outgoing.id))
            self.charged[self.month] += push
        if fresh and push and self.chance.randrange(self.lossy) == 0:
            return Fate(Outcome.RETRY if self.capabilities.repeats_safely else Outcome.UNCERTAIN, reason="timeout")
        return Fate(Outcome.SENT, (f"{outgoing.id}:{len(self.seen)}",))

    @property
    def month(self) -> str:
        """The running month, "YYYY-MM"."""
        return f"{self.clock.today():%Y-%m}"

    async def quota(self) -> tuple[int | None, int] | None:
        """The month's limit and what was charged; None where nothing is."""
        return (self.limit, self.charged[self.month]) if self.limit is not None else None

    async def member_count(self, chat: ChatRef) -> int | None:
        """Groups play no part here."""
        return 1

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the simulated month needs no {name}")
