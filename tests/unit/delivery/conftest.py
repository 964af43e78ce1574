"""An empty database in a file, for what the ledger and the pump keep there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.transcript.stage import DATA_KEY
from storage.models import Base
from storage.session import engine as open_engine
from storage.session import sessions as session_maker

NOW = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


@pytest.fixture
async def sessions(tmp_path: Path) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'delivery.db'}", DATA_KEY)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield session_maker(engine)
    await engine.dispose()
