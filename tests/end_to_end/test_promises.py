"""Promises of the house on real HTTP: no message lost, none answered twice, a fault answered calmly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.chat import Reply
from bot.demo.identities import group_id, user_id
from bot.handlers import registry
from bot.handlers.context import Turn
from bot.transcript import line_stage
from bot.transcript.line_stage import LineStage
from bot.transcript.stage import DemoDatabase
from bot.understanding.understand import Understander
from bot.web.simulator.faults import Fault
from storage.models import AuditEvent, Delivery, InboxEvent

MALEE = user_id("malee")
QUESTION = "นอนโรงพยาบาล 4 คืนได้กี่บาท"


@pytest.fixture
async def stage(database: DemoDatabase, understander: Understander) -> AsyncIterator[LineStage]:
    async with line_stage.opened(await database.fresh(), understander) as opened:
        yield opened


def texts(stage: LineStage, since: int = 0) -> list[str]:
    return [message.text() for message in stage.fake.news(since)]


async def test_a_webhook_delivered_three_times_is_answered_once(stage: LineStage) -> None:
    event = stage.fake.event("message", MALEE, MALEE, message={"id": "1", "type": "text", "text": QUESTION})
    again = {**event, "deliveryContext": {"isRedelivery": True}}
    await stage.fake.send(event)
    await stage.house.settle()
    answered = texts(stage)
    await stage.fake.send(event)
    await stage.fake.send(again, again)
    await stage.house.settle()
    assert any("400 บาท" in text for text in answered)
    assert texts(stage) == answered


async def test_a_crash_in_the_middle_of_a_turn_repeats_the_whole_and_shows_one_answer(
    stage: LineStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, crashes = registry.HANDLERS["human.handoff"], iter([True])

    async def crashing(turn: Turn) -> Reply:
        reply = await handle(turn)
        if next(crashes, False):
            raise RuntimeError("the machine stumbles after the handler has written")
        return reply

    monkeypatch.setitem(registry.HANDLERS, "human.handoff", crashing)
    await stage.act("malee", "direct", "say", "อยากคุยกับเจ้าหน้าที่ค่ะ")
    await stage.act("malee", "direct", "say", "สมุดหายค่ะ")
    assert [text for text in texts(stage) if "ส่งเรื่องถึงกรรมการ" in text] != []
    async with stage.house.sessions() as session:
        asked = await session.scalar(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "question.asked")
        )
    assert asked == 1


async def test_a_lasting_fault_is_told_calmly_with_a_code_and_the_next_message_is_answered(
    stage: LineStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(turn: Turn) -> Reply:
        raise KeyError(turn.incoming.text)

    monkeypatch.setitem(registry.HANDLERS, "greet", broken)
    await stage.act("malee", "direct", "say", "สวัสดีค่ะ")
    assert [text for text in texts(stage) if "ขออภัย" in text or "ขอโทษ" in text] == texts(stage)
    assert len(texts(stage)) == 1
    since = stage.mark()
    await stage.act("malee", "direct", "say", QUESTION)
    assert any("400 บาท" in text for text in texts(stage, since))


async def test_a_turn_that_fails_among_others_harms_none_of_them(
    stage: LineStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(turn: Turn) -> Reply:
        raise KeyError(turn.incoming.text)

    monkeypatch.setitem(registry.HANDLERS, "greet", broken)
    said = {"malee": QUESTION, "kamol": "สวัสดีค่ะ", "somchai": QUESTION}
    for number, (name, text) in enumerate(said.items()):
        person = user_id(name)
        message = {"id": str(number + 1), "type": "text", "text": text}
        await stage.fake.send(stage.fake.event("message", person, person, message=message))
    await stage.house.settle()
    heard = {name: [message.text() for message in stage.fake.news(0, chat=user_id(name))] for name in said}
    assert [len(texts) for texts in heard.values()] == [1, 1, 1]
    assert "400 บาท" in heard["malee"][0]
    assert "ขออภัย" in heard["kamol"][0] or "ขอโทษ" in heard["kamol"][0]


async def test_one_bad_event_in_a_batch_harms_no_other(stage: LineStage) -> None:
    good = stage.fake.event("message", MALEE, MALEE, message={"id": "7", "type": "text", "text": QUESTION})
    odd = stage.fake.event("somethingNew", MALEE, MALEE, something=[1])
    nameless = {"type": "message", "timestamp": 1, "source": {"type": "elsewhere"}}
    await stage.fake.send(odd, nameless, good)
    await stage.house.settle()
    assert any("400 บาท" in text for text in texts(stage))


async def test_what_a_group_says_to_itself_is_kept_nowhere(stage: LineStage) -> None:
    secret = "ป้าแก้วเป็นเบาหวานมานานแล้ว"
    await stage.act("kamol", "village", "say", secret)
    await stage.act("kamol", "village", "say", "@บอท สวัสดี")
    async with stage.house.sessions() as session:
        kept = list(await session.scalars(select(InboxEvent).where(InboxEvent.chat_key.contains(group_id("village")))))
    assert len(kept) == 1
    await stage.house.engine.dispose()
    house = Path(stage.house.engine.url.database or "")
    written = b"".join(path.read_bytes() for path in house.parent.glob(f"{house.name}*"))
    assert written
    assert secret.encode() not in written
    assert secret.encode("unicode_escape") not in written


async def test_an_operator_who_holds_the_chat_is_not_interrupted(stage: LineStage) -> None:
    stage.fake.standby.add(MALEE)
    await stage.act("malee", "direct", "say", QUESTION)
    assert texts(stage) == []


async def test_a_reply_whose_fate_is_unknown_is_never_pushed_as_well(stage: LineStage) -> None:
    stage.fake.faults.next("reply", Fault.LOST)
    await stage.act("malee", "direct", "say", QUESTION)
    async with stage.house.sessions() as session:
        states = list(await session.scalars(select(Delivery.state)))
    assert states == ["uncertain"]
    assert sum("400 บาท" in text for text in texts(stage)) == 1
