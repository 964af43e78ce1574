"""`nongbaht serve`, for a real network."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.commands.channels import NoChannel, configured

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from bot.app import House
    from bot.chat import Channel
    from bot.settings import Settings
    from bot.web.telegram_door import TelegramDoor

Host = Annotated[str, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int, typer.Option("--port", help="Port to listen on; 0 takes a free one.")]


def serve(host: Host = "127.0.0.1", port: Port = 8080) -> None:
    """Serve the webhooks of a real fund network, as configured by NONGBAHT_… in the environment."""
    from bot.log import configure
    from bot.settings import Settings
    from bot.web.server import CannotListen
    from bot.words import load_words

    configure()
    settings = Settings()
    try:
        asyncio.run(_serve(settings, configured(settings, load_words()), host, port))
    except NoChannel as fault:
        stop(str(fault))
    except CannotListen as fault:
        stop(f"cannot listen on {host}:{port} ({fault}); choose another with --port")


async def _serve(settings: Settings, channels: dict[str, Channel], host: str, port: int) -> None:
    from bot.app import build, telegram_door, web
    from bot.clock import SystemClock
    from bot.web.server import listening
    from storage.keys import check_keys
    from storage.migrations.run import check_revision
    from storage.session import engine as open_engine

    engine = open_engine(settings.database_url)
    await check_revision(engine)
    clock = SystemClock(settings.zone)
    await check_keys(engine, clock.now())
    house = build(engine, clock, channels, reserve=settings.line_reserve_percent)
    telegram = telegram_door(house) if settings.telegram_webhook_secret is None else None
    with listening(host, port) as listener:
        await run(house, web(house, settings), listener, telegram)


async def run(house: House, app: ASGIApp, listener: socket.socket, polling: TelegramDoor | None = None) -> None:
    """Runs house, timed jobs and web server until a signal comes; fetches Telegram's updates where `polling`."""
    import uvicorn

    from bot.channels.line import LineChannel
    from bot.channels.telegram import TelegramChannel
    from bot.ticker import ticker

    # Lexicons, weights and modules stay as long as we run: no collection of garbage need walk through them again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    house.start()
    scheduler = ticker(house.sessions, house.clock, house.menus.sweep, house.remind, house.pump.look)
    scheduler.start()
    fetching = asyncio.create_task(polling.poll(), name="telegram") if polling is not None else None
    introducing = [
        asyncio.create_task(channel.introduce())
        for channel in house.channels.values()
        if isinstance(channel, LineChannel | TelegramChannel) and len(house.channels) > 1
    ]
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    try:
        await server.serve(sockets=[listener])
    finally:
        beside = [task for task in (fetching, *introducing) if task is not None]
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        scheduler.shutdown(wait=False)
        await house.close()


def stop(message: str) -> NoReturn:
    """Says what the operator can do about it, and ends with exit code 2."""
    print(f"nongbaht: {message}", file=sys.stderr)
    sys.exit(2)
