"""The stage that is Telegram: updates with the secret over HTTP in, the Bot API over HTTP out, by the fake platform."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.addressing import called_at, load_call_words
from bot.app import House, build, web
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_pace import Pace
from bot.clock import MovableClock
from bot.demo.identities import GROUPS, PERSONAS, telegram_group_id, telegram_user_id
from bot.demo.network import network
from bot.settings import Settings
from bot.transcript.pictures import picture
from bot.transcript.stage import DATA_KEY, PlayFault, Read, demo_clock
from bot.understanding.understand import Understander
from bot.web.server import running as serving
from bot.web.simulator.telegram.phones import NoSuchButton
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.web.simulator.telegram.records import Message
from bot.web.simulator.telegram.serving import running as platform
from bot.web.telegram_door import TELEGRAM_PATH
from bot.words import load_words
from storage.session import engine as open_engine

SECRET, TOKEN, USERNAME = "demo-webhook-secret", "7000000001:demo-token", "nongbaht_demo_bot"
TRAFFIC = "NONGBAHT_TRAFFIC"
"""Environment: a file to which all Telegram traffic of played transcripts is appended, for a judge."""

ACCOUNTS = {key: str(telegram_user_id(key)) for key in PERSONAS}
CHATS = {key: str(telegram_group_id(key)) for key in GROUPS}


@dataclass
class TelegramStage:
    """One house and the fake platform before it."""

    house: House
    clock: MovableClock
    fake: FakeTelegram

    async def act(self, persona: str, place: str, act: str, argument: str) -> None:
        user, group = telegram_user_id(persona), None if place == "direct" else telegram_group_id(place)
        try:
            if act == "say":
                await self.fake.say(user, group, called(argument) if group else argument)
            elif act == "button":
                await self.fake.press(user, group, argument)
            elif act == "date":
                await self.fake.pick_date(user, group, argument)
            elif act == "image":
                await self.fake.send_image(user, group, picture(argument))
            elif act == "audio":
                await self.fake.send_audio(user, group)
            elif act == "sticker":
                await self.fake.send_sticker(user, group)
            elif act == "location":
                latitude, longitude = map(float, argument.split(","))
                await self.fake.send_location(user, group, latitude, longitude)
            # [unsend]: Telegram tells a bot nothing of it, so nothing happens here
        except (NoSuchButton, LookupError) as fault:
            raise PlayFault(str(fault)) from None
        await self.house.settle()
        await self.fake.settled()

    async def move(self, instant: datetime) -> None:
        self.clock.set(instant)
        await self.house.settle()

    def mark(self) -> int:
        return self.fake.mark()

    def read(self, since: int, reader: str, place: str) -> list[Read]:
        chat = telegram_user_id(reader) if place == "direct" else telegram_group_id(place)
        return [_read(message) for message in self.fake.news(since, chat=chat)]

    def anything(self, since: int) -> list[Read]:
        return [_read(message) for message in self.fake.news(since)]


def called(text: str) -> str:
    """Words in a group as they are typed on Telegram: the leading @word, or our name behind an @, is our username."""
    if text.startswith("@"):
        return re.sub(r"^@\S+", f"@{USERNAME}", text, count=1)
    name = called_at(text, load_call_words())
    return text.replace(name, f"@{USERNAME}", 1) if name else text


def _read(message: Message) -> Read:
    return Read(message.text(), tuple(button.label for button in message.buttons()))


def populate(fake: FakeTelegram) -> None:
    """Gives each persona an account that has started the bot, and opens the demo groups with the bot inside.

    Privacy mode is off, as docs/telegram.md advises for village groups: people call by name there.
    """
    people, groups = network()["personas"], network()["groups"]
    for key in PERSONAS:
        fake.add_person(telegram_user_id(key), people[key]["name"])
    for key, members in GROUPS.items():
        fake.add_group(telegram_group_id(key), groups[key]["name"], map(telegram_user_id, members))
    fake.privacy = False


@asynccontextmanager
async def opened(url: str, understander: Understander) -> AsyncIterator[TelegramStage]:
    """A stage over a fresh demo database."""
    clock = demo_clock()
    traffic = os.environ.get(TRAFFIC)
    fake = FakeTelegram(clock, TOKEN, USERNAME, traffic=Path(traffic) if traffic else None)
    populate(fake)
    async with platform(fake) as api:
        channel = TelegramChannel(TOKEN, load_words(), api_url=api, pace=Pace(unlimited=True))
        house = build(open_engine(url, DATA_KEY), clock, {"telegram": channel}, understander)
        try:
            settings = Settings(telegram_webhook_secret=SecretStr(SECRET))
            async with serving(web(house, settings)) as address:
                fake.webhook_url, fake.webhook_secret = f"{address}{TELEGRAM_PATH}", SECRET
                yield TelegramStage(house, clock, fake)
        finally:
            await house.close()
