"""Health data and people's words are ciphertext on disk, and open only with the right key, in the right column."""

from __future__ import annotations

import base64
import os
import stat
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from storage import crypto, inbox, outbox
from storage import session as storage_session
from storage.errors import StorageError
from storage.keys import check_keys
from storage.migrations import run
from storage.models import Area, ClaimPaid, Conversation, DataKey, Delivery, Fund, InboxEvent, Member, Question

Sessions = async_sessionmaker[AsyncSession]
SECRET = "ผ่าตัดไส้ติ่ง"
KEY, OTHER = (base64.b64encode(os.urandom(32)).decode() for _ in range(2))


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NONGBAHT_DATA_KEY", raising=False)
    monkeypatch.delenv("NONGBAHT_DATA_KEY_FILE", raising=False)


async def tell_everything(session: AsyncSession, now: datetime) -> None:
    """Writes the secret into every column that may hold health data or a person's words."""
    session.add(Area(id=1, kind="fund", code="f", name="f"))
    await session.flush()
    session.add(Fund(id=1, area_id=1, code="DEMO-A", name="a", tambon="a"))
    await session.flush()
    session.add(Member(id=1, fund_id=1, number="A-0012", joined=date(2019, 4, 1), as_of=date(2026, 11, 1)))
    await session.flush()
    session.add(
        ClaimPaid(
            fund_id=1,
            member_id=1,
            decided_on=date(2026, 10, 25),
            satang=60_000,
            details={"kind": "hospital", "x": SECRET},
        )
    )
    session.add(Conversation(channel="line", chat_id="c", account_id="u", state={"draft": SECRET}, updated_at=now))
    session.add(
        Question(channel="line", chat_id="c", text=SECRET, slots={"what": SECRET}, answer=SECRET, created_at=now)
    )
    event = {"channel": "line", "event_id": "1", "chat_key": "c", "body": SECRET}
    await inbox.store(session, [{**event, "received_at": now, "occurred_at": now}])  # type: ignore[typeddict-item]
    told = Delivery(
        channel="line", chat_id="c", chat_kind="direct", cause="event:1", body={"x": SECRET}, created_at=now
    )
    await outbox.queue(session, told)


async def test_no_column_shows_what_it_holds_and_all_give_it_back(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        await tell_everything(session, now)
    columns = {
        "claims_paid": ["details"],
        "conversations": ["state"],
        "questions": ["text", "slots", "answer"],
        "inbox_events": ["body"],
        "deliveries": ["body"],
    }
    async with sessions() as session:
        for name, sealed in columns.items():
            for value in (await session.execute(text(f"SELECT {', '.join(sealed)} FROM {name}"))).one():
                assert bytes(value).startswith(b"NB1")
                assert SECRET.encode() not in bytes(value)
        assert (await session.scalars(select(ClaimPaid.details))).one() == {"kind": "hospital", "x": SECRET}
        assert (await session.scalars(select(Conversation.state))).one() == {"draft": SECRET}
        question = (await session.scalars(select(Question))).one()
        assert (question.text, question.slots, question.answer) == (SECRET, {"what": SECRET}, SECRET)
        assert (await session.scalars(select(InboxEvent.body))).one() == SECRET
        assert (await session.scalars(select(Delivery.body))).one() == {"x": SECRET}


async def test_the_files_on_disk_hold_neither_the_words_nor_the_key(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite:///{tmp_path / 'nongbaht.db'}"
    run.upgrade(url)
    engine = storage_session.engine(url)
    async with storage_session.sessions(engine).begin() as session:
        await tell_everything(session, now)
    key = crypto.from_file(tmp_path / "nongbaht.db.key")
    raw_key = base64.b64decode((tmp_path / "nongbaht.db.key").read_text().splitlines()[-1])
    for path in tmp_path.glob("nongbaht.db*"):
        if path.suffix != ".key":
            assert SECRET.encode() not in path.read_bytes()
            assert raw_key not in path.read_bytes()
    assert any(bytes.fromhex(key.id) in path.read_bytes() for path in tmp_path.glob("nongbaht.db*"))
    await engine.dispose()


async def test_empty_and_missing_stay_what_they_are(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        session.add(Question(channel="line", chat_id="c", created_at=now))
    async with sessions() as session:
        question = (await session.scalars(select(Question).where(Question.slots == {}))).one()
    assert (question.text, question.slots) == (None, {})


@given(st.binary(), st.text(min_size=1))
def test_what_was_sealed_opens_in_its_own_column_alone(data: bytes, column: str) -> None:
    ring = crypto.Keyring([bytes(range(32))], "the test")
    sealed = ring.seal(data, column)
    assert ring.open(sealed, column) == data
    assert ring.seal(data, column) != sealed, "each time with a fresh nonce"
    with pytest.raises(StorageError, match="altered"):
        ring.open(sealed, column + "x")


@given(st.binary(min_size=1), st.integers(min_value=0))
def test_an_altered_value_is_noticed(data: bytes, where: int) -> None:
    ring = crypto.Keyring([bytes(range(32))], "the test")
    sealed = bytearray(ring.seal(data, "c"))
    sealed[where % len(sealed)] ^= 1
    with pytest.raises(StorageError):
        ring.open(bytes(sealed), "c")


async def test_a_wrong_key_is_told_in_one_line_with_its_remedy(database_url: str, now: datetime) -> None:
    right = storage_session.engine(database_url, KEY)
    async with storage_session.sessions(right).begin() as session:
        session.add(Conversation(channel="line", chat_id="c", account_id="u", state={"a": 1}, updated_at=now))
    await right.dispose()
    wrong = storage_session.engine(database_url, OTHER)
    async with storage_session.sessions(wrong)() as session:
        with pytest.raises(StorageError, match="put back the key file") as fault:
            (await session.scalars(select(Conversation))).one()
    assert KEY not in str(fault.value)
    await wrong.dispose()


async def test_a_lost_key_is_noticed_at_start_before_anything_is_written(database_url: str, now: datetime) -> None:
    first = storage_session.engine(database_url, KEY)
    name = await check_keys(first, now)
    assert await check_keys(first, now) == name
    await first.dispose()
    other = storage_session.engine(database_url, OTHER)
    with pytest.raises(StorageError, match=name):
        await check_keys(other, now)
    async with storage_session.sessions(other)() as session:
        assert list(await session.scalars(select(DataKey.key_id))) == [name]
    await other.dispose()


async def test_keys_rotate_the_first_writes_and_all_read(database_url: str, now: datetime) -> None:
    async def write(engine: AsyncEngine, account: str) -> None:
        async with storage_session.sessions(engine).begin() as session:
            session.add(Conversation(channel="line", chat_id="c", account_id=account, state={"a": 1}, updated_at=now))

    old = storage_session.engine(database_url, KEY)
    await check_keys(old, now)
    await write(old, "before")
    await old.dispose()
    both = storage_session.engine(database_url, f"{OTHER},{KEY}")
    await check_keys(both, now)
    await write(both, "after")
    async with storage_session.sessions(both)() as session:
        assert [row.state for row in await session.scalars(select(Conversation))] == [{"a": 1}, {"a": 1}]
    await both.dispose()
    new = storage_session.engine(database_url, OTHER)
    async with storage_session.sessions(new)() as session:
        after = select(Conversation).where(Conversation.account_id == "after")
        assert (await session.scalars(after)).one().state == {"a": 1}
    await new.dispose()


def test_the_key_file_is_made_once_for_its_owner_alone_and_announced(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = make_url(f"sqlite:///{tmp_path / 'nongbaht.db'}")
    made = crypto.keyring(url, environ={}).sealing()
    path = tmp_path / "nongbaht.db.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [record.getMessage().startswith(f"made a new data key: {path}") for record in caplog.records] == [True]
    assert crypto.keyring(url, environ={}).sealing().id == made.id
    assert len(caplog.records) == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["nongbaht.db.key"]


def test_where_the_key_is_looked_for(tmp_path: Path) -> None:
    sqlite, postgres = make_url("sqlite:////srv/data.db"), make_url("postgresql://h/d")
    assert crypto.key_file(sqlite, {}) == Path("/srv/data.db.key")
    assert crypto.key_file(postgres, {}) == Path("nongbaht.key")
    assert crypto.key_file(make_url("sqlite://"), {}) is None
    assert crypto.key_file(sqlite, {"NONGBAHT_DATA_KEY_FILE": "/run/secrets/key"}) == Path("/run/secrets/key")
    named = {"NONGBAHT_DATA_KEY_FILE": str(tmp_path / "elsewhere.key")}
    crypto.keyring(sqlite, environ=named).sealing()
    assert (tmp_path / "elsewhere.key").exists()
    given = {**named, "NONGBAHT_DATA_KEY": KEY}
    assert crypto.keyring(sqlite, environ=given).opening().ids == [crypto.key_id(base64.b64decode(KEY))]


@pytest.mark.parametrize(
    "wrong",
    ["geheim", "", "=", base64.b64encode(b"too short").decode(), f"{KEY},geheim"],
    ids=["word", "empty", "padding", "short", "one of two"],
)
def test_a_key_that_is_none_is_told_how_to_make_one(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "x.key"
    path.write_text(wrong + "\n")
    with pytest.raises(StorageError) as fault:
        crypto.from_file(path)
    assert str(path) in str(fault.value)
    assert "openssl rand -base64 32" in str(fault.value) or "is empty" in str(fault.value)
    assert "geheim" not in str(fault.value)


def test_reading_with_no_key_file_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="the data key file is missing"):
        crypto.keyring(make_url(f"sqlite:///{tmp_path / 'x.db'}"), environ={}).opening()
    assert list(tmp_path.iterdir()) == []


def test_an_engine_without_keys_says_so() -> None:
    with pytest.raises(StorageError, match=r"storage\.session\.engine"):
        crypto.keys_of(create_engine("sqlite://").dialect)
