"""The demo network as LINE knows its people, laid once for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.transcript import line_stage
from bot.transcript.stage import DemoDatabase


@pytest.fixture(scope="session")
def database() -> Iterator[DemoDatabase]:
    """Gives each test a copy of its own."""
    made = DemoDatabase("line", line_stage.ACCOUNTS, line_stage.CHATS)
    yield made
    made.remove()
