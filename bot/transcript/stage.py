"""What a transcript is played on: a demo house, behind one channel."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.clock import MovableClock
from bot.demo import network
from storage.migrations import run as migrations
from storage.session import engine as open_engine
from storage.session import sessions

DATA_KEY = "bm9uZ2JhaHQtZGVtby1rZXktaXMtbm90LXNlY3JldCE="
"""The demo's people are fictional, so is the secrecy of their data key."""


class PlayFault(LookupError):
    """Something that the persona cannot do here, such as pressing a button that is not there."""


@dataclass(frozen=True)
class Read:
    """One message that somebody received: its words (labels of its own buttons included) and the choices under it."""

    text: str
    choices: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Words and choices."""
        return "\n".join((self.text, *self.choices))


class Stage(Protocol):
    """A demo house that personas can act on."""

    async def act(self, persona: str, place: str, act: str, argument: str) -> None:
        """Lets a persona do one thing and waits until the house has answered. Raises PlayFault."""
        ...

    async def move(self, instant: datetime) -> None:
        """Sets the clock and waits for what falls due."""
        ...

    def mark(self) -> int:
        """A bookmark before a turn."""
        ...

    def read(self, since: int, reader: str, place: str) -> list[Read]:
        """What `reader` (a persona in his 1:1 chat, or the group `place`) received since the bookmark."""
        ...

    def anything(self, since: int) -> list[Read]:
        """Everything that was sent to anyone since the bookmark."""
        ...


class DemoDatabase:
    """A filled demo database per channel, made once and copied for each file: filling it is slow beside a talk."""

    def __init__(self, channel: str, accounts: dict[str, str], chats: dict[str, str]) -> None:
        self._channel, self._accounts, self._chats = channel, accounts, chats
        self._folder = Path(tempfile.mkdtemp(prefix="nongbaht-play-"))
        self._copies = 0

    async def fresh(self) -> str:
        """The URL of a new copy."""
        template = self._folder / "template.db"
        if not template.exists():
            await fill(f"sqlite+aiosqlite:///{template}", self._channel, self._accounts, self._chats)
        self._copies += 1
        copy = self._folder / f"{self._copies}.db"
        shutil.copy(template, copy)
        return f"sqlite+aiosqlite:///{copy}"

    def remove(self) -> None:
        """Deletes all copies."""
        shutil.rmtree(self._folder, ignore_errors=True)


async def fill(
    url: str, channel: str, accounts: dict[str, str], chats: dict[str, str], *, data_key: str | None = DATA_KEY
) -> None:
    """Migrates a database and lays the demo network into it; without `data_key` the operator's own is used."""
    engine = open_engine(url, data_key)
    try:
        await migrations.upgrade_engine(engine)
        async with sessions(engine).begin() as session:
            await network.lay(session, channel, accounts, chats)
    finally:
        await engine.dispose()


def demo_clock() -> MovableClock:
    """The demo's clock, standing still at its start."""
    return MovableClock(network.start())
