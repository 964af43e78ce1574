"""What the handbook tells people to type is understood and answered when they type it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef, Incoming, Kind
from bot.clock import MovableClock
from bot.demo import identities
from bot.turn import TurnTaker
from bot.understanding.handbook import Page, pages
from bot.understanding.understand import Understander
from bot.words import load_words
from tests.unit.handlers.talk import text_of

MESSAGE = re.compile("“([^”]+)”")
"""A whole message to type stands in these quotation marks; single ones are round mere words."""
SPEAKERS = {"member": "malee", "officer": "treasurer", "treasurer": "treasurer", "fund_secretary": "treasurer"} | {
    "chair": "treasurer",
    "coordinator": "coordinator",
    "assistant": "coordinator",
    "secretary": "secretary",
    "joint_secretary": "observer",
}
AMID_A_FORM = frozenset({"แก้จำนวนคนเป็น 21", "ไม่ใช่ 15 ต.ค. เป็น 15 พ.ย.", "แก้สมาชิกเป็น 344", "ยกเลิก"})
"""Typed while a form runs; alone they say nothing."""
COMING = frozenset(
    {
        "@น้องบาท นอน รพ. ได้คืนละเท่าไร",
        "@น้องบาท สรุปโซน",
        "กองทุนนาดีกลับมาดำเนินการแล้ว",
        "กองทุนโคกสะอาดเงียบไปนานแล้ว น่าจะหยุด",
        "กำหนดส่งมีอะไรบ้าง",
        "กำหนดส่งแผนวันไหน",
        "ขอเลื่อนส่งไปอาทิตย์หน้า",
        "ขอไฟล์เอ็กเซลกองทุนที่หยุดดำเนินการ",
        "ต.นาดี หยุดดำเนินการตั้งแต่ ต.ค. 67 เพราะไม่มีคนทำต่อ",
        "ต.บ้านสวน สมาชิก 345 คน เพิ่ม 12",
        "ต.บ้านสวน สมาชิก 345 คน เพิ่ม 12 ออก 3 ตาย 2",
        "ตั้งกำหนดส่งรายงานประจำปี ปีงบ 69 วันที่ 30 พ.ย. 69",
        "ตั้งเป้าสมาชิกเพิ่ม 100 คน ปี 70",
        "ประกาศในกลุ่มอำเภอ: ประชุม 5 ธ.ค. 9 โมง",
        "ประเมินกองทุนบ้านสวน",
        "ประเมินกองทุนบ้านสวน ข้อ1ได้3 ข้อ2ได้4",
        "ประเมินต่อ",
        "พอช. อนุมัติสมทบ 128 คน 46,720",
        "ฟื้นฟูนาดีถึงไหนแล้ว",
        "รายชื่อคนมา 1 ประธานกองทุนโคกสะอาด 2 เลขานาดี",
        "ลงพื้นที่ฟื้นฟูนาดีรอบ 2 ได้กรรมการชุดใหม่ 9 คน",
        "สมาชิกนาดีตอนนี้ 298 คน ครั้งที่แล้วตอนสมทบ 210",
        "สรุปจังหวัด",
        "สรุปจังหวัด ปีงบ 69",
        "สรุปโซน",
        "หนองน้ำใสส่งรายงานปี 69 แล้ว",
        "อบต.นาดีปีนี้ไม่สมทบ",
        "อบต.หนองน้ำใสโอนสมทบมาแล้ว 5 หมื่น",
        "เงินคงเหลือ 1.25 ล้าน ณ 30 ก.ย. 69",
        "เงินคงเหลือ 412,500 ณ 31 ต.ค. 69",
        "เตือนกองทุนที่ยังไม่ส่ง กำหนด 15 ธ.ค.",
        "เป้าสมาชิกเหลืออีกเท่าไร",
        "เป้าเพิ่มกองทุนใหม่ปีนี้ เหลือเท่าไร",
        "เลื่อนกำหนดส่งแผนเป็น 5 ก.พ. 70",
        "เอาไปทำข่าวให้หน่อย",
        "แผนข้อ 5 ขยายสมาชิกในโรงเรียน งบ 8 พัน เสร็จเดือน ก.พ.",
        "แผนข้อ 5 เสร็จแล้ว",
        "แผนครบ 6 เรื่องยัง",
        "ใครยังไม่ส่งรายงานบ้าง",
        "ไม่มีอะไรเปลี่ยน",
    }
)
"""Work that the pages tell of and the house is about to learn: taken off here as it does, and nothing is added."""
UNANSWERED = ("later.work", "outside.direct", "handbook.none")


def told() -> list[tuple[Page, str]]:
    """Every message of every page, once; those with a gap to fill in are left out."""
    found = {message: one for one in reversed(pages()) for message in MESSAGE.findall(one.text)}
    return [(one, message) for message, one in found.items() if "…" not in message and message not in AMID_A_FORM]


@pytest.fixture(scope="module")
def understander() -> Understander:
    """Read once for all messages."""
    return Understander.load()


def test_what_is_coming_is_told_somewhere() -> None:
    assert {message for _, message in told()} >= COMING


@pytest.mark.parametrize(
    ("one", "message"),
    [
        pytest.param(one, message, id=f"{one.slug}-{message}", marks=[pytest.mark.xfail] if message in COMING else [])
        for one, message in told()
    ],
)
async def test_a_message_of_the_handbook_is_answered(
    session: AsyncSession, clock: MovableClock, understander: Understander, one: Page, message: str
) -> None:
    words = load_words()
    account = identities.user_id(SPEAKERS[one.roles[0]])
    chat = ChatRef("line", account, "direct")
    event = Incoming("event-1", Kind.TEXT, chat, clock.now(), account=account, text=message)

    said = await TurnTaker(clock, words, understander, ("น้องบาท", "บอท")).take(session, event)

    assert said.reply is not None
    reply = text_of(said.reply)
    assert [key for key in UNANSWERED if words(key) in reply] == []
    if "member" not in one.roles:
        assert said.told is not None
        assert said.told.state["topic"] is None, "work is not answered with a benefit"
