"""Needs that are heard by their words, whatever the intent model says; and those that must not be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.handlers import meaning, questions
from bot.handlers.parts import hearing
from bot.services import diagnoses
from bot.services import questions as kept
from bot.words import load_words
from tests.unit.handlers.talk import TurnMaker, text_of

HEARD = {
    "โอนเงินให้กรรมการแล้วหายไปเลย": "complaint",
    "เหรัญญิกเอาเงินไปไม่ลงบัญชี": "complaint",
    "ใครค้างจ่ายบ้างเดือนนี้": "others.ask",
    "ขอรายชื่อสมาชิกทั้งหมดพร้อมเลขบัตร": "others.ask",
    "เพื่อนบ้านฉันค้างเงินไหม": "others.ask",
    "คนรับเงินที่เขียนไว้ตายไปแล้วเปลี่ยนยังไง": "member.beneficiary",
    "ออกไปเมื่อปี66อยากกลับเข้าใหม่": "member.rejoin",
    "ย้ายไปทำงาน กทม. ยังส่งต่อได้มั้ยครับ": "member.moved",
    "ผมเป็นสมาชิกครบกี่วันแล้ว": "member.days",
    "ครบ 180 วันวันไหน สมัคร 1 เม.ย. 68": "member.days",
    "สรุปโซนบ้านแพ้วหน่อย": "zone.summary",
    "ทำไมได้ 400 ไม่ได้ 800": "benefit.why",
    "เปลี่ยนกองทุน": "fund.change",
    "ok คับ รับทราบ": hearing.ACKNOWLEDGED,
    "ค่ะ": hearing.ACKNOWLEDGED,
}
LEFT_ALONE = [
    "ใครมีสิทธิ์เบิกบ้าง",
    "ใครยังไม่ส่งรายงาน",
    "ขอรายชื่อกรรมการ",
    "สมุดหายค่ะ",
    "ต้องเป็นสมาชิกกี่วันถึงจะเบิกได้",
    "ย้ายโรงพยาบาลแล้วเบิกได้ไหม",
    "สมัครสมาชิกใหม่ยังไง",
    "คลอดลูกแล้วต้องยื่นภายในกี่วัน",
    "นอนโรงพยาบาล 4 คืนได้กี่บาท",
    "กองทุนเปลี่ยนกติกาจริงไหม",
    "ลาออกแล้วได้เงินคืนไหม",
    "ขอบคุณค่ะ",
]


@pytest.mark.parametrize(("said", "need"), HEARD.items())
async def test_a_need_is_heard_by_its_words(turn: TurnMaker, said: str, need: str) -> None:
    assert hearing.heard(await turn("malee", "out_of_scope", said)) == need


@pytest.mark.parametrize("said", LEFT_ALONE)
async def test_other_talk_is_left_to_the_model(turn: TurnMaker, said: str) -> None:
    assert hearing.heard(await turn("malee", "out_of_scope", said)) is None


async def test_the_matter_for_a_human_is_taken_as_it_stands(turn: TurnMaker) -> None:
    waiting = {"intent": "human.handoff", "slots": {"fund_id": 1}, "ask": "text", "tries": 1}
    assert hearing.heard(await turn("malee", "claim.status", "เหรัญญิกเอาเงินไปไม่ลงบัญชี", pending=waiting)) is None


async def test_a_nod_answers_our_question_where_one_waits(turn: TurnMaker) -> None:
    waiting = {"intent": "benefit.amount", "slots": {"kind": "birth"}, "ask": "spouse_is_member", "tries": 1}
    assert hearing.heard(await turn("kamol", "out_of_scope", "ใช่ค่ะ", pending=waiting)) is None


async def test_another_day_told_after_an_answer_means_the_same_question(turn: TurnMaker) -> None:
    said = await turn("nid", "out_of_scope", "ไม่ใช่ค่ะ 15 ต.ค. ไม่ใช่ 15 พ.ย.")
    said.understood = replace(said.understood, confidence=0.2)
    said.memory.topic = {
        "intent": "benefit.claim_deadline",
        "slots": {"kind": "hospital", "date": "2026-11-15"},
        "at": said.clock.now().isoformat(),
    }
    meant = await meaning.meaning(said)
    assert meant is not None
    assert (meant.intent, meant.slots["date"]) == ("benefit.claim_deadline", "2026-10-15")


async def test_a_question_is_answered_once(turn: TurnMaker) -> None:
    asked = await turn("kamol", "human.handoff", "ผมขอผ่อนได้ไหม")
    question = await kept.ask(
        asked.session,
        asked.clock.now(),
        fund_id=1,
        person_id=asked.speaker.person_id,
        chat=asked.incoming.chat,
        text="ผมขอผ่อนได้ไหม",
        intent="human.handoff",
        slots={},
    )
    officer = await turn("treasurer", "question.answer", "ได้ครับ")
    officer.understood.slots.update({"id": question.id, "text": "ได้ครับ"})
    assert "ส่งคำตอบ" in text_of(await questions.answer(officer))
    assert [notice.chat for notice in officer.notices] == [asked.incoming.chat]
    assert "ตอบหรือปิดไปแล้ว" in text_of(await questions.pressed_one(officer, str(question.id)))


async def test_a_complaint_is_out_of_the_treasurers_reach(turn: TurnMaker) -> None:
    asked = await turn("malee", "complaint", "โอนแล้วหาย")
    question = await kept.ask(
        asked.session,
        asked.clock.now(),
        fund_id=1,
        person_id=asked.speaker.person_id,
        chat=asked.incoming.chat,
        text="โอนแล้วหาย",
        intent="complaint",
        slots={},
    )
    for persona, may in (("treasurer", False), ("coordinator", False), ("secretary", True), ("observer", False)):
        officer = await turn(persona, "question.answer")
        opened = text_of(await questions.pressed_one(officer, str(question.id)))
        listed = text_of(await questions.pressed_list(officer))
        assert ("โอนแล้วหาย" in opened) is may, persona
        assert ("โอนแล้วหาย" in listed) is may, persona


def test_illnesses_are_left_out() -> None:
    said = diagnoses.without(load_words(), "หมอบอกเป็นมะเร็งกับความดันสูง นอน 3 คืน")
    assert "มะเร็ง" not in said
    assert "ความดัน" not in said
    assert "3 คืน" in said
