"""The databases that storage is tested on: a SQLite file always, PostgreSQL where a server is named."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.demo import network
from bot.transcript import line_stage
from storage import session as storage_session
from storage.migrations import run
from storage.models import Base

KEY = base64.b64encode(bytes(range(32))).decode()
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """Saturday 21 November 2569, 10:00 in Bangkok."""
    return NOW


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy: copying takes a millisecond, migrating a hundred."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    run.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_schema() -> Iterator[str]:
    """The URL of a fresh, migrated schema of its own, dropped at the end of the run."""
    given = os.environ.get("NONGBAHT_TEST_POSTGRES_URL")
    if not given:
        pytest.skip("NONGBAHT_TEST_POSTGRES_URL is not set")
    schema = f"nb_test_{uuid4().hex[:12]}"
    server = create_engine(make_url(given).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = in_schema(given, schema)
    run.upgrade(url)
    yield url
    with server.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


def in_schema(url: str, schema: str) -> str:
    """The URL with everything unqualified going to `schema`."""
    return make_url(url).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database; each test that asks for it runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "nongbaht.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    url: str = request.getfixturevalue("postgres_schema")
    yield url
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    cleaner = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with cleaner.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    cleaner.dispose()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = storage_session.engine(database_url, data_key=KEY)
    yield made
    await made.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return storage_session.sessions(engine)


@pytest.fixture
async def laid(sessions: async_sessionmaker[AsyncSession]) -> async_sessionmaker[AsyncSession]:
    """Sessions over the demo network, laid into an empty database as its people are known in LINE."""
    async with sessions.begin() as session:
        await network.lay(session, "line", line_stage.ACCOUNTS, line_stage.CHATS)
    return sessions


@pytest.fixture
async def session(laid: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """One transaction over the demo network."""
    async with laid.begin() as opened:
        yield opened
