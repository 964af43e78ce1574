"""The demo network on every channel, laid once for all talks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.transcript.stage import DemoDatabase
from bot.transcript.theatre import STAGES


@pytest.fixture(scope="session")
def databases() -> Iterator[dict[str, DemoDatabase]]:
    """By channel; each is laid when a first copy is asked for."""
    made = {name: DemoDatabase(name, there.ACCOUNTS, there.CHATS) for name, there in STAGES.items()}
    yield made
    for database in made.values():
        database.remove()
