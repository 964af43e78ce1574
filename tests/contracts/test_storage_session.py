"""Sessions on both databases: moments, constraints, one writer at a time, and what an operator is told."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session

from storage import session as storage_session
from storage.errors import StorageError
from storage.faults import explain
from storage.migrations import run
from storage.models import Area, AuditEvent, Fund, Identity, Link, Member, Person, UtcDateTime

Sessions = async_sessionmaker[AsyncSession]
BANGKOK = timezone(timedelta(hours=7))


async def test_a_moment_comes_back_as_aware_utc_whatever_zone_it_was_given_in(sessions: Sessions) -> None:
    local = datetime(2026, 11, 21, 10, 0, 0, 123456, tzinfo=BANGKOK)
    async with sessions.begin() as session:
        session.add(Person(created_at=local))
    async with sessions() as session:
        found = (await session.scalars(select(Person.created_at))).one()
    assert found == local
    assert found.utcoffset() == timedelta(0)


async def test_a_moment_without_a_zone_is_refused(sessions: Sessions) -> None:
    session = sessions()
    session.add(Person(created_at=datetime(2026, 11, 21, 10, 0)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        await session.flush()
    await session.close()


@given(st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=5))
def test_moments_sort_on_sqlite_as_they_do_in_time(moments: list[datetime]) -> None:
    column = UtcDateTime()
    processor = column.bind_processor(create_engine("sqlite://").dialect)
    assert processor is not None
    stored = [processor(moment) for moment in moments]
    assert [moments[index] for index in sorted(range(len(moments)), key=stored.__getitem__)] == sorted(moments)


async def test_foreign_keys_hold(sessions: Sessions) -> None:
    session = sessions()
    session.add(Fund(area_id=99, code="X", name="x", tambon="x"))
    with pytest.raises(IntegrityError):
        await session.flush()
    await session.close()


async def test_a_person_is_linked_to_a_member_once_at_a_time(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        session.add(Area(id=1, kind="fund", code="f", name="f"))
        session.add(Fund(id=1, area_id=1, code="DEMO-A", name="a", tambon="a"))
        session.add(Person(id=1, created_at=now))
        await session.flush()
        session.add(Member(id=1, fund_id=1, number="A-0012", joined=date(2019, 4, 1), as_of=date(2026, 11, 1)))
        await session.flush()
        session.add(Link(person_id=1, member_id=1, proven_by="code:1", since=now, until=now))
        session.add(Link(person_id=1, member_id=1, proven_by="code:2", since=now))
    session = sessions()
    session.add(Link(person_id=1, member_id=1, proven_by="code:3", since=now))
    with pytest.raises(IntegrityError):
        await session.flush()
    await session.close()


async def test_erasing_a_person_takes_accounts_and_keeps_the_audit_trail(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        person = Person(created_at=now, display_name="มาลี")
        session.add(person)
        await session.flush()
        session.add(Identity(person_id=person.id, channel="line", account_id="U1"))
        session.add(AuditEvent(at=now, actor_person_id=person.id, actor="person", action="link.made", subject="x"))
    async with sessions.begin() as session:
        await session.execute(text("DELETE FROM persons"))
    async with sessions() as session:
        assert list(await session.scalars(select(Identity))) == []
        assert (await session.scalars(select(AuditEvent))).one().actor_person_id is None


async def test_thai_stays_readable_in_json(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        session.add(AuditEvent(at=now, actor="x", action="x", subject="x", before=None, after={"ชื่อ": "มาลี"}))
    async with sessions() as session:
        found = (await session.scalars(select(AuditEvent))).one()
        assert (found.before, found.after) == (None, {"ชื่อ": "มาลี"})
        raw = (await session.execute(text("SELECT CAST(after AS text), before IS NULL FROM audit_events"))).one()
    assert "มาลี" in raw[0]
    assert raw[1]


async def test_many_writers_at_once_all_get_their_turn(sessions: Sessions, now: datetime) -> None:
    """Each reads before it writes, the pattern that fails with "database is locked" when BEGIN comes too late."""
    async with sessions.begin() as session:
        session.add(Person(id=1, display_name="0", created_at=now))

    async def add_one() -> None:
        async with sessions.begin() as session:
            query = select(Person).where(Person.id == 1).with_for_update()
            person = (await session.scalars(query)).one()
            await asyncio.sleep(0)
            person.display_name = str(int(person.display_name or 0) + 1)

    await asyncio.gather(*(add_one() for _ in range(25)))
    async with sessions() as session:
        assert (await session.scalars(select(Person.display_name))).one() == "25"


async def test_readers_see_what_was_committed_and_cannot_write(
    engine: AsyncEngine, sessions: Sessions, now: datetime
) -> None:
    reading = storage_session.reading(engine)
    async with sessions.begin() as session:
        session.add(Person(created_at=now))
        await session.flush()
        async with reading() as reader:
            assert list(await reader.scalars(select(Person))) == []
    async with reading() as reader:
        assert len(list(await reader.scalars(select(Person)))) == 1
    reader = reading()
    reader.add(Person(created_at=now))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await reader.flush()
    await reader.close()


async def test_a_writer_waits_for_another_process_and_the_loop_goes_on(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'nongbaht.db'}"
    run.upgrade(url)
    engine = storage_session.engine(url)
    other = sqlite3.connect(tmp_path / "nongbaht.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with storage_session.sessions(engine).begin() as session:
            session.add(Person(created_at=now))

    waiting = asyncio.create_task(write())
    turns = 0
    # The loop keeps turning while the writer waits in its thread: a blocked loop would never get here.
    while turns < 50:
        await asyncio.sleep(0)
        turns += 1
    assert not waiting.done()
    other.execute("COMMIT")
    await waiting
    assert other.execute("SELECT count(*) FROM persons").fetchone() == (1,)
    other.close()
    await engine.dispose()


async def test_a_writer_that_gives_up_waiting_leaves_no_lock_behind(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'nongbaht.db'}"
    run.upgrade(url)
    engine = storage_session.engine(url)
    sessions = storage_session.sessions(engine)
    other = sqlite3.connect(tmp_path / "nongbaht.db", isolation_level=None, timeout=5, check_same_thread=False)

    async def write() -> None:
        async with sessions.begin() as session:
            session.add(Person(created_at=now))
            await session.flush()

    await write()
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(write())
    for _ in range(50):
        await asyncio.sleep(0)
    waiting.cancel()
    other.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    await write()
    assert other.execute("SELECT count(*) FROM persons").fetchone() == (2,)
    other.close()
    await engine.dispose()


async def test_a_statement_that_fails_leaves_the_connection_usable(sessions: Sessions, now: datetime) -> None:
    session = sessions()
    with pytest.raises(DBAPIError):
        await session.execute(text("SELECT nonsense"))
    await session.close()
    async with sessions.begin() as session:
        session.add(Person(created_at=now))


async def test_nothing_waits_for_ever_on_postgresql(engine: AsyncEngine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has its busy timeout")
    async with engine.connect() as connection:
        for name, told in {"statement_timeout": "15s", "lock_timeout": "5s", "TimeZone": "UTC"}.items():
            assert (await connection.execute(text(f"SHOW {name}"))).scalar_one() == told


async def test_sqlite_is_set_up_for_durability_and_privacy(tmp_path: Path) -> None:
    engine = storage_session.engine(f"sqlite:///{tmp_path / 'nongbaht.db'}")
    async with engine.connect() as connection:
        found = {
            name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "secure_delete")
        }
    await engine.dispose()
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "secure_delete": 1}


async def test_a_database_in_memory_serves_many_sessions_one_after_the_other(now: datetime) -> None:
    engine = storage_session.engine("sqlite://")
    moved = await run.upgrade_engine(engine)
    assert (moved.before, moved.after) == (None, run.head())
    sessions = storage_session.sessions(engine)

    async def add() -> None:
        async with sessions.begin() as session:
            session.add(Person(created_at=now))

    await asyncio.gather(*(add() for _ in range(10)))
    async with storage_session.reading(engine)() as session:
        assert len(list(await session.scalars(select(Person)))) == 10
    await engine.dispose()


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg"),
    ],
)
def test_plain_urls_are_upgraded_to_the_drivers_we_use(given: str, driver: str) -> None:
    assert storage_session.parse(given).drivername == driver


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("mysql://bot:geheim@host/db", "'mysql', which is not supported"),
        ("postgresql+asyncpg://bot:geheim@host/db", "'postgresql+asyncpg', which is not supported"),
        ("bot:geheim@host", "is not a database URL"),
        ("sqlite:////no/such/folder/x.db", "the folder /no/such/folder does not exist"),
    ],
)
def test_a_wrong_url_is_told_in_one_line_without_its_password(wrong: str, told: str) -> None:
    with pytest.raises(StorageError) as fault:
        storage_session.engine(wrong)
    line = str(fault.value)
    assert told in line
    assert "NONGBAHT_DATABASE_URL" in line
    assert "geheim" not in line
    assert "\n" not in line


def test_the_url_comes_from_the_environment_or_is_a_file_here() -> None:
    assert storage_session.database_url({"NONGBAHT_DATABASE_URL": "sqlite://"}) == "sqlite://"
    assert storage_session.database_url({"NONGBAHT_DATABASE_URL": ""}) == "sqlite+aiosqlite:///nongbaht.db"
    assert storage_session.database_url({}) == "sqlite+aiosqlite:///nongbaht.db"


def test_a_missing_table_and_a_wrong_file_are_told_with_their_remedy(tmp_path: Path) -> None:
    with Session(create_engine("sqlite://")) as session, pytest.raises(DBAPIError) as missing:
        session.execute(select(Person))
    assert "run `nongbaht migrate`" in str(explain(missing.value))
    (tmp_path / "picture.db").write_bytes(b"GIF89a" * 100)
    with pytest.raises(StorageError, match="not a SQLite database"):
        run.upgrade(f"sqlite:///{tmp_path / 'picture.db'}")
    with pytest.raises(StorageError, match="check NONGBAHT_DATABASE_URL"):
        run.upgrade("postgresql://nobody:geheim@127.0.0.1:1/none")


async def test_what_was_read_before_is_forgotten_with_a_change_and_with_the_transaction(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(select(Person.id))
        storage_session.read_before(session)["rights"] = "many"
        assert storage_session.read_before(session) == {"rights": "many"}
        person = Person(created_at=datetime.now(UTC))
        session.add(person)
        assert storage_session.read_before(session) == {}
        await session.flush()
        assert storage_session.read_before(session) == {}
        storage_session.read_before(session)["rights"] = "none"
        person.display_name = "x"
        assert storage_session.read_before(session) == {}
    async with sessions.begin() as session:
        await session.execute(select(Person.id))
        assert storage_session.read_before(session) == {}
