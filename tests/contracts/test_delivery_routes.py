"""One person on LINE and Telegram: by which way a message goes, what it costs, once; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel, ChatRef, say
from bot.delivery import codec
from bot.delivery.pump import Pump
from bot.web.simulator.faults import Fault
from storage import outbox
from storage.models import Delivery, Group, Identity, Person, QuotaEntry, QuotaReading
from tests.contracts import line_house, telegram_house
from tests.contracts.line_house import VILLAGE, Line, line
from tests.contracts.telegram_house import Telegram, telegram

IN_LINE, IN_TELEGRAM = line_house.MALEE, telegram_house.MALEE
GROUP = ChatRef("line", VILLAGE, "group")


@dataclass
class Post:
    """The outbox, the pump, and both platforms behind it."""

    line: Line
    telegram: Telegram
    sessions: async_sessionmaker[AsyncSession]
    pump: Pump
    _count: int = 0

    async def put(self, words: str, chat: ChatRef | None = None, **more: Any) -> str:
        """Queues something that answers nobody."""
        self._count += 1
        chat = chat or ChatRef("line", IN_LINE, "direct")
        row = Delivery(
            id=f"00000000-0000-4000-8000-{self._count:012}",
            channel=chat.channel,
            chat_id=chat.id,
            chat_kind=chat.kind,
            cause=f"test:{self._count}",
            seq=0,
            body=codec.encode(say(words)),
            created_at=self.line.clock.now(),
            **more,
        )
        async with self.sessions.begin() as session:
            assert await outbox.queue(session, row)
        return row.id

    async def settle(self) -> None:
        while await self.pump.run_once():
            pass

    async def row(self, delivery: str) -> Delivery:
        async with self.sessions() as session:
            return (await session.scalars(select(Delivery).where(Delivery.id == delivery))).one()

    async def spent(self) -> list[int]:
        async with self.sessions() as session:
            return list(await session.scalars(select(QuotaEntry.cost)))

    async def block(self, channel: str) -> None:
        async with self.sessions.begin() as session:
            for one in await session.scalars(select(Identity).where(Identity.channel == channel)):
                one.blocked_at = self.line.clock.now()

    def told(self, words: str) -> tuple[int, int]:
        """How often it stands in LINE and in Telegram."""
        in_line, in_telegram = self.line.shown(IN_LINE), self.telegram.shown(IN_TELEGRAM)
        return sum(words in one for one in in_line), sum(words in one for one in in_telegram)

    def later(self, **by: float) -> None:
        for clock in (self.line.clock, self.telegram.clock):
            clock.advance(timedelta(**by))


@pytest.fixture
async def post(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Post]:
    async with line(patience=0.5) as in_line, telegram(patience=0.5) as in_telegram:
        now = in_line.clock.now()
        async with sessions.begin() as session:
            person = Person(display_name="มาลี", created_at=now)
            session.add(person)
            await session.flush()
            accounts = (("line", IN_LINE), ("telegram", str(IN_TELEGRAM)))
            session.add_all(Identity(person_id=person.id, channel=name, account_id=one) for name, one in accounts)
        channels: dict[str, Channel] = {"line": in_line.channel, "telegram": in_telegram.channel}
        yield Post(in_line, in_telegram, sessions, Pump(sessions, channels, in_line.clock))


@pytest.mark.parametrize("why", ["nudge", "digest", "broadcast"])
async def test_what_belongs_to_no_chat_goes_where_it_is_free(post: Post, why: str) -> None:
    reminder = await post.put("ใกล้กำหนด", why=why)
    await post.settle()
    row = await post.row(reminder)
    assert (row.channel, row.state, row.way, row.cost, row.tried) == ("telegram", "sent", "push", 0, None)
    assert (post.told("ใกล้กำหนด"), await post.spent(), post.line.called("/push")) == ((0, 1), [], 0)


async def test_what_belongs_to_a_matter_stays_in_its_chat(post: Post) -> None:
    notice = await post.put("เจ้าหน้าที่ตอบแล้ว", why="notice")
    await post.settle()
    assert ((await post.row(notice)).channel, (await post.row(notice)).cost, await post.spent()) == ("line", 1, [1])


async def test_without_quota_it_goes_to_telegram_once_and_nothing_is_spent(post: Post) -> None:
    post.line.fake.quota.spend(299)
    first = await post.put("ก่อน", why="notice", urgency="urgent")
    await post.settle()
    post.line.fake.quota.lag = timedelta(0)
    second = await post.put("เดือนนี้หมดแล้ว", why="notice", urgency="urgent")
    await post.settle()
    post.later(days=2)
    await post.settle()
    assert ((await post.row(first)).channel, (await post.row(second)).channel) == ("line", "telegram")
    assert (await post.row(second)).tried == "line"
    assert (post.told("เดือนนี้หมดแล้ว"), await post.spent()) == ((0, 1), [1])


async def test_a_month_that_ends_for_line_while_we_believe_in_room(post: Post) -> None:
    await post.pump.look()
    post.line.fake.quota.spend(300)
    notice = await post.put("แผนปีใหม่", why="notice")
    await post.settle()
    assert ((await post.row(notice)).channel, post.told("แผนปีใหม่"), await post.spent()) == ("telegram", (0, 1), [])
    assert post.line.called("/push") == 1


async def test_who_blocked_us_in_line_is_told_in_telegram_and_who_blocked_both_is_told_nothing(post: Post) -> None:
    await post.block("line")
    notice = await post.put("แจ้ง", why="notice")
    await post.settle()
    assert ((await post.row(notice)).channel, post.told("แจ้ง")) == ("telegram", (0, 1))
    await post.block("telegram")
    other = await post.put("อีกเรื่อง", why="nudge")
    await post.settle()
    assert ((await post.row(other)).state, (await post.row(other)).fate) == ("refused", "blocked")
    assert post.told("อีกเรื่อง") == (0, 0)


async def test_who_blocked_us_in_telegram_is_told_in_line_at_the_cost_of_one(post: Post) -> None:
    post.telegram.fake.people[IN_TELEGRAM].blocked = True  # Telegram's word of it is still on its way
    reminder = await post.put("ใกล้กำหนด", why="nudge")
    await post.settle()
    row = await post.row(reminder)
    assert (row.channel, row.state, row.tried, row.cost) == ("line", "sent", "telegram", 1)
    assert (post.told("ใกล้กำหนด"), await post.spent()) == ((1, 0), [1])


@pytest.mark.parametrize("fault", [Fault.TIMEOUT, Fault.LOST, Fault.SERVER])
async def test_what_may_have_arrived_in_line_never_falls_back(post: Post, fault: Fault) -> None:
    post.line.fake.faults.next("push", fault)
    perhaps = await post.put("อาจถึงแล้ว", why="notice")
    await post.pump.run_once()
    assert (await post.row(perhaps)).unsure
    post.line.fake.faults.clear()
    post.line.fake.quota.spend(300)
    await post.block("line") if fault is Fault.SERVER else None
    for _ in range(5):
        post.later(hours=7)
        await post.settle()
    assert (await post.row(perhaps)).channel == "line"
    assert post.told("อาจถึงแล้ว") == (0 if fault is Fault.SERVER else 1, 0)
    assert post.telegram.called("sendMessage") == []


async def test_what_may_have_arrived_in_telegram_is_not_said_in_line(post: Post) -> None:
    post.telegram.fake.faults.next("sendMessage", Fault.LOST)
    perhaps = await post.put("อาจถึงแล้ว", why="nudge")
    await post.settle()
    post.later(days=1)
    await post.settle()
    assert ((await post.row(perhaps)).state, post.told("อาจถึงแล้ว")) == ("uncertain", (0, 1))


async def test_an_announcement_pays_for_its_readers_and_a_reminder_never_does(post: Post) -> None:
    announcement, reminder = await post.put("ประชุม", GROUP, why="broadcast"), await post.put("เตือน", GROUP, why="nudge")
    await post.settle()
    assert ((await post.row(announcement)).state, (await post.row(announcement)).cost) == ("sent", 2)
    assert ((await post.row(reminder)).state, (await post.row(reminder)).fate) == ("dropped", "a group costs too much")


async def test_not_before_its_hour_not_after_its_day(post: Post) -> None:
    now = post.line.clock.now()
    await post.put("เช้าก่อน", deliver_after=now + timedelta(hours=2), next_at=now, why="notice")
    stale = await post.put(
        "เลยแล้ว", expires_at=now + timedelta(minutes=1), next_at=now + timedelta(hours=1), why="notice"
    )
    await post.settle()
    assert post.told("เช้าก่อน") == (0, 0)
    post.later(hours=2)
    await post.settle()
    assert post.told("เช้าก่อน") == (1, 0)
    assert ((await post.row(stale)).state, (await post.row(stale)).fate) == ("dropped", "expired")


async def test_what_waits_rides_with_a_push_that_is_paid_for(post: Post) -> None:
    later = post.line.clock.now() + timedelta(hours=1)
    rider = await post.put("เรื่องที่รอ", next_at=later, why="notice")
    await post.put("เรื่องที่จ่าย", why="notice")
    await post.settle()
    assert (post.told("เรื่องที่รอ"), post.told("เรื่องที่จ่าย"), await post.spent()) == ((1, 0), (1, 0), [1])
    assert (await post.row(rider)).state == "dropped"


async def test_a_sender_that_died_after_it_was_entered_pays_once(post: Post) -> None:
    notice = await post.put("ครั้งเดียว", why="notice")
    await asyncio.gather(*(post.pump._carry(one) for one in await post.pump._claim(10)))
    post.later(seconds=61)
    await post.settle()
    assert ((await post.row(notice)).state, post.told("ครั้งเดียว"), await post.spent()) == ("sent", (1, 0), [1])


async def test_three_pumps_spend_no_more_than_the_month_has(post: Post) -> None:
    post.line.fake.quota.spend(237)  # three are left besides what is kept for urgent matters
    async with post.sessions.begin() as session:
        for number in range(9):
            account = "U" + f"{number:032x}"
            person = Person(created_at=post.line.clock.now())
            session.add(person)
            await session.flush()
            session.add(Identity(person_id=person.id, channel="line", account_id=account))
            post.line.fake.add_user(account, str(number))
    for number in range(9):
        await post.put("นัดหมาย", ChatRef("line", "U" + f"{number:032x}", "direct"), why="nudge")
    pumps = [Pump(post.sessions, post.pump.channels, post.line.clock, at_once=4) for _ in range(3)]
    for _ in range(4):
        await asyncio.gather(*(pump.run_once() for pump in pumps))
    assert sum(await post.spent()) == 3
    assert post.line.called("/push") == 3
    async with post.sessions() as session:
        states = list(await session.scalars(select(Delivery.state).order_by(Delivery.state)))
    assert states == ["queued"] * 6 + ["sent"] * 3


async def test_a_look_keeps_what_the_platforms_tell(post: Post) -> None:
    async with post.sessions.begin() as session:
        session.add(Group(channel="line", chat_id=VILLAGE, area_id=None, fund_id=None, joined_at=post.line.clock.now()))
    post.line.fake.quota.spend(7)
    await post.pump.look()
    await post.pump.look()
    async with post.sessions() as session:
        reading = (await session.scalars(select(QuotaReading))).one()
    assert (reading.channel, reading.most, reading.used, reading.kept) == ("line", 300, 7, 60)
    assert post.line.called("/quota") == 1
