"""The stage that is LINE: signed webhooks over HTTP in, the Messaging API over HTTP out, by the fake platform."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.addressing import called_at, load_call_words
from bot.app import House, build, web
from bot.channels.line import LineChannel
from bot.clock import MovableClock
from bot.demo.identities import GROUPS, PERSONAS, SITE, group_id, user_id
from bot.settings import Settings
from bot.transcript.pictures import picture
from bot.transcript.stage import DATA_KEY, PlayFault, Read, demo_clock
from bot.understanding.understand import Understander
from bot.web.server import running as serving
from bot.web.simulator.personas import demo_personas, populate
from bot.web.simulator.phones import NoSuchButton
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Message
from bot.web.simulator.serving import running as platform
from bot.words import load_words
from storage.session import engine as open_engine

SECRET, TOKEN = "demo-channel-secret", "demo-access-token"
TRAFFIC = "NONGBAHT_TRAFFIC"
"""Environment: a file to which all LINE traffic of played transcripts is appended, for the judge."""

ACCOUNTS = {key: user_id(key) for key in PERSONAS}
CHATS = {key: group_id(key) for key in GROUPS}


@dataclass
class LineStage:
    """One house and the fake platform before it."""

    house: House
    clock: MovableClock
    fake: FakeLine

    async def act(self, persona: str, place: str, act: str, argument: str) -> None:
        user, chat = user_id(persona), None if place == "direct" else group_id(place)
        try:
            if act == "say":
                called = argument.startswith("@") or called_at(argument, load_call_words()) is not None
                await self.fake.say(user, chat, argument, mention_bot=called)
            elif act == "button":
                if prefilled := await self.fake.press(user, chat, argument):
                    await self.fake.say(user, None, prefilled)
            elif act == "date":
                await self.fake.pick_date(user, chat, argument)
            elif act == "image":
                await self.fake.send_image(user, chat, picture(argument))
            elif act == "audio":
                await self.fake.send_audio(user, chat)
            elif act == "sticker":
                await self.fake.send_sticker(user, chat)
            elif act == "location":
                latitude, longitude = map(float, argument.split(","))
                await self.fake.send_location(user, chat, latitude, longitude)
            elif act == "unsend":
                await self.fake.unsend(user, chat)
        except (NoSuchButton, LookupError) as fault:
            raise PlayFault(str(fault)) from None
        await self.house.settle()

    async def move(self, instant: datetime) -> None:
        self.clock.set(instant)
        await self.house.settle()

    def mark(self) -> int:
        return self.fake.mark()

    def read(self, since: int, reader: str, place: str) -> list[Read]:
        chat = user_id(reader) if place == "direct" else group_id(place)
        return [_read(message) for message in self.fake.news(since, chat=chat)]

    def anything(self, since: int) -> list[Read]:
        return [_read(message) for message in self.fake.news(since)]


def _read(message: Message) -> Read:
    return Read(message.text(), tuple(button.label for button in message.buttons() if button.quick))


@asynccontextmanager
async def opened(url: str, understander: Understander) -> AsyncIterator[LineStage]:
    """A stage over a fresh demo database."""
    clock = demo_clock()
    traffic = os.environ.get(TRAFFIC)
    fake = FakeLine(clock, SECRET, TOKEN, traffic=Path(traffic) if traffic else None)
    populate(fake, demo_personas(load_words()))
    async with platform(fake) as api:
        channel = LineChannel(TOKEN, load_words(), api_url=api, public_url=SITE)
        house = build(open_engine(url, DATA_KEY), clock, {"line": channel}, understander)
        try:
            settings = Settings(line_channel_secret=SecretStr(SECRET))
            async with serving(web(house, settings)) as address:
                fake.webhook_url = f"{address}/line/webhook"
                yield LineStage(house, clock, fake)
        finally:
            await house.close()
