"""The composition root: the one place that builds everything and wires channels to the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.addressing import load_call_words
from bot.channels.telegram import TelegramChannel
from bot.chat import Channel
from bot.clock import Clock
from bot.delivery.fetching import Fetcher
from bot.delivery.ledger import RESERVE
from bot.delivery.menus import MenuKeeper
from bot.delivery.pump import Pump
from bot.handlers.context import Bridge
from bot.reminders.gate import Gate
from bot.reminders.nudger import Nudger
from bot.reminders.weekly import Weekly
from bot.settings import Settings
from bot.turn import TurnTaker
from bot.understanding.understand import Understander
from bot.web.files import file_routes
from bot.web.health import health_routes
from bot.web.ingest import Ingest
from bot.web.telegram_door import TelegramDoor, telegram_routes
from bot.web.webhooks import line_routes
from bot.words import Words, load_words
from bot.worker import Worker
from storage.session import reading
from storage.session import sessions as session_maker

log = structlog.get_logger()

IDLE_SECONDS = 1.0
"""How long a loop sleeps when nobody wakes it: the time after which a retry or another machine's leftovers are seen."""

FETCH_SECONDS = 5.0
"""As long where only pictures that could not be fetched are waiting."""


DOOR_SECONDS = 0.1
"""How long answers wait while many knock at once; between two batches of them the door is served alone so long."""


@dataclass
class House:
    """Everything that runs, wired together."""

    clock: Clock
    words: Words
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    channels: Mapping[str, Channel]
    ingest: Ingest
    worker: Worker
    pump: Pump
    fetcher: Fetcher
    menus: MenuKeeper
    nudger: Nudger
    weekly: Weekly
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _queued: asyncio.Event = field(default_factory=asyncio.Event)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self) -> None:
        """Starts handling and delivering in the background, woken by what arrives."""
        self.ingest.on_new = self._arrived.set
        self._loops = [
            asyncio.create_task(self._work(), name="worker"),
            asyncio.create_task(self._deliver(), name="pump"),
            asyncio.create_task(self._fetch(), name="fetcher"),
        ]

    async def wake(self) -> None:
        """Lets the loops look for work now, after the clock was moved; what that makes due is planned at once."""
        await self.nudger.moved()
        await self.weekly.tick()
        self._arrived.set()
        self._queued.set()
        self._wanted.set()

    async def remind(self) -> None:
        """One tick of all that is said unasked: what is due, and Monday's digest."""
        await self.nudger.beat()
        await self.weekly.tick()

    async def settle(self) -> None:
        """Reminds, handles, fetches, delivers until nothing is left; for tests, beside no running loops."""
        await self.pump.look()
        await self.nudger.moved()
        await self.weekly.tick()
        while await self.worker.run_once() or await self.fetcher.run_once() or await self.pump.run_once():
            pass

    async def close(self) -> None:
        """Finishes what is in hand and lets go of everything."""
        for task in self._loops:
            task.cancel()
        for task in self._loops:
            with suppress(asyncio.CancelledError):
                await task
        await self.ingest.close()
        for channel in self.channels.values():
            await channel.close()
        await self.engine.dispose()

    async def _work(self) -> None:
        while True:
            handled = 0
            await self.ingest.calm(DOOR_SECONDS)
            try:
                handled = await self.worker.run_once()
            except Exception as fault:  # a loop that dies would leave people without answers
                log.error("worker.fault", error=type(fault).__name__)
            if handled:
                self._queued.set()
                self._wanted.set()
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._arrived.wait(), IDLE_SECONDS)
                self._arrived.clear()

    async def _fetch(self) -> None:
        while True:
            try:
                while await self.fetcher.run_once():
                    self._queued.set()
            except Exception as fault:
                log.error("fetcher.fault", error=type(fault).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), FETCH_SECONDS)
            self._wanted.clear()

    async def _deliver(self) -> None:
        while True:
            try:
                await self.pump.run(self._queued)
            except Exception as fault:
                log.error("pump.fault", error=type(fault).__name__)
                await asyncio.sleep(IDLE_SECONDS)


def build(
    engine: AsyncEngine,
    clock: Clock,
    channels: Mapping[str, Channel],
    understander: Understander | None = None,
    reserve: int = RESERVE,
) -> House:
    """The house over an engine that is migrated, with the channels it speaks through.

    `reserve`: percent of the month's messages that are kept for what is urgent.
    """
    words, sessions, calls = load_words(), session_maker(engine), load_call_words()
    menus = MenuKeeper(reading(engine), channels, clock)
    turns = TurnTaker(clock, words, understander or Understander.load(), calls, _bridge(channels))
    return House(
        clock=clock,
        words=words,
        engine=engine,
        sessions=sessions,
        channels=channels,
        ingest=Ingest(sessions, clock, call_words=calls),
        worker=Worker(sessions, clock, turns, channels, menus),
        pump=Pump(sessions, channels, clock, gate=Gate(words, clock), reserve=reserve, reading=reading(engine)),
        fetcher=Fetcher(sessions, reading(engine), channels, clock, words),
        menus=menus,
        nudger=Nudger(sessions, reading(engine), clock, words, channels),
        weekly=Weekly(sessions, reading(engine), clock, words),
    )


def web(house: House, settings: Settings, more: tuple[BaseRoute, ...] = ()) -> Starlette:
    """The web side of a house: webhooks where their secrets are set, health, files, and what else is asked for."""
    looking = reading(house.engine)
    routes: list[BaseRoute] = [*health_routes(looking), *file_routes(looking, house.clock, house.words), *more]
    if settings.line_channel_secret is not None:
        routes += line_routes(house.ingest, settings.line_channel_secret.get_secret_value(), house.clock)
    telegram = telegram_door(house)
    if telegram is not None and settings.telegram_webhook_secret is not None:
        routes += telegram_routes(telegram, settings.telegram_webhook_secret.get_secret_value())
    return Starlette(routes=routes)


@runtime_checkable
class CarriesTokens(Protocol):
    """A channel whose chat with us opens by an address that brings a one-time token."""

    def bridge(self, token: str) -> str | None:
        """The address; None until the platform has told our name."""
        ...


def _bridge(channels: Mapping[str, Channel]) -> Bridge:
    """The ways between the messengers, for people who are known on one of them."""

    def carry(name: str, token: str) -> str | None:
        channel: object = channels.get(name)
        return channel.bridge(token) if isinstance(channel, CarriesTokens) else None

    return carry


def telegram_door(house: House) -> TelegramDoor | None:
    """Where Telegram's updates come in; None for a house without Telegram."""
    channel = house.channels.get("telegram")
    return TelegramDoor(house.ingest, channel) if isinstance(channel, TelegramChannel) else None
