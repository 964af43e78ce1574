"""From the outbox to Telegram and never twice: free, followed where a group moves, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import ChatRef, say
from bot.delivery import codec
from bot.delivery.planner import plan, token_deadline
from bot.delivery.pump import Pump
from bot.services import chats
from bot.web.simulator.faults import Fault
from storage import outbox
from storage.models import Area, AuditEvent, Conversation, Delivery, Group, QuotaEntry, SentMessage
from storage.outbox import LEASE_RAN_OUT
from tests.contracts.telegram_house import DIRECT, GROUP, MALEE, UPGRADED, VILLAGE, Telegram, telegram


@dataclass
class Post:
    """The outbox with the pump behind it and Telegram behind that."""

    telegram: Telegram
    sessions: async_sessionmaker[AsyncSession]
    pump: Pump
    _count: int = 0

    async def put(self, words: str, chat: ChatRef = DIRECT, *, answer: bool = False) -> str:
        self._count += 1
        now = self.telegram.clock.now()
        row = Delivery(
            id=f"00000000-0000-4000-8000-{self._count:012}",
            channel="telegram",
            chat_id=chat.id,
            chat_kind=chat.kind,
            cause=f"event:{self._count}",
            seq=0,
            urgency="normal",
            body=codec.encode(say(words)),
            reply_token=f"{chat.id}:1" if answer else None,
            token_expires_at=token_deadline(now, now, self.telegram.channel.capabilities) if answer else None,
            created_at=now,
            next_at=now,
        )
        async with self.sessions.begin() as session:
            assert await outbox.queue(session, row)
        return row.id

    async def row(self, delivery: str) -> Delivery:
        async with self.sessions() as session:
            return (await session.scalars(select(Delivery).where(Delivery.id == delivery))).one()


@pytest.fixture
async def post(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Post]:
    async with telegram(patience=0.5) as at:
        yield Post(at, sessions, Pump(sessions, {"telegram": at.channel}, at.clock))


async def test_answers_and_notices_go_out_free_to_groups_too(post: Post) -> None:
    sent = [await post.put("คำตอบ", answer=True), await post.put("แจ้งกลุ่ม", GROUP)]
    await post.pump.run_once()
    assert [(await post.row(one)).state for one in sent] == ["sent", "sent"]
    assert post.telegram.shown() == ["คำตอบ"]
    assert post.telegram.shown(VILLAGE) == ["แจ้งกลุ่ม"]
    async with post.sessions() as session:
        assert list(await session.scalars(select(QuotaEntry))) == []
        ids = set(await session.scalars(select(SentMessage.message_id)))
    assert ids == {f"{MALEE}:1", f"{VILLAGE}:1"}


async def test_an_answer_that_is_late_still_goes(post: Post) -> None:
    late = await post.put("คำตอบ", GROUP, answer=True)
    post.telegram.clock.advance(timedelta(hours=1))
    await post.pump.run_once()
    assert ((await post.row(late)).state, (await post.row(late)).way) == ("sent", "push")


async def test_too_fast_is_tried_again_when_telegram_says(post: Post) -> None:
    post.telegram.fake.retry_after = 30
    post.telegram.fake.faults.next("sendMessage", Fault.RATE)
    again = await post.put("คำตอบ")
    await post.pump.run_once()
    assert (await post.row(again)).state == "queued"
    post.telegram.clock.advance(timedelta(seconds=29))
    assert await post.pump.run_once() == 0
    post.telegram.clock.advance(timedelta(seconds=1))
    await post.pump.run_once()
    assert (await post.row(again)).state == "sent"
    assert post.telegram.shown() == ["คำตอบ"]


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.TIMEOUT, Fault.DROP, Fault.SERVER])
async def test_what_may_have_arrived_is_never_sent_again(post: Post, fault: Fault) -> None:
    post.telegram.fake.faults.next("sendMessage", fault)
    perhaps = await post.put("คำตอบ")
    for _ in range(3):
        await post.pump.run_once()
        post.telegram.clock.advance(timedelta(minutes=10))
    assert (await post.row(perhaps)).state == "uncertain"
    assert len(post.telegram.shown()) <= 1


async def test_a_sender_that_died_leaves_it_uncertain(post: Post) -> None:
    dead = await post.put("คำตอบ")
    async with post.sessions.begin() as session:
        for row in await outbox.due(session, post.telegram.clock.now(), 5):
            row.way = "push"
    post.telegram.clock.advance(timedelta(minutes=5))
    await post.pump.run_once()
    row = await post.row(dead)
    assert (row.state, post.telegram.shown()) == ("uncertain", [])
    row.fate, row.way = LEASE_RAN_OUT, "push"
    assert plan(row, post.telegram.clock.now(), post.telegram.channel.capabilities).do == "uncertain"


async def test_who_blocked_us_is_refused(post: Post) -> None:
    post.telegram.fake.people[MALEE].blocked = True
    refused = await post.put("คำตอบ")
    await post.pump.run_once()
    assert ((await post.row(refused)).state, (await post.row(refused)).fate) == ("refused", "blocked")


async def _bound(post: Post) -> int:
    async with post.sessions.begin() as session:
        area = Area(kind="zone", code="z", name="โซน")
        session.add(area)
        await session.flush()
        now = post.telegram.clock.now()
        session.add(Group(channel="telegram", chat_id=str(VILLAGE), area_id=area.id, joined_at=now))
        talk = {"chat_id": str(VILLAGE), "account_id": str(MALEE), "updated_at": now}
        session.add(Conversation(channel="telegram", state={"version": 1}, **talk))
        return area.id


async def test_a_group_that_moved_is_followed_with_all_that_belongs_to_it(post: Post) -> None:
    area = await _bound(post)
    await post.telegram.fake.upgrade(VILLAGE, UPGRADED, tell=False)
    one, two = await post.put("หนึ่ง", GROUP), await post.put("สอง", GROUP)
    for _ in range(4):
        await post.pump.run_once()
        post.telegram.clock.advance(timedelta(seconds=5))
    assert [(await post.row(each)).state for each in (one, two)] == ["sent", "sent"]
    assert post.telegram.shown(UPGRADED) == ["หนึ่ง", "สอง"]
    async with post.sessions() as session:
        group = (await session.scalars(select(Group))).one()
        talk = (await session.scalars(select(Conversation))).one()
        audited = list(await session.scalars(select(AuditEvent.action)))
    assert (group.chat_id, group.area_id, talk.chat_id) == (str(UPGRADED), area, str(UPGRADED))
    assert audited == ["group.moved"]


async def test_moving_twice_or_into_a_chat_that_is_known_already_is_harmless(post: Post) -> None:
    area = await _bound(post)
    now = post.telegram.clock.now()
    async with post.sessions.begin() as session:
        session.add(Group(channel="telegram", chat_id=str(UPGRADED), joined_at=now))
        talk = {"chat_id": str(UPGRADED), "account_id": str(MALEE), "updated_at": now}
        session.add(Conversation(channel="telegram", state={"version": 1, "new": True}, **talk))
    for _ in range(2):
        async with post.sessions.begin() as session:
            await chats.move(session, "telegram", str(VILLAGE), str(UPGRADED), now)
    async with post.sessions() as session:
        group = (await session.scalars(select(Group))).one()
        talk_row = (await session.scalars(select(Conversation))).one()
    assert (group.chat_id, group.area_id) == (str(UPGRADED), area)
    assert talk_row.state["new"] is True


async def test_several_pumps_send_each_once(post: Post) -> None:
    others = [Pump(post.sessions, post.pump.channels, post.telegram.clock) for _ in range(2)]
    for number in range(6):
        await post.put(f"ข้อความ {number}")
    for _ in range(8):
        await asyncio.gather(*(pump.run_once() for pump in (post.pump, *others)))
    assert sorted(post.telegram.shown()) == [f"ข้อความ {number}" for number in range(6)]
