"""A small bot made of LINE's own SDK: the independent other side in tests of the fake platform."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from linebot.v3 import WebhookParser
from linebot.v3.messaging import AsyncApiClient, AsyncMessagingApi, AsyncMessagingApiBlob, Configuration

from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
TOKEN = "an-access-token"


class LineBot:
    """Receives webhooks, checks them with the SDK's parser and keeps them; `answer` is what it does with each event."""

    def __init__(self, fake: FakeLine, api: AsyncMessagingApi, blob: AsyncMessagingApiBlob) -> None:
        self.fake, self.api, self.blob = fake, api, blob
        self.batches: list[dict[str, Any]] = []
        self.parsed: list[Any] = []
        self.answer: Callable[[dict[str, Any]], Awaitable[None]] | None = None
        self.status = 200
        self.wait = asyncio.Event()
        self.wait.set()

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every event that came, in order of arrival."""
        return [event for batch in self.batches for event in batch["events"]]

    async def hear(self, request: web.Request) -> web.Response:
        raw = (await request.read()).decode()
        self.parsed += WebhookParser(SECRET).parse(raw, request.headers["x-line-signature"])
        batch = json.loads(raw)
        self.batches.append(batch)
        await self.wait.wait()
        for event in batch["events"] if self.answer else []:
            assert self.answer is not None
            await self.answer(event)
        return web.Response(status=self.status)


@asynccontextmanager
async def line_bot(fake: FakeLine) -> AsyncIterator[LineBot]:
    """The bot at work: its webhook is set on the platform, its client points at it."""
    async with running(fake) as url, AsyncApiClient(Configuration(access_token=TOKEN, host=url)) as client:
        bot = LineBot(fake, AsyncMessagingApi(client), AsyncMessagingApiBlob(client))
        app = web.Application()
        app.router.add_post("/line/webhook", bot.hear)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        fake.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/line/webhook"
        try:
            yield bot
        finally:
            bot.wait.set()
            await runner.cleanup()
