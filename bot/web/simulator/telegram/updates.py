"""Updates on their way to the bot: numbered, POSTed with the secret over real HTTP, or kept for getUpdates."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.web.simulator.faults import Faults
from bot.web.simulator.telegram.records import Call, Json, SentUpdate
from bot.web.simulator.telegram.world import World

if TYPE_CHECKING:
    import aiohttp

HEADER = "X-Telegram-Bot-Api-Secret-Token"
DEADLINE_SECONDS = 60.0
WIRE = 40


class UpdateSource(World):
    """Turns what people do into updates."""

    def __init__(self, clock: Clock, bot_id: int, username: str, bot_name: str) -> None:
        super().__init__(clock, bot_id, username, bot_name)
        self.webhook_url = ""
        self.webhook_secret = ""
        self.allowed: list[str] = []
        self.faults = Faults()
        self.sent: list[SentUpdate] = []
        """Every POST to the bot, with its fate."""
        self.wire: deque[SentUpdate | Call] = deque(maxlen=WIRE)
        """The latest updates and calls in order, for the page."""
        self.pending: list[Json] = []
        """Updates that wait for getUpdates, or for a webhook that failed."""
        self.arrived = asyncio.Event()
        self._last = 700_000_000
        self._session: aiohttp.ClientSession | None = None

    async def tell(self, **content: Any) -> Json:
        """A new update with this content, to the webhook where one is set; gives it."""
        self._last += 1
        update: Json = {"update_id": self._last, **deepcopy(content)}
        self.note_update(update)
        if not self.webhook_url:
            self.pending.append(update)
            self.arrived.set()
            return update
        await self.post(update)
        if self.faults.duplicate_webhooks:
            await self.post(update)
        return update

    async def post(self, update: Json, *, secret: str | None = None) -> SentUpdate:
        """Sends one update now; another `secret` is a forger's."""
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = {"Content-Type": "application/json"}
        if given := self.webhook_secret if secret is None else secret:
            headers[HEADER] = given
        raw = json.dumps(update, ensure_ascii=False).encode()
        began = asyncio.get_running_loop().time()
        try:
            timeout = aiohttp.ClientTimeout(total=DEADLINE_SECONDS)
            async with self._session.post(self.webhook_url, data=raw, headers=headers, timeout=timeout) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        one = SentUpdate(update, status, asyncio.get_running_loop().time() - began)
        self.sent.append(one)
        self.wire.append(one)
        self.changed()
        if not one.ok and update not in self.pending:
            self.pending.append(update)
        elif one.ok and update in self.pending:
            self.pending.remove(update)
        return one

    async def retry(self) -> None:
        """Sends again what the webhook has not taken, as Telegram does for a day."""
        for update in list(self.pending):
            await self.post(update)

    def note_update(self, update: Json) -> None:
        """For the traffic file."""

    async def close(self) -> None:
        """Lets go of connections."""
        if self._session:
            await self._session.close()
            self._session = None
