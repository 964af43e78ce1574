"""One demo house before LINE and Telegram at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import House, build
from bot.channels.line import LineChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import PATIENCE_SECONDS
from bot.channels.telegram_pace import Pace
from bot.chat import Channel
from bot.clock import MovableClock
from bot.transcript import line_stage, telegram_stage
from bot.transcript.stage import DATA_KEY, demo_clock
from bot.understanding.understand import Understander
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running as line_platform
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.web.simulator.telegram.serving import running as telegram_platform
from bot.words import load_words
from storage.session import engine as open_engine


@dataclass
class BothPlatforms:
    """The house and both platforms before it."""

    house: House
    clock: MovableClock
    line: FakeLine
    telegram: FakeTelegram


@asynccontextmanager
async def both_platforms(
    url: str, understander: Understander, *, patience: float = PATIENCE_SECONDS
) -> AsyncIterator[BothPlatforms]:
    """Opens the house over a demo database; in Telegram nobody is known yet."""
    clock, words = demo_clock(), load_words()
    line = FakeLine(clock, line_stage.SECRET, line_stage.TOKEN)
    populate(line, demo_personas(words))
    telegram = FakeTelegram(clock, telegram_stage.TOKEN, telegram_stage.USERNAME)
    async with line_platform(line) as line_api, telegram_platform(telegram) as telegram_api:
        in_line = LineChannel(line_stage.TOKEN, words, api_url=line_api, patience=patience)
        in_telegram = TelegramChannel(
            telegram_stage.TOKEN, words, api_url=telegram_api, patience=patience, pace=Pace(unlimited=True)
        )
        await in_line.introduce()
        await in_telegram.introduce()
        channels: dict[str, Channel] = {"line": in_line, "telegram": in_telegram}
        house = build(open_engine(url, DATA_KEY), clock, channels, understander)
        try:
            yield BothPlatforms(house, clock, line, telegram)
        finally:
            await house.close()
