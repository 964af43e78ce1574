"""`nongbaht demo`: the fictional network on LINE and Telegram, both simulated."""

from __future__ import annotations

import asyncio
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.serve import Host, Port, run, stop

if TYPE_CHECKING:
    from bot.app import House


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
        stop(f"cannot listen on {host}:{port} ({fault}); choose another with --port")


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
        stop("the database already holds areas; --load takes an empty one, made by `nongbaht migrate`")
    await fill(url, "line", line_stage.ACCOUNTS, line_stage.CHATS, data_key=None)
    print("The demo network is laid into the database.")


async def _demo(host: str, port: int) -> None:
    from pydantic import SecretStr

    from bot.app import build, web
    from bot.channels.line import LineChannel
    from bot.channels.telegram import TelegramChannel
    from bot.chat import Channel
    from bot.clock import MovableClock
    from bot.demo import network
    from bot.demo.identities import SITE
    from bot.settings import Settings
    from bot.transcript import line_stage, telegram_stage
    from bot.transcript.stage import DATA_KEY, fill
    from bot.web.server import listening
    from bot.web.simulator.page import simulator_routes
    from bot.web.simulator.personas import demo_personas, populate
    from bot.web.simulator.platform import FakeLine
    from bot.web.simulator.serving import running
    from bot.web.simulator.telegram import personas as telegram_personas
    from bot.web.simulator.telegram.platform import FakeTelegram
    from bot.web.simulator.telegram.serving import running as telegram_running
    from bot.web.telegram_door import TELEGRAM_PATH
    from bot.words import load_words
    from storage.session import engine as open_engine

    with TemporaryDirectory(prefix="nongbaht-demo-") as folder, listening(host, port) as listener:
        url = f"sqlite+aiosqlite:///{folder}/demo.db"
        await fill(url, "line", line_stage.ACCOUNTS, line_stage.CHATS)
        clock, words = MovableClock(network.start(), running=True), load_words()
        name, personas = words("simulator.bot_name"), demo_personas(words)
        line = FakeLine(clock, line_stage.SECRET, line_stage.TOKEN, bot_name=name)
        telegram = FakeTelegram(clock, telegram_stage.TOKEN, telegram_stage.USERNAME, bot_name=name)
        populate(line, personas)
        telegram_personas.populate(telegram, personas)
        async with running(line) as line_api, telegram_running(telegram) as telegram_api:
            channels: dict[str, Channel] = {
                "line": LineChannel(line_stage.TOKEN, words, api_url=line_api, public_url=SITE),
                "telegram": TelegramChannel(telegram_stage.TOKEN, words, api_url=telegram_api),
            }
            house = build(open_engine(url, DATA_KEY), clock, channels)
            bound, free = listener.getsockname()[:2]
            line.webhook_url = f"http://{bound}:{free}/line/webhook"
            telegram.webhook_url = f"http://{bound}:{free}{TELEGRAM_PATH}"
            telegram.webhook_secret = telegram_stage.SECRET
            settings = Settings(
                line_channel_secret=SecretStr(line_stage.SECRET),
                telegram_webhook_secret=SecretStr(telegram_stage.SECRET),
            )
            routes = simulator_routes(line, clock, words, personas, moved=house.wake, telegram=telegram)
            app = web(house, settings, tuple(routes))
            print(f"Nong Baht demo: http://{bound}:{free}/simulator  (Ctrl-C ends it)", flush=True)
            menus = asyncio.create_task(_menus(house, line_api))
            try:
                await run(house, app, listener)
            finally:
                menus.cancel()


async def _menus(house: House, api: str) -> None:
    """The rich menus, put up while the demo already answers: drawing them takes a second or two."""
    from bot.commands.line_menus import put_up
    from bot.transcript import line_stage

    await put_up(line_stage.TOKEN, api)
    await house.menus.sweep()
