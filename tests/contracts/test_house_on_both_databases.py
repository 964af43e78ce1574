"""The whole house on SQLite and on PostgreSQL: a member asks, gets one answer, and what was kept is the same."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from bot.demo.identities import user_id
from bot.transcript import line_stage
from bot.transcript.stage import fill
from bot.understanding.understand import Understander
from storage.models import Delivery, InboxEvent, Question

MALEE, KAMOL = user_id("malee"), user_id("kamol")


async def test_asking_answering_and_handing_on(database_url: str, understander: Understander) -> None:
    await fill(database_url, "line", line_stage.ACCOUNTS, line_stage.CHATS)
    async with line_stage.opened(database_url, understander) as stage:
        await stage.act("malee", "direct", "say", "นอนโรงพยาบาล 4 คืนได้กี่บาท")
        await stage.act("kamol", "direct", "say", "อยากคุยกับเจ้าหน้าที่ครับ")
        await stage.act("kamol", "direct", "say", "ขอผ่อนจ่ายได้ไหม")
        assert any("400 บาท" in message.text() for message in stage.fake.news(chat=MALEE))
        assert any("ขอผ่อนจ่าย" in message.text() for message in stage.fake.news(chat=user_id("treasurer")))
        async with stage.house.sessions() as session:
            assert set(await session.scalars(select(InboxEvent.state))) == {"done"}
            assert set(await session.scalars(select(Delivery.state))) == {"sent"}
            assert "ขอผ่อนจ่ายได้ไหม" in str(await session.scalar(select(Question.text)))


async def test_two_houses_over_one_database_answer_each_message_once(
    database_url: str, understander: Understander
) -> None:
    await fill(database_url, "line", line_stage.ACCOUNTS, line_stage.CHATS)
    async with (
        line_stage.opened(database_url, understander) as first,
        line_stage.opened(database_url, understander) as second,
    ):
        events = [
            first.fake.event("message", user, user, message={"id": str(n), "type": "text", "text": "สวัสดีค่ะ"})
            for n, user in enumerate([MALEE, KAMOL] * 5)
        ]
        await first.fake.send(*events)
        second.fake.tokens = first.fake.tokens  # one LINE platform, two machines of ours
        await asyncio.gather(*(stage.house.settle() for stage in (first, second, first, second)))
        said = len(first.fake.news()) + len(second.fake.news())
        assert said == len(events)
