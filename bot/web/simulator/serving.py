"""The fake Messaging API on a port of its own, in the running event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn

from bot.web.simulator.api import messaging_api
from bot.web.simulator.gate import CutsConnections
from bot.web.simulator.platform import FakeLine


@asynccontextmanager
async def running(fake: FakeLine, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves the Messaging API while the block lasts and gives its base URL; port 0 takes a free one.

    That URL is what NONGBAHT_LINE_API_URL is set to. Raises OSError where the port is taken.
    """

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Leaves Ctrl-C to the program around it."""
            yield

    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    app = CutsConnections(messaging_api(fake))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    server = Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.001)
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
        await fake.close()
