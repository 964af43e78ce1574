"""The fake Telegram with a channel before it, for tests of everything that leaves us."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_pace import Pace
from bot.chat import ChatRef, Outgoing, Reply, say
from bot.clock import MovableClock
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.web.simulator.telegram.serving import running
from bot.words import load_words

SECRET, TOKEN, USERNAME = "a-webhook-secret", "7000000001:a-token", "nongbaht_bot"
MALEE, KAMOL, VILLAGE, UPGRADED = 101, 102, -1001, -1002000
DIRECT, GROUP = ChatRef("telegram", str(MALEE), "direct"), ChatRef("telegram", str(VILLAGE), "group")
START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@dataclass
class Telegram:
    """The platform, our channel at it, and the clock of both."""

    fake: FakeTelegram
    channel: TelegramChannel
    clock: MovableClock

    def out(self, reply: Reply | None = None, chat: ChatRef = DIRECT, token: str | None = None) -> Outgoing:
        """Something to say; with `token` an answer."""
        return Outgoing(str(uuid4()), chat, reply or say("สวัสดีค่ะ"), "reply" if token else "push", token)

    def shown(self, chat: int = MALEE) -> list[str]:
        """What stands in a chat from us."""
        return [message.text() for message in self.fake.news(chat=chat)]

    def called(self, method: str) -> list[dict[str, object]]:
        """The parameters of every call of a method."""
        return [dict(call.params) for call in self.fake.calls if call.method == method]


@asynccontextmanager
async def telegram(patience: float = 5.0, pace: Pace | None = None) -> AsyncIterator[Telegram]:
    """Everything running; `patience`: seconds that the channel waits for an answer."""
    clock = MovableClock(START)
    fake = FakeTelegram(clock, TOKEN, USERNAME, bot_name="น้องบาท")
    fake.add_person(MALEE, "มาลี")
    fake.add_person(KAMOL, "กมล")
    fake.add_group(VILLAGE, "บ้านสวน", [MALEE, KAMOL])
    async with running(fake) as url:
        made = TelegramChannel(TOKEN, load_words(), api_url=url, patience=patience, pace=pace or Pace(unlimited=True))
        try:
            yield Telegram(fake, made, clock)
        finally:
            await made.close()
