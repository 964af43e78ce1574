"""A demo network, standing at the demo's start: `await turn("malee", "benefit.amount", kind="hospital")`."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import MovableClock
from bot.demo import identities
from bot.demo.network import lay
from storage.models import Base
from storage.session import engine, sessions
from tests.unit.handlers.talk import START, TurnMaker, turn_maker

KEY = base64.b64encode(bytes(32)).decode()


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the demo network laid in, made once: each test works on its own copy."""
    path = tmp_path_factory.mktemp("network") / "laid.db"

    async def lay_in() -> None:
        made = engine(f"sqlite+aiosqlite:///{path}", data_key=KEY)
        async with made.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with sessions(made).begin() as opened:
            accounts = {key: identities.user_id(key) for key in identities.PERSONAS}
            chats = {key: identities.group_id(key) for key in identities.GROUPS}
            await lay(opened, "line", accounts, chats)
        await made.dispose()

    asyncio.run(lay_in())
    return path


@pytest.fixture
async def session(laid: Path, tmp_path: Path) -> AsyncIterator[AsyncSession]:
    """A session on a demo network of the test's own."""
    path = shutil.copy(laid, tmp_path / "network.db")
    made = engine(f"sqlite+aiosqlite:///{path}", data_key=KEY)
    try:
        async with sessions(made)() as opened:
            yield opened
    finally:
        await made.dispose()


@pytest.fixture
def clock() -> MovableClock:
    """The demo's start, standing still."""
    return MovableClock(START)


@pytest.fixture
def turn(session: AsyncSession, clock: MovableClock) -> TurnMaker:
    """Makes turns of talk in this network."""
    return turn_maker(session, clock)
