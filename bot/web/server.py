"""uvicorn inside a running event loop, for demo, transcripts and tests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp


class CannotListen(OSError):
    """The address cannot be listened on: another program has it, or it is none."""


class QuietServer(uvicorn.Server):
    """A server that catches no signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves Ctrl-C to the program around it."""
        yield


@contextmanager
def listening(host: str = "127.0.0.1", port: int = 0) -> Iterator[socket.socket]:
    """A socket that listens at once, so that an address can be told; port 0 takes a free one.

    Raises CannotListen where the port is taken or is none.
    """
    # Named in full: for a socket of protocol 0 asyncio leaves Nagle's algorithm on, and each answer waits up to 40 ms.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OverflowError:
            raise CannotListen("a port is a number from 0 to 65535") from None
        except OSError as fault:
            raise CannotListen(fault.strerror or str(fault)) from None
        listener.listen(2048)
        yield listener
    finally:
        listener.close()


@asynccontextmanager
async def running(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves `app` while the block lasts, gives its base URL; port 0 takes a free one. Raises CannotListen."""
    server = QuietServer(
        uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1)
    )
    with listening(host, port) as listener:
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
