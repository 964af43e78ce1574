"""Which papers, and until when."""

from __future__ import annotations

from bot.chat import Kind, PickDate, Press
from bot.handlers import benefit_deadline, benefit_documents
from tests.unit.handlers.talk import TurnMaker, labels, text_of


async def test_the_papers_are_listed_with_the_window_and_the_place(turn: TurnMaker) -> None:
    said = text_of(await benefit_documents.handle(await turn("malee", "benefit.documents", kind="hospital")))
    assert "• ใบรับรองแพทย์" in said
    assert "• สำเนาบัตรประชาชน" in said
    assert "ยื่นภายใน 60 วัน" in said
    assert "ศาลาประชาคม หมู่ 3" in said
    assert "ข้อ 13 (ฉบับที่ 2)" in said


async def test_papers_of_several_clauses_are_kept_apart(turn: TurnMaker) -> None:
    said = text_of(await benefit_documents.handle(await turn("nid", "benefit.documents", kind="death")))
    assert "เสียใจ" in said.splitlines()[0]
    assert said.index("เสียชีวิต (ข้อ 20(3))") < said.index("มรณบัตร") < said.index("พวงหรีดและเจ้าภาพสวดศพ (ข้อ 20(4))")


async def test_a_tap_after_condolence_does_not_condole_again(turn: TurnMaker) -> None:
    tapped = await turn("nid", "benefit.documents", kind="death", kind_of_event=Kind.PRESS)
    assert "เสียใจ" not in text_of(await benefit_documents.handle(tapped))


async def test_the_last_day_is_reckoned_from_the_told_day(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.claim_deadline", kind="hospital", date="2026-11-20")
    said = text_of(await benefit_deadline.handle(told))
    assert said.splitlines()[1] == "ยื่นได้ถึง 19 ม.ค. 2570"
    assert "ข้อ 13" in said


async def test_days_ago_count_back_from_today_and_lateness_is_told(turn: TurnMaker) -> None:
    told = await turn("nid", "benefit.claim_deadline", "ออกมา 45 วันแล้ว ยังเบิกทันไหม", kind="hospital", days=45)
    said = text_of(await benefit_deadline.handle(told))
    assert "เกินกำหนดยื่น 15 วัน" in said
    assert "ต้องขอมติกรรมการ" in said


async def test_a_window_of_days_that_is_only_asked_about_is_not_counted_back(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.claim_deadline", "ต้องยื่นภายใน 60 วันใช่ไหม", kind="hospital", days=60)
    assert "ยื่นภายใน 60 วัน" in text_of(await benefit_deadline.handle(told))


async def test_without_a_day_the_rule_is_told_and_the_day_asked_for(turn: TurnMaker) -> None:
    asked = await turn("malee", "benefit.claim_deadline", kind="birth")
    reply = await benefit_deadline.handle(asked)
    assert "ยื่นภายใน 90 วัน นับจากวันคลอด" in text_of(reply)
    assert "คลอดวันไหนคะ" in text_of(reply)
    assert labels(reply) == ["วันนี้", "เมื่อวาน", "เลือกวันที่"]
    assert isinstance(reply.choices[0].act, Press)
    assert isinstance(reply.choices[2].act, PickDate)
    assert asked.memory.pending is not None
    assert asked.memory.pending["ask"] == "date"


async def test_the_day_is_not_asked_for_twice_nor_in_a_group(turn: TurnMaker) -> None:
    pending = {"intent": "benefit.claim_deadline", "slots": {"kind": "birth"}, "ask": "date", "tries": 1}
    again = await turn("malee", "benefit.claim_deadline", "จำไม่ได้", kind="birth", pending=pending)
    assert "วันไหนคะ" not in text_of(await benefit_deadline.handle(again))
    grouped = await turn("malee", "benefit.claim_deadline", kind="birth", where="village")
    assert "วันไหนคะ" not in text_of(await benefit_deadline.handle(grouped))


async def test_a_season_closes_on_its_next_day(turn: TurnMaker) -> None:
    said = text_of(await benefit_deadline.handle(await turn("malee", "benefit.claim_deadline", kind="education")))
    assert "ยื่นได้ถึง 31 ก.ค. 2570" in said


async def test_a_clause_without_a_window_says_so(turn: TurnMaker) -> None:
    said = text_of(await benefit_deadline.handle(await turn("daeng", "benefit.claim_deadline", kind="hospital")))
    assert "ไม่ได้กำหนดวันปิดรับ" in said


async def test_of_a_past_month_only_the_day_is_picked(turn: TurnMaker) -> None:
    reply = await benefit_deadline.handle(
        await turn("malee", "benefit.claim_deadline", kind="hospital", date="2026-10")
    )
    assert labels(reply) == ["เลือกวันที่"]


async def test_papers_for_a_told_death_name_the_last_day(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.documents", kind="death", who="grandmother", date="2026-11-03")
    said = text_of(await benefit_documents.handle(told))
    assert "ยื่นได้ถึง 3 ธ.ค. 2569" in said
