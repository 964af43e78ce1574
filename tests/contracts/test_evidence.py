"""Evidence photos, on both databases: noted, fetched, kept without their place, told once, deleted in time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.channels.terminal import TerminalChannel
from bot.chat import ChatRef, ContentDelayed, Incoming, Kind
from bot.clock import MovableClock
from bot.delivery import codec
from bot.delivery.fetching import WAITS, Fetcher
from bot.services import evidence
from bot.transcript.pictures import picture
from bot.words import load_words
from storage.models import Area, AuditEvent, Delivery, Evidence, Person, Record
from storage.retention import kept_until
from storage.session import reading

Sessions = async_sessionmaker[AsyncSession]
CHAT = ChatRef("terminal", "u1", "direct")


@dataclass
class Flaky(TerminalChannel):
    """A platform that is not ready the first so many times."""

    delays: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    asked: list[str] = field(default_factory=list)
    on_asked: Any = None

    async def content(self, handle: str, most: int) -> bytes | None:
        self.asked.append(handle)
        if self.on_asked is not None:
            await self.on_asked()
        if self.delays[handle] > 0:
            self.delays[handle] -= 1
            raise ContentDelayed("202")
        return await super().content(handle, most)


@dataclass
class House:
    """What a turn would use, and the fetcher beside it."""

    sessions: Sessions
    clock: MovableClock
    channel: Flaky
    fetcher: Fetcher

    async def send(self, name: str, number: int, **how: Any) -> int:
        """A picture arrives and its turn wants it."""
        self.channel.contents[f"m{number}"] = picture(name)
        async with self.sessions.begin() as session:
            how = {"record_id": 1, **how}
            row = await evidence.want(session, self.clock.now(), arrival(number, self.clock.now()), 1, **how)
            return row.id

    async def row(self, evidence_id: int) -> Evidence:
        async with self.sessions() as session:
            return await session.get_one(Evidence, evidence_id)

    async def told(self) -> list[str]:
        async with self.sessions() as session:
            rows = (await session.scalars(select(Delivery).order_by(Delivery.created_at, Delivery.cause))).all()
        return ["\n".join(part.plain() if not hasattr(part, "text") else part.text for part in _parts(r)) for r in rows]


def _parts(row: Delivery) -> Any:
    return codec.decode(row.body or {}).parts


def arrival(number: int, at: datetime, chat: ChatRef = CHAT, **more: Any) -> Incoming:
    return Incoming(f"e{number}", Kind.IMAGE, chat, at, chat.id, message_id=f"m{number}", reply_token="r", **more)


@pytest.fixture
async def house(engine: AsyncEngine, sessions: Sessions, now: datetime) -> House:
    clock, channel = MovableClock(now), Flaky()
    async with sessions.begin() as session:
        session.add_all([Person(id=1, created_at=now), Area(id=1, kind="zone", code="z", name="โซนเมือง")])
        await session.flush()
        made = {"area_id": 1, "fiscal_year": 2570, "person_id": 1, "recorded_at": now}
        session.add(Record(id=1, kind="meeting", day=date(2026, 11, 15), **made))
        session.add(Record(id=2, kind="review", day=date(2026, 11, 20), **made))
    channels: Mapping[str, Any] = {"terminal": channel}
    return House(sessions, clock, channel, Fetcher(sessions, reading(engine), channels, clock, load_words()))


async def test_a_picture_is_kept_sealed_and_its_sender_is_told_by_the_reply_token(house: House, now: datetime) -> None:
    wanted = await house.send("gps.jpg", 1, kind="sign_in")
    assert (await house.row(wanted)).content is None, "a turn awaits no network"
    assert await house.fetcher.run_once() == 1
    assert await house.fetcher.run_once() == 0
    row = await house.row(wanted)
    assert (row.state, row.media_type, row.width, row.height) == ("kept", "image/jpeg", 480, 640)
    assert row.delete_after == date(2029, 9, 30)
    assert row.content is not None
    assert (len(row.content), row.reply_token) == (row.size, None)
    assert b"NONGBAHT-TEST-PHONE" not in row.content
    async with house.sessions() as session:
        raw = await session.connection()
        stored = bytes((await raw.exec_driver_sql("SELECT content FROM evidence")).scalar_one())
        assert row.content[:200] not in stored, "sealed on disk"
        assert [held.id for held in await evidence.of_record(session, 1)] == [wanted]
        answer = (await session.scalars(select(Delivery))).one()
        actions = [event.action for event in await session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert (answer.reply_token, answer.chat_kind, answer.token_expires_at) == (
        "r",
        "direct",
        now + timedelta(seconds=50),
    )
    assert await house.told() == ["แนบ 1 รูปกับบันทึกประชุม 15 พ.ย. 2569 แล้วค่ะ ✅ เก็บไว้ถึง 30 ก.ย. 2572 แล้วลบเอง"]
    assert actions == ["evidence.wanted", "evidence.kept"]


async def test_pictures_sent_together_are_told_in_one_message(house: House) -> None:
    for number in range(1, 7):
        await house.send("photo.jpg", number)
    await house.send("words.jpg", 7)
    while await house.fetcher.run_once():
        pass
    assert await house.told() == [
        "แนบ 6 รูปกับบันทึกประชุม 15 พ.ย. 2569 แล้วค่ะ ✅ เก็บไว้ถึง 19 ก.พ. 2570 แล้วลบเอง\n"
        "ไฟล์นี้เปิดเป็นรูปไม่ได้ค่ะ ถ่ายหรือเลือกรูปแล้วส่งมาใหม่ได้เลยนะคะ"
    ]


@pytest.mark.parametrize(
    ("name", "fault"), [("words.jpg", "format"), ("half.jpg", "broken"), ("huge.jpg", "large"), ("bomb.png", "large")]
)
async def test_what_is_no_photo_is_said_kindly_and_not_kept(house: House, name: str, fault: str) -> None:
    wanted = await house.send(name, 1)
    await house.fetcher.run_once()
    row = await house.row(wanted)
    assert (row.state, row.fault, row.content) == ("failed", fault, None)
    assert await house.told() == [load_words()(f"evidence.fault.{fault}")]


async def test_a_platform_that_is_not_ready_is_asked_again_later_and_given_up_at_last(house: House) -> None:
    wanted = await house.send("photo.jpg", 1)
    house.channel.delays["m1"] = 2
    for wait in WAITS[:2]:
        assert await house.fetcher.run_once() == 1
        assert await house.fetcher.run_once() == 0, "not before its time"
        assert await house.told() == []
        house.clock.advance(timedelta(seconds=wait))
    await house.fetcher.run_once()
    assert (await house.row(wanted)).state == "kept"

    late = await house.send("photo.jpg", 2)
    house.channel.delays["m2"] = 99
    for wait in (*WAITS, 0):
        assert await house.fetcher.run_once() == 1
        house.clock.advance(timedelta(seconds=wait))
    row = await house.row(late)
    assert (row.state, row.fault, row.attempts) == ("failed", "late", len(WAITS) + 1)
    assert "ส่งมาใหม่" in (await house.told())[-1]


async def test_a_picture_that_is_gone_is_told(house: House) -> None:
    await house.send("photo.jpg", 1)
    del house.channel.contents["m1"]
    await house.fetcher.run_once()
    assert await house.told() == [load_words()("evidence.fault.gone")]


async def test_a_form_that_answers_itself_hears_of_failures_alone(house: House) -> None:
    await house.send("photo.jpg", 1, record_id=None, draft_key="d", quiet=True)
    await house.send("words.jpg", 2, record_id=None, draft_key="d", quiet=True)
    await house.fetcher.run_once()
    assert await house.told() == [load_words()("evidence.fault.format")]


async def test_a_drafts_pictures_go_to_its_record_or_with_it(house: House, now: datetime) -> None:
    first = await house.send("photo.jpg", 1, record_id=None, draft_key="saved", quiet=True)
    await house.send("words.jpg", 2, record_id=None, draft_key="saved", quiet=True)
    other = await house.send("photo.jpg", 3, record_id=None, draft_key="cancelled", quiet=True)
    await house.fetcher.run_once()
    async with house.sessions.begin() as session:
        assert await evidence.tie(session, now, "saved", 2, 1) == 1, "what failed does not count"
        assert await evidence.drop_draft(session, now, "cancelled", 1) == 1
        assert [held.id for held in await evidence.of_record(session, 2)] == [first]
    assert (await house.row(other)).content is None


async def test_taking_a_message_back_deletes_its_picture_at_once(house: House, now: datetime) -> None:
    wanted = await house.send("photo.jpg", 1)
    await house.fetcher.run_once()
    async with house.sessions.begin() as session:
        assert await evidence.forget_message(session, now, "terminal", "another chat", "m1") == 0
        assert await evidence.forget_message(session, now, "terminal", "u1", "m1") == 1
        assert await evidence.forget_message(session, now, "terminal", "u1", "m1") == 0
    row = await house.row(wanted)
    assert (row.state, row.content, row.deleted_at) == ("deleted", None, now)


async def test_what_is_taken_back_while_it_is_fetched_is_not_kept(house: House, now: datetime) -> None:
    wanted = await house.send("photo.jpg", 1)

    async def take_back() -> None:
        async with house.sessions.begin() as session:
            await evidence.forget_message(session, now, "terminal", "u1", "m1")

    house.channel.on_asked = take_back
    await house.fetcher.run_once()
    row = await house.row(wanted)
    assert (row.state, row.content) == ("deleted", None)
    assert await house.told() == []


async def test_two_fetchers_take_a_picture_once(house: House, engine: AsyncEngine) -> None:
    wanted = [await house.send("photo.jpg", number) for number in range(1, 5)]
    channels: Mapping[str, Any] = {"terminal": house.channel}
    second = Fetcher(house.sessions, reading(engine), channels, house.clock, load_words())
    await asyncio.gather(house.fetcher.run_once(), second.run_once())
    assert sorted(house.channel.asked) == ["m1", "m2", "m3", "m4"]
    assert [(await house.row(one)).state for one in wanted] == ["kept"] * 4


async def test_a_fetcher_that_died_leaves_its_picture_to_the_next(house: House, engine: AsyncEngine) -> None:
    wanted = await house.send("photo.jpg", 1)
    await house.fetcher._claim()
    assert await house.fetcher.run_once() == 0
    house.clock.advance(timedelta(minutes=3))
    assert await house.fetcher.run_once() == 1
    assert (await house.row(wanted)).state == "kept"


async def test_nothing_is_kept_of_a_groups_pictures(house: House, now: datetime) -> None:
    async with house.sessions.begin() as session:
        group = ChatRef("terminal", "g", "group")
        with pytest.raises(ValueError, match="1:1"):
            await evidence.want(session, now, arrival(1, now, group), 1, 1)
        with pytest.raises(ValueError, match="unknown kind"):
            await evidence.want(session, now, arrival(1, now), 1, 1, "selfie")
    async with house.sessions() as session:
        assert (await session.scalars(select(Evidence))).all() == []


async def test_a_message_counts_once_however_often_it_is_delivered(house: House) -> None:
    assert await house.send("photo.jpg", 1) == await house.send("photo.jpg", 1)


async def test_what_is_only_asked_about_is_not_fetched(house: House, now: datetime) -> None:
    wanted = await house.send("photo.jpg", 1, state="asked")
    assert await house.fetcher.run_once() == 0
    async with house.sessions.begin() as session:
        rows = await evidence.asked(session, arrival(9, now))
        await evidence.take_up(session, now, rows, 1, arrival(9, now), "sign_in")
    assert await house.fetcher.run_once() == 1
    row = await house.row(wanted)
    assert (row.state, row.kind, row.delete_after) == ("kept", "sign_in", date(2029, 9, 30))


async def test_looking_at_a_picture_is_written_down(house: House, now: datetime) -> None:
    wanted = await house.send("photo.jpg", 1)
    await house.fetcher.run_once()
    async with house.sessions.begin() as session:
        assert (await evidence.content(session, now, wanted, 1) or b"").startswith(b"\xff\xd8")
        assert await evidence.content(session, now, 999, 1) is None
    async with house.sessions() as session:
        assert "evidence.seen" in [event.action for event in await session.scalars(select(AuditEvent))]


async def test_by_word_with_the_record_and_with_the_person(house: House, now: datetime) -> None:
    one, two, three = [await house.send("photo.jpg", n, record_id=r) for n, r in ((1, 1), (2, 2), (3, 1))]
    await house.fetcher.run_once()
    async with house.sessions.begin() as session:
        assert await evidence.delete(session, now, [one], 1) == 1
        assert await evidence.delete_of_record(session, now, 2, 1) == 1
        assert await evidence.forget_person(session, 1) == 1
    for each in (one, two, three):
        assert (await house.row(each)).content is None


@pytest.mark.parametrize(
    ("kind", "today", "last"),
    [
        ("sign_in", date(2026, 9, 30), date(2028, 9, 30)),
        ("sign_in", date(2026, 10, 1), date(2029, 9, 30)),
        ("activity", date(2026, 11, 21), date(2027, 2, 19)),
    ],
)
def test_how_long_a_picture_is_kept(kind: str, today: date, last: date) -> None:
    assert kept_until(kind, today) == last
