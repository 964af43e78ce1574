"""From the outbox to LINE and never twice: ways, fates, crashes, quota, on both databases."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import ChatRef, Choice, Reply, Say, say
from bot.delivery import codec
from bot.delivery.planner import token_deadline
from bot.delivery.pump import Pump
from bot.web.simulator.faults import Fault
from storage import outbox
from storage.models import Delivery, QuotaEntry, SentMessage
from tests.contracts.line_house import DIRECT, GROUP, KAMOL, MALEE, START, VILLAGE, Line, line

NO_REPLY_TOKEN = "none"


@dataclass
class Post:
    """The outbox with the pump behind it and LINE behind that."""

    line: Line
    sessions: async_sessionmaker[AsyncSession]
    pump: Pump
    _count: int = 0

    async def put(self, reply: Reply | str, chat: ChatRef = DIRECT, token: str | None = None, **more: Any) -> str:
        """Queues an answer with a fresh token, or (token "none") a notice."""
        self._count += 1
        now = self.line.clock.now()
        answers = token != NO_REPLY_TOKEN
        row = Delivery(
            id=f"00000000-0000-4000-8000-{self._count:012}",
            channel="line",
            chat_id=chat.id,
            chat_kind=chat.kind,
            cause=f"event:{self._count}",
            seq=0,
            urgency=more.get("urgency", "normal"),
            body=codec.encode(say(reply) if isinstance(reply, str) else reply),
            reply_token=(token or self.line.token(chat.id)) if answers else None,
            token_expires_at=token_deadline(now, now, self.line.channel.capabilities) if answers else None,
            created_at=now,
        )
        async with self.sessions.begin() as session:
            assert await outbox.queue(session, row)
        return row.id

    async def row(self, delivery: str) -> Delivery:
        async with self.sessions() as session:
            return (await session.scalars(select(Delivery).where(Delivery.id == delivery))).one()

    async def spent(self) -> list[int]:
        async with self.sessions() as session:
            return list(await session.scalars(select(QuotaEntry.cost)))

    def later(self, **by: float) -> None:
        self.line.clock.advance(timedelta(**by))


@pytest.fixture
async def post(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Post]:
    async with line(patience=0.5) as at:
        yield Post(at, sessions, Pump(sessions, {"line": at.channel}, at.clock))


async def test_an_answer_goes_by_its_token_and_costs_nothing(post: Post) -> None:
    answer = await post.put("สวัสดีค่ะ")
    assert await post.pump.run_once() == 1
    row = await post.row(answer)
    assert (row.state, row.way, row.cost, row.reply_token) == ("sent", "reply", 0, None)
    assert post.line.shown() == ["สวัสดีค่ะ"]
    async with post.sessions() as session:
        (kept,) = await session.scalars(select(SentMessage))
    assert (kept.message_id, kept.chat_id) == (post.line.fake.news()[0].id, MALEE)
    assert await post.spent() == []
    assert await post.pump.run_once() == 0


async def test_a_token_too_old_becomes_a_push_in_a_direct_chat_and_silence_in_a_group(post: Post) -> None:
    direct, group = await post.put("ตอบช้า"), await post.put("ตอบช้าในกลุ่ม", GROUP)
    post.later(seconds=55)
    await post.pump.run_once()
    assert ((await post.row(direct)).way, (await post.row(direct)).cost) == ("push", 1)
    assert ((await post.row(group)).state, (await post.row(group)).fate) == ("dropped", "late")
    assert post.line.shown() == ["ตอบช้า"]
    assert post.line.shown(VILLAGE) == []
    assert await post.spent() == [1]


async def test_a_refused_token_becomes_a_push_once(post: Post) -> None:
    direct, group = await post.put("ก", token="unknown"), await post.put("ข", GROUP, token="unknown")
    assert await post.pump.run_once() == 2
    assert await post.pump.run_once() == 1
    assert ((await post.row(direct)).state, (await post.row(direct)).way) == ("sent", "push")
    assert ((await post.row(group)).state, (await post.row(group)).fate) == ("dropped", "token")
    assert post.line.shown() == ["ก"]


@pytest.mark.parametrize("fault", [Fault.TIMEOUT, Fault.LOST, Fault.SERVER])
async def test_an_uncertain_reply_never_goes_another_way(post: Post, fault: Fault) -> None:
    post.line.fake.faults.next("reply", fault)
    answer = await post.put("อาจถึงแล้ว")
    await post.pump.run_once()
    for _ in range(3):
        post.later(minutes=5)
        await post.pump.run_once()
    assert (await post.row(answer)).state == "uncertain"
    assert len(post.line.shown()) == (0 if fault is Fault.SERVER else 1)
    assert post.line.called("/push") == 0


@pytest.mark.parametrize("fault", [Fault.TIMEOUT, Fault.LOST, Fault.SERVER, Fault.DROP])
async def test_a_push_is_repeated_with_the_same_key_until_it_is_known(post: Post, fault: Fault) -> None:
    post.line.fake.faults.next("push", fault, fault)
    notice = await post.put("เจ้าหน้าที่ตอบแล้ว", token=NO_REPLY_TOKEN)
    for _ in range(4):
        await post.pump.run_once()
        post.later(minutes=1)
    row = await post.row(notice)
    assert (row.state, row.way, row.attempts) == ("sent", "push", 2 if fault in {Fault.TIMEOUT, Fault.LOST} else 3)
    assert post.line.shown() == ["เจ้าหน้าที่ตอบแล้ว"]
    assert await post.spent() == [1]
    keys = {call.headers["x-line-retry-key"] for call in post.line.fake.calls if call.path.endswith("/push")}
    assert keys == {notice}


async def test_a_push_that_never_gets_through_ends_before_its_key_is_forgotten(post: Post) -> None:
    post.line.fake.faults.always("push", Fault.SERVER)
    notice = await post.put("ไม่มีทางถึง", token=NO_REPLY_TOKEN)
    for _ in range(30):
        await post.pump.run_once()
        post.later(hours=1)
    post.line.fake.faults.clear()
    await post.pump.run_once()
    assert (await post.row(notice)).state == "uncertain"
    assert post.line.shown() == []


async def test_too_fast_is_tried_again_while_the_token_lives(post: Post) -> None:
    post.line.fake.faults.next("reply", Fault.RATE)
    answer = await post.put("รอสักครู่")
    await post.pump.run_once()
    assert (await post.row(answer)).state == "queued"
    post.later(seconds=5)
    await post.pump.run_once()
    assert ((await post.row(answer)).state, (await post.row(answer)).way) == ("sent", "reply")


async def crash(post: Post) -> None:
    """A sender takes what is due and dies before it can tell what became of it."""
    errands = await post.pump._claim(10)
    await asyncio.gather(*(post.pump._carry(errand) for errand in errands))


async def test_a_crash_after_a_reply_never_says_it_twice(post: Post) -> None:
    answer = await post.put("พูดครั้งเดียว")
    await crash(post)
    assert await post.pump.run_once() == 0
    post.later(seconds=61)
    await post.pump.run_once()
    assert (await post.row(answer)).state == "uncertain"
    assert post.line.shown() == ["พูดครั้งเดียว"]


async def test_a_crash_after_a_push_repeats_it_under_its_key(post: Post) -> None:
    notice = await post.put("แจ้งครั้งเดียว", token=NO_REPLY_TOKEN)
    await crash(post)
    post.later(seconds=61)
    await post.pump.run_once()
    assert ((await post.row(notice)).state, post.line.shown()) == ("sent", ["แจ้งครั้งเดียว"])
    async with post.sessions() as session:
        assert len(list(await session.scalars(select(SentMessage)))) == 1


async def test_a_crashed_push_of_yesterday_is_not_repeated(post: Post) -> None:
    notice = await post.put("เมื่อวาน", token=NO_REPLY_TOKEN)
    await crash(post)
    post.later(hours=25)
    await post.pump.run_once()
    assert (await post.row(notice)).state == "uncertain"
    assert post.line.shown() == ["เมื่อวาน"]


async def test_the_last_tenth_of_the_month_is_for_what_is_urgent(post: Post) -> None:
    post.line.fake.quota.spend(270)
    normal = await post.put("เรื่องธรรมดา", token=NO_REPLY_TOKEN)
    urgent = await post.put("ช่วยดูคนนี้ด่วน", dataclasses.replace(DIRECT, id=KAMOL), NO_REPLY_TOKEN, urgency="urgent")
    await post.pump.run_once()
    assert ((await post.row(normal)).state, (await post.row(normal)).fate) == ("queued", "quota")
    assert (await post.row(urgent)).state == "sent"
    assert post.line.called("/push") == 1


async def test_what_waits_for_quota_rides_along_when_its_person_writes(post: Post) -> None:
    post.line.fake.quota.spend(300)
    notice = await post.put("เจ้าหน้าที่ตอบแล้ว", token=NO_REPLY_TOKEN)
    await post.pump.run_once()
    post.later(hours=1)
    answer = await post.put(say("สวัสดีค่ะ", choices=(Choice("เมนู", Say("เมนู")),)))
    await post.pump.run_once()
    assert post.line.shown() == ["เจ้าหน้าที่ตอบแล้ว", "สวัสดีค่ะ"]
    assert [button.label for button in post.line.fake.news()[-1].buttons()] == ["เมนู"]
    assert ((await post.row(notice)).state, (await post.row(notice)).fate) == ("dropped", f"rode with {answer}")
    post.later(days=1)
    post.line.fake.quota.limit = None
    await post.pump.run_once()
    assert len(post.line.shown()) == 2


async def test_the_platforms_own_no_to_a_push_makes_it_wait_too(post: Post) -> None:
    post.line.fake.quota.lag = timedelta(days=2)
    await post.put("ครั้งแรก", token=NO_REPLY_TOKEN)
    await post.pump.run_once()
    post.line.fake.quota.spend(299)
    post.line.fake.quota.lag = timedelta(0)
    notice = await post.put("เกินแล้ว", token=NO_REPLY_TOKEN)
    await post.pump.run_once()
    assert ((await post.row(notice)).state, (await post.row(notice)).fate) == ("queued", "quota")
    post.line.fake.quota.limit = 400
    post.later(hours=7)
    await post.pump.run_once()
    assert (await post.row(notice)).state == "sent"


async def test_an_urgent_group_push_costs_its_members(post: Post) -> None:
    alert = await post.put("ขอความช่วยเหลือ", GROUP, NO_REPLY_TOKEN, urgency="urgent")
    await post.pump.run_once()
    assert ((await post.row(alert)).cost, await post.spent()) == (2, [2])


async def test_one_message_that_cannot_be_sent_stops_no_other(post: Post) -> None:
    broken = await post.put("พัง")
    async with post.sessions.begin() as session:
        (await session.get_one(Delivery, broken)).body = {"is": "Hologram"}
    elsewhere = await post.put("ที่อื่น", ChatRef("telegram", "7", "direct"), "t")
    async with post.sessions.begin() as session:
        (await session.get_one(Delivery, elsewhere)).channel = "telegram"
    good = await post.put("ดี", GROUP)
    for _ in range(2):
        await post.pump.run_once()
    assert [(await post.row(each)).state for each in (broken, elsewhere, good)] == ["refused", "refused", "sent"]


async def test_answers_of_one_chat_keep_their_order(post: Post) -> None:
    for number in range(5):
        await post.put(str(number))
        post.later(seconds=1)
    while await post.pump.run_once():
        pass
    assert post.line.shown() == ["0", "1", "2", "3", "4"]


async def test_a_slow_chat_holds_up_no_other(post: Post) -> None:
    post.line.fake.faults.next("reply", Fault.DEAF)
    wake = asyncio.Event()
    slow = await post.put("ช้า")
    running = asyncio.create_task(post.pump.run(wake))
    while (await post.row(slow)).state != "sending":
        await asyncio.sleep(0.01)
    quick = await post.put("เร็ว", GROUP)
    wake.set()
    while (await post.row(quick)).state != "sent":
        await asyncio.sleep(0.01)
    assert (await post.row(slow)).state == "sending"
    while (await post.row(slow)).state == "sending":
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (await post.row(slow)).state == "uncertain"


def test_a_token_outlives_neither_its_minute_nor_its_event() -> None:
    channel = line_capabilities()
    assert token_deadline(START, START, channel) - START == timedelta(seconds=50)
    redelivered = START + timedelta(minutes=18, seconds=50)
    assert token_deadline(redelivered, START, channel) - redelivered == timedelta(seconds=10)


def line_capabilities() -> Any:
    from bot.channels.line import LINE

    return LINE
