"""The fake Bot API on a port of its own, in the running event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.web import server
from bot.web.simulator.gate import CutsConnections
from bot.web.simulator.telegram.api import bot_api
from bot.web.simulator.telegram.platform import FakeTelegram


@asynccontextmanager
async def running(fake: FakeTelegram, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves the Bot API while the block lasts and gives its base URL, to set NONGBAHT_TELEGRAM_API_URL to."""
    async with server.running(CutsConnections(bot_api(fake)), host, port) as url:
        try:
            yield url
        finally:
            await fake.close()
