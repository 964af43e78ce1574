"""The fake Messaging API on a port of its own, in the running event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.web import server
from bot.web.simulator.api import messaging_api
from bot.web.simulator.gate import CutsConnections
from bot.web.simulator.platform import FakeLine


@asynccontextmanager
async def running(fake: FakeLine, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves the Messaging API while the block lasts and gives its base URL; port 0 takes a free one.

    That URL is what NONGBAHT_LINE_API_URL is set to. Raises OSError where the port is taken.
    """
    async with server.running(CutsConnections(messaging_api(fake)), host, port) as url:
        try:
            yield url
        finally:
            await fake.close()
