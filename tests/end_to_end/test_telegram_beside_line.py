"""One house on LINE and Telegram: a person known in LINE becomes the same one in Telegram by a link, and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import web
from bot.chat import say
from bot.delivery import codec
from bot.demo.identities import group_id, user_id
from bot.settings import Settings
from bot.transcript import line_stage, telegram_stage
from bot.transcript.stage import DemoDatabase
from bot.understanding.understand import Understander
from bot.web.server import running as serving
from bot.web.simulator.faults import Fault
from storage import outbox
from storage.models import AuditEvent, Delivery, Identity, Person
from tests.end_to_end.both_platforms import BothPlatforms, both_platforms

MALEE, STRANGER, PHONE, OTHER_PHONE = user_id("malee"), user_id("stranger"), 501, 502


class Both(BothPlatforms):
    """What is said on either, and answered."""

    async def in_line(self, text: str, user: str = MALEE, group: str | None = None) -> str:
        """What is answered in LINE."""
        since = self.line.mark()
        await self.line.say(user, group, text)
        await self.house.settle()
        return "\n".join(message.text() for message in self.line.news(since, chat=group or user))

    async def in_telegram(self, text: str, phone: int = PHONE) -> str:
        """What is answered in Telegram."""
        since = self.telegram.mark()
        await self.telegram.say(phone, None, text)
        await self.house.settle()
        return "\n".join(message.text() for message in self.telegram.news(since, chat=phone))

    async def link(self, user: str = MALEE) -> str:
        """The payload of a link that LINE gave."""
        assert "15 นาที" in await self.in_line("เชื่อมเทเลแกรม", user)
        await self.line.press(user, None, "เปิดเทเลแกรม")
        address = self.line.opened[user]
        assert address.startswith("https://t.me/nongbaht_demo_bot?start=t")
        return address.partition("start=")[2]


@pytest.fixture
async def both(database: DemoDatabase, understander: Understander) -> AsyncIterator[Both]:
    async with both_platforms(await database.fresh(), understander) as there:
        for phone in (PHONE, OTHER_PHONE):
            there.telegram.add_person(phone, "มาลี", started=False)
        settings = Settings(
            line_channel_secret=SecretStr(line_stage.SECRET),
            telegram_webhook_secret=SecretStr(telegram_stage.SECRET),
        )
        async with serving(web(there.house, settings)) as address:
            there.line.webhook_url = f"{address}/line/webhook"
            there.telegram.webhook_url = f"{address}/telegram/webhook"
            there.telegram.webhook_secret = telegram_stage.SECRET
            yield Both(there.house, there.clock, there.line, there.telegram)


async def test_a_link_makes_the_account_the_same_person_and_the_first_chat_is_told(both: Both) -> None:
    assert "A-0031" not in await both.in_telegram("สถานะของฉัน")
    payload = await both.link()
    since = both.line.mark()
    assert "เชื่อมเรียบร้อย" in await both.in_telegram(f"/start {payload}")
    assert "เพิ่งเชื่อมกับบัญชีของท่าน" in "".join(one.text() for one in both.line.news(since, chat=MALEE))
    in_line, in_telegram = await both.in_line("สถานะของฉัน"), await both.in_telegram("สถานะของฉัน")
    assert in_telegram.splitlines()[0] == in_line.splitlines()[0]
    async with both.house.sessions() as session:
        owners = {
            one.channel: one.person_id
            for one in await session.scalars(select(Identity).where(Identity.account_id.in_([MALEE, str(PHONE)])))
        }
        audited = set(await session.scalars(select(AuditEvent.action)))
    assert owners["line"] == owners["telegram"]
    assert {"channel.token_issued", "channel.linked"} <= audited


async def test_a_link_is_good_once_and_for_fifteen_minutes(both: Both) -> None:
    payload = await both.link()
    assert "เชื่อมเรียบร้อย" in await both.in_telegram(f"/start {payload}")
    assert "เชื่อมไว้แล้ว" in await both.in_telegram(f"/start {payload}")
    assert "ใช้ไปแล้ว" in await both.in_telegram(f"/start {payload}", OTHER_PHONE)
    late = await both.link()
    both.clock.advance(timedelta(minutes=15, seconds=1))
    assert "หมดเวลา" in await both.in_telegram(f"/start {late}", OTHER_PHONE)
    first, second = await both.link(), await both.link()
    assert "หมดเวลา" in await both.in_telegram(f"/start {first}", OTHER_PHONE)
    assert "หมดเวลา" in await both.in_telegram("/start tinvented", OTHER_PHONE)
    assert "เชื่อมเรียบร้อย" in await both.in_telegram(f"/start {second}", OTHER_PHONE)


async def test_an_account_that_is_somebody_is_not_taken_over(both: Both) -> None:
    await both.in_telegram(f"/start {await both.link()}")
    assert "ผูกกับสมาชิกอีกท่าน" in await both.in_telegram(f"/start {await both.link(STRANGER)}")
    assert (await both.in_telegram("สถานะของฉัน")).splitlines()[0] == (await both.in_line("สถานะของฉัน")).splitlines()[0]


async def test_what_was_not_oneself_is_cut_with_one_tap(both: Both) -> None:
    before = await both.in_telegram("สถานะของฉัน")
    await both.in_telegram(f"/start {await both.link()}")
    await both.line.press(MALEE, None, "ไม่ใช่ฉัน")
    await both.house.settle()
    assert "ตัดเทเลแกรมออกแล้ว" in both.line.news(chat=MALEE)[-1].text()
    assert await both.in_telegram("สถานะของฉัน") == before
    assert "ไม่มีเทเลแกรม" in await both.in_line("เลิกใช้เทเลแกรม")
    async with both.house.sessions() as session:
        names = list(await session.scalars(select(Person.display_name).order_by(Person.id.desc()).limit(1)))
    assert names == [None]


async def test_no_link_is_given_in_a_group_or_in_telegram(both: Both) -> None:
    assert "t.me" not in await both.in_line("น้องบาท เชื่อมเทเลแกรม", group=group_id("village"))
    assert "อยู่แล้ว" in await both.in_telegram("เชื่อมเทเลแกรม")


async def test_an_officers_answer_reaches_the_chat_in_which_it_was_asked(both: Both) -> None:
    await both.in_telegram(f"/start {await both.link()}")
    await both.in_telegram("ขอคุยกับเจ้าหน้าที่")
    await both.in_telegram("บัตรหายทำยังไงคะ")
    assert any("บัตรหาย" in message.text() for message in both.line.news())


async def test_and_back_from_telegram_to_line(both: Both) -> None:
    since = both.telegram.mark()
    await both.in_telegram("เชื่อมไลน์")
    await both.telegram.press(PHONE, None, "เปิด LINE")
    both.telegram.news(since, chat=PHONE)
    address = urlsplit(both.telegram.opened[PHONE])
    assert address.netloc == "line.me"
    typed = unquote(address.query)
    newcomer = "U" + "e" * 32
    both.line.add_user(newcomer, "มาลีอีกเครื่อง")
    since = both.telegram.mark()
    assert "เชื่อมเรียบร้อย" in await both.in_line(typed, newcomer)
    assert "LINE เครื่องหนึ่ง" in "".join(one.text() for one in both.telegram.news(since, chat=PHONE))
    assert "ใช้ไปแล้ว" in await both.in_line(typed, STRANGER)
    await both.telegram.press(PHONE, None, "ไม่ใช่ฉัน")
    await both.house.settle()
    assert "ตัด LINE ออกแล้ว" in both.telegram.news(chat=PHONE)[-1].text()
    assert "เรื่องนี้เป็นข้อมูลส่วนตัว" in await both.in_line(f"น้องบาท {typed}", group=group_id("village"))
    assert "line.me" not in await both.in_line("เชื่อมไลน์")


async def notice(both: Both, words: str, channel: str = "line", chat: str = MALEE) -> str:
    """A notice to Malee, sent as far as it goes; says what became of it."""
    now = both.clock.now()
    row = Delivery(
        id=str(uuid4()),
        channel=channel,
        chat_id=chat,
        chat_kind="direct",
        cause=f"test:{words}",
        seq=0,
        urgency="normal",
        body=codec.encode(say(words)),
        created_at=now,
        next_at=now,
    )
    async with both.house.sessions.begin() as session:
        await outbox.queue(session, row)
    await both.house.settle()
    async with both.house.sessions() as session:
        kept = await session.get_one(Delivery, row.id)
        return f"{kept.channel} {kept.state}"


def told(both: Both, words: str) -> tuple[int, int]:
    """How often a notice stands in LINE and in Telegram."""
    in_line = [message for message in both.line.seen(MALEE) if words in message.text()]
    in_telegram = [message for message in both.telegram.seen(PHONE) if words in message.text()]
    return len(in_line), len(in_telegram)


async def test_who_blocked_us_in_one_chat_is_told_in_the_other_once(both: Both) -> None:
    await both.in_telegram(f"/start {await both.link()}")
    await both.line.block(MALEE)
    await both.house.settle()
    assert await notice(both, "ใกล้กำหนด") == "telegram sent"
    await both.line.follow(MALEE)
    await both.house.settle()
    both.telegram.people[PHONE].blocked = True  # Telegram's word of it is still on its way
    assert await notice(both, "แผนปีใหม่", "telegram", str(PHONE)) == "line sent"
    assert (told(both, "ใกล้กำหนด"), told(both, "แผนปีใหม่")) == ((0, 1), (1, 0))


async def test_what_may_have_arrived_in_telegram_is_not_said_in_line_too(both: Both) -> None:
    await both.in_telegram(f"/start {await both.link()}")
    both.telegram.faults.next("sendMessage", Fault.LOST)
    assert await notice(both, "อาจถึงแล้ว", "telegram", str(PHONE)) == "telegram uncertain"
    both.clock.advance(timedelta(days=1))
    await both.house.settle()
    assert told(both, "อาจถึงแล้ว") == (0, 1)
