"""A claim told in chat reaches the fund's officers; its teller finds it again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import GoPrivate, Press
from bot.demo.identities import user_id
from bot.handlers import claim_start, claim_status
from bot.services import questions, recognition
from storage.models import Question
from tests.unit.handlers.talk import TurnMaker, labels, text_of


async def test_a_claim_is_kept_and_the_treasurer_told(turn: TurnMaker, session: AsyncSession) -> None:
    said = "นอน รพ. 4 คืน จะขอเบิก โทร 081-234-5678"
    told = await turn("malee", "claim.start", said, kind="hospital", nights=4, date="2026-11-20")
    reply = await claim_start.handle(told)
    assert "400 บาท" in text_of(reply)
    assert "ยื่นได้ถึง 19 ม.ค. 2570" in text_of(reply)
    assert "กรรมการจะตอบกลับในแชทนี้" in text_of(reply)
    stored = (await session.scalars(select(Question))).one()
    assert stored.slots == {"kind": "hospital", "nights": 4, "date": "2026-11-20"}
    assert "081-234-5678" not in (stored.text or "")
    notice = told.notices[0]
    assert notice.chat.id == user_id("treasurer")
    assert not notice.chat.is_group
    assert "มาลี ใจดี" in text_of(notice.reply)
    assert "4 คืน" in text_of(notice.reply)
    assert isinstance(notice.reply.choices[0].act, Press)
    assert notice.reply.choices[0].act.data == f"question:{stored.id}"


async def test_the_same_claim_told_twice_is_kept_once(turn: TurnMaker, session: AsyncSession) -> None:
    for _ in range(2):
        told = await turn("malee", "claim.start", "จะขอเบิก", kind="hospital", nights=4, date="2026-11-20")
        reply = await claim_start.handle(told)
    assert "แจ้งกรรมการไว้แล้ว" in text_of(reply)
    assert len((await session.scalars(select(Question))).all()) == 1
    assert told.notices == []


async def test_nights_then_the_day_are_asked_for_and_the_first_words_are_kept(
    turn: TurnMaker, session: AsyncSession
) -> None:
    told = await turn("malee", "claim.start", "จะเบิกค่านอน รพ. ค่ะ", kind="hospital")
    for ask, answer in (("nights", 2), ("date", "2026-11-20")):
        await claim_start.handle(told)
        pending = told.memory.pending
        assert pending is not None
        assert pending["ask"] == ask
        slots = {**pending["slots"], ask: answer}
        told = await turn("malee", "claim.start", "", pending=pending, **slots)
    await claim_start.handle(told)
    stored = (await session.scalars(select(Question))).one()
    assert "จะเบิกค่านอน รพ. ค่ะ" in (stored.text or "")
    assert told.memory.pending is None


async def test_an_answer_that_fails_does_not_hold_the_claim_up(turn: TurnMaker, session: AsyncSession) -> None:
    told = await turn("malee", "claim.start", "จะขอเบิกเงินคลอดลูก", kind="birth")
    await claim_start.handle(told)
    pending = told.memory.pending
    assert pending is not None
    await claim_start.handle(await turn("malee", "claim.start", "จำไม่ได้", pending=pending, **pending["slots"]))
    assert len((await session.scalars(select(Question))).all()) == 1


async def test_a_death_begins_with_condolence_and_asks_nothing(turn: TurnMaker, session: AsyncSession) -> None:
    told = await turn("malee", "claim.start", "พ่อเสียเมื่อคืนค่ะ", kind="death", who="father", date="2026-11-20")
    reply = await claim_start.handle(told)
    said = text_of(reply)
    assert "เสียใจ" in said.splitlines()[0]
    assert "ยื่นได้ถึง 20 ธ.ค. 2569" in said
    assert "ใบมรณบัตร" in said
    assert "😊" not in said
    assert len((await session.scalars(select(Question))).all()) == 1


async def test_in_a_group_nothing_is_kept(turn: TurnMaker, session: AsyncSession) -> None:
    asked = "พ่อเสียเมื่อคืนค่ะ"
    told = await turn("malee", "claim.start", asked, where="village", kind="death", who="father", date="2026-11-20")
    reply = await claim_start.handle(told)
    assert "เสียใจ" in text_of(reply)
    assert "บาท" not in text_of(reply).replace("น้องบาท", "")
    assert [choice.act for choice in reply.choices] == [GoPrivate(asked)]
    assert (await session.scalars(select(Question))).all() == []
    assert told.notices == []


async def test_where_no_officer_is_on_chat_the_coordinator_is_told(turn: TurnMaker) -> None:
    told = await turn("stranger", "claim.start", "ลมพัดหลังคาปลิว", kind="disaster", date="2026-11-20", fund="โคกสะอาด")
    reply = await claim_start.handle(told)
    assert "ยังไม่มีข้อมูลระเบียบ" in text_of(reply)
    assert [notice.chat.id for notice in told.notices] == [user_id("river")]


async def test_status_tells_ones_own_claims_and_payments(turn: TurnMaker, session: AsyncSession) -> None:
    await claim_start.handle(await turn("malee", "claim.start", "ขอเบิก", kind="hospital", nights=2, date="2026-11-20"))
    said = text_of(await claim_status.handle(await turn("malee", "claim.status")))
    assert "นอนโรงพยาบาล 2 คืน" in said
    assert "รอกรรมการตอบ" in said
    assert "นอนโรงพยาบาล 3 คืน (20 ต.ค. 2569): 600 บาท" in said


async def test_status_tells_the_officers_answer(turn: TurnMaker, session: AsyncSession) -> None:
    told = await turn("malee", "claim.start", "ขอเบิก", kind="hospital", nights=2, date="2026-11-20")
    await claim_start.handle(told)
    question = (await session.scalars(select(Question))).one()
    treasurer = await recognition.recognise(session, "line", user_id("treasurer"), told.clock.now(), told.today)
    assert treasurer.person_id is not None
    await questions.answer(session, told.clock.now(), question, treasurer.person_id, "มารับเงินวันที่ 10 ค่ะ")
    said = text_of(await claim_status.handle(await turn("malee", "claim.status")))
    assert "กรรมการตอบแล้ว" in said
    assert "มารับเงินวันที่ 10 ค่ะ" in said


async def test_nobody_sees_anothers_claims(turn: TurnMaker) -> None:
    await claim_start.handle(await turn("malee", "claim.start", "ขอเบิก", kind="hospital", nights=2, date="2026-11-20"))
    said = text_of(await claim_status.handle(await turn("kamol", "claim.status", person="มาลี")))
    assert "600" not in said
    assert "นอนโรงพยาบาล" not in said
    grouped = await claim_status.handle(await turn("malee", "claim.status", where="village"))
    assert "600" not in text_of(grouped)
    assert labels(grouped) == ["ถามในแชทส่วนตัว"]


async def test_a_claim_for_a_death_is_never_the_tellers_own(turn: TurnMaker) -> None:
    said = text_of(await claim_start.handle(await turn("malee", "claim.start", "ขอเบิกค่าทำศพ", kind="death")))
    assert "กรณีของท่านเอง" not in said
    assert "ถ้าผู้เสียชีวิตเป็นสมาชิก" in said


async def test_changing_the_beneficiary_is_no_claim(turn: TurnMaker, session: AsyncSession) -> None:
    told = await turn("malee", "claim.start", "คนรับเงินที่เขียนไว้ตายไปแล้วเปลี่ยนยังไง", kind="death")
    assert "เปลี่ยนชื่อผู้รับผลประโยชน์" in text_of(await claim_start.handle(told))
    assert (await session.scalars(select(Question))).all() == []


async def test_why_so_much_is_answered_with_the_reckoning(turn: TurnMaker) -> None:
    asked = await turn("malee", "claim.status", "ทำไมได้ 400 ไม่ได้ 800")
    asked.memory.topic = {"intent": "benefit.amount", "slots": {"kind": "hospital", "nights": 4}}
    assert "คืนละ 200 บาท × 4 คืน = 800 บาท" in text_of(await claim_status.why(asked))
    grouped = await turn("malee", "claim.status", "ทำไมได้ 400 ไม่ได้ 800", where="village")
    grouped.memory.topic = asked.memory.topic
    assert "400" not in text_of(await claim_status.handle(grouped))
