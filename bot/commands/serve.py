"""`nongbaht serve` for a real network, `nongbaht demo` for the fictional one with the simulator."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
from tempfile import TemporaryDirectory
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
        _stop(str(fault))
    except CannotListen as fault:
        _stop(f"cannot listen on {host}:{port} ({fault}); choose another with --port")


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
        await _run(house, web(house, settings), listener, telegram)


async def _run(house: House, app: ASGIApp, listener: socket.socket, polling: TelegramDoor | None = None) -> None:
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


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8080,
    load: Annotated[bool, typer.Option("--load", help="Lay the network into NONGBAHT_DATABASE_URL and stop.")] = False,
) -> None:
    """Serve the fictional demo network with the simulator; everything is thrown away at the end."""
    import logging

    from bot.log import configure
    from bot.web.server import CannotListen

    configure(logging.WARNING)
    if load:
        asyncio.run(_load())
        return
    try:
        asyncio.run(_demo(host, port))
    except CannotListen as fault:
        _stop(f"cannot listen on {host}:{port} ({fault}); choose another with --port")


async def _load() -> None:
    """The demo network in the configured database, to try `serve` with; only where nothing is in it yet."""
    from sqlalchemy import func, select

    from bot.settings import Settings
    from bot.transcript import line_stage
    from bot.transcript.stage import fill
    from storage.migrations.run import check_revision
    from storage.models import Area
    from storage.session import engine as open_engine
    from storage.session import reading

    url = Settings().database_url
    engine = open_engine(url)
    try:
        await check_revision(engine)
        async with reading(engine)() as session:
            taken = await session.scalar(select(func.count()).select_from(Area))
    finally:
        await engine.dispose()
    if taken:
        _stop("the database already holds areas; --load takes an empty one, made by `nongbaht migrate`")
    await fill(url, "line", line_stage.ACCOUNTS, line_stage.CHATS, data_key=None)
    print("The demo network is laid into the database.")


async def _demo(host: str, port: int) -> None:
    from pydantic import SecretStr

    from bot.app import build, web
    from bot.channels.line import LineChannel
    from bot.clock import MovableClock
    from bot.demo import network
    from bot.demo.identities import SITE
    from bot.settings import Settings
    from bot.transcript import line_stage
    from bot.transcript.stage import DATA_KEY, fill
    from bot.web.server import listening
    from bot.web.simulator.page import simulator_routes
    from bot.web.simulator.personas import demo_personas, populate
    from bot.web.simulator.platform import FakeLine
    from bot.web.simulator.serving import running
    from bot.words import load_words
    from storage.session import engine as open_engine

    with TemporaryDirectory(prefix="nongbaht-demo-") as folder, listening(host, port) as listener:
        url = f"sqlite+aiosqlite:///{folder}/demo.db"
        await fill(url, "line", line_stage.ACCOUNTS, line_stage.CHATS)
        clock, words = MovableClock(network.start(), running=True), load_words()
        fake = FakeLine(clock, line_stage.SECRET, line_stage.TOKEN, bot_name=words("simulator.bot_name"))
        personas = demo_personas(words)
        populate(fake, personas)
        async with running(fake) as api:
            house = build(
                open_engine(url, DATA_KEY),
                clock,
                {"line": LineChannel(line_stage.TOKEN, words, api_url=api, public_url=SITE)},
            )
            bound, free = listener.getsockname()[:2]
            fake.webhook_url = f"http://{bound}:{free}/line/webhook"
            settings = Settings(line_channel_secret=SecretStr(line_stage.SECRET))
            app = web(house, settings, tuple(simulator_routes(fake, clock, words, personas, moved=house.wake)))
            print(f"Nong Baht demo: http://{bound}:{free}/simulator  (Ctrl-C ends it)", flush=True)
            menus = asyncio.create_task(_menus(house, api))
            try:
                await _run(house, app, listener)
            finally:
                menus.cancel()


async def _menus(house: House, api: str) -> None:
    """The rich menus, put up while the demo already answers: drawing them takes a second or two."""
    from bot.commands.line_menus import put_up
    from bot.transcript import line_stage

    await put_up(line_stage.TOKEN, api)
    await house.menus.sweep()


def _stop(message: str) -> NoReturn:
    print(f"nongbaht: {message}", file=sys.stderr)
    sys.exit(2)
