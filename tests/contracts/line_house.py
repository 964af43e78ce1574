"""The fake LINE platform with a channel before it, for tests of everything that leaves us."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from PIL import Image

from bot.channels.line import LineChannel
from bot.chat import ChatRef, Outgoing, Reply, Way, say
from bot.clock import MovableClock
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.serving import running
from bot.words import load_words

SECRET, TOKEN = "8c570fa6dd201bb328f1c1eac23a96d8", "an-access-token"
MALEE, KAMOL = "U" + "a" * 32, "U" + "b" * 32
VILLAGE, ROOM = "C" + "c" * 32, "R" + "d" * 32
DIRECT, GROUP = ChatRef("line", MALEE, "direct"), ChatRef("line", VILLAGE, "group")
START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def png(width: int, height: int, shade: int = 200) -> bytes:
    """A plain picture, as a rich menu's."""
    out = io.BytesIO()
    Image.new("L", (width, height), shade).save(out, "PNG")
    return out.getvalue()


@dataclass
class Line:
    """The platform, our channel at it, and the clock of both."""

    fake: FakeLine
    channel: LineChannel
    clock: MovableClock

    def token(self, chat: str = MALEE) -> str:
        """A reply token that has just been delivered."""
        token = self.fake.tokens.issue(chat, "event", self.clock.now())
        self.fake.tokens.delivered(token, redelivered=False)
        return token

    def reply(self, reply: Reply | None = None, chat: ChatRef = DIRECT) -> Outgoing:
        """Something to answer with a fresh token."""
        return Outgoing(str(uuid4()), chat, reply or say("สวัสดีค่ะ"), "reply", self.token(chat.id))

    def push(self, reply: Reply | None = None, chat: ChatRef = DIRECT) -> Outgoing:
        """Something to say unasked."""
        way: Way = "push"
        return Outgoing(str(uuid4()), chat, reply or say("สวัสดีค่ะ"), way)

    def shown(self, chat: str = MALEE) -> list[str]:
        """What stands in a chat from us."""
        return [message.text() for message in self.fake.news(chat=chat)]

    def called(self, path: str) -> int:
        """How often this path was called."""
        return sum(call.path.endswith(path) for call in self.fake.calls)


@asynccontextmanager
async def line(patience: float = 5.0, public_url: str | None = None) -> AsyncIterator[Line]:
    """Everything running; `patience`: seconds that the channel waits; `public_url`: where our files are fetched."""
    clock = MovableClock(START)
    fake = FakeLine(clock, SECRET, TOKEN, basic_id="@216ru", bot_name="น้องบาท")
    fake.add_user(MALEE, "มาลี")
    fake.add_user(KAMOL, "กมล")
    fake.add_group(VILLAGE, "บ้านสวน", [MALEE, KAMOL])
    fake.add_group(ROOM, "ห้องเก่า", [MALEE, KAMOL])
    async with running(fake) as url:
        channel = LineChannel(TOKEN, load_words(), api_url=url, patience=patience, public_url=public_url)
        try:
            yield Line(fake, channel, clock)
        finally:
            await channel.close()
