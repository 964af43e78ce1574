"""May I: yes, not yet or no, with the reason and the day it changes."""

from __future__ import annotations

from bot.handlers import benefit_eligibility
from tests.unit.handlers.talk import TurnMaker, labels, text_of


async def test_yes_for_a_stay_without_the_nights(turn: TurnMaker) -> None:
    reply = await benefit_eligibility.handle(await turn("somchai", "benefit.eligibility", kind="hospital"))
    said = text_of(reply)
    assert "มีสิทธิ์เบื้องต้น" in said
    assert "คืนละ 100 บาท" in said
    assert "ข้อ 3" in said


async def test_not_yet_names_the_missing_days_and_the_date(turn: TurnMaker) -> None:
    told = await turn("somchai", "benefit.eligibility", kind="birth", who="spouse", date="2026-07-13")
    said = text_of(await benefit_eligibility.handle(told))
    assert "ยังไม่มีสิทธิ์" in said
    assert "ยังไม่ครบ 180 วัน ขาดอีก 1 วัน (ครบวันที่ 14 ก.ค. 2569)" in said
    assert "500" not in said


async def test_on_the_180th_day_it_is_a_yes(turn: TurnMaker) -> None:
    told = await turn("somchai", "benefit.eligibility", kind="birth", who="spouse", date="2026-07-14")
    said = text_of(await benefit_eligibility.handle(told))
    assert "เกินกำหนดยื่น" in said  # 60 days have passed by November
    assert "500 บาท" in said


async def test_age_still_to_come_names_the_birthday(turn: TurnMaker) -> None:
    said = text_of(await benefit_eligibility.handle(await turn("malee", "benefit.eligibility", kind="elderly")))
    assert "ต้องอายุครบ 60 ปีก่อน (ครบวันที่ 14 ก.พ. 2570)" in said


async def test_a_visit_without_a_night_is_not_a_stay(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.eligibility", "ไปหาหมอคลินิกไม่ได้นอนเบิกได้ไหม", kind="hospital")
    said = text_of(await benefit_eligibility.handle(told))
    assert "ยังไม่เข้าเงื่อนไข" in said
    assert "อย่างน้อย 1 คืน" in said
    assert "ข้อ 13" in said


async def test_stitches_have_a_clause_where_the_fund_has_one(turn: TurnMaker) -> None:
    told = await turn("daeng", "benefit.eligibility", "รถล้มเย็บ7เข็มไม่ได้นอน", kind="hospital")
    said = text_of(await benefit_eligibility.handle(told))
    assert "มีสิทธิ์เบื้องต้น 200 บาท" in said
    assert "II.3" in said


async def test_a_good_pupil_is_entitled_and_the_season_is_told(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.eligibility", kind="education", who="child", gpa="3.75", level="ป.6")
    said = text_of(await benefit_eligibility.handle(told))
    assert "มีสิทธิ์เบื้องต้น 500 บาท" in said
    assert "31 ก.ค. 2570" in said


async def test_too_low_a_grade_is_said_plainly(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.eligibility", kind="education", who="child", gpa="2.80", level="ป.6")
    assert "เกรดเฉลี่ยต้อง 3.50 ขึ้นไป ที่แจ้งมาคือ 2.80" in text_of(await benefit_eligibility.handle(told))


async def test_the_grade_is_asked_for_with_the_rules_own_limit(turn: TurnMaker) -> None:
    reply = await benefit_eligibility.handle(await turn("malee", "benefit.eligibility", kind="education", who="child"))
    assert labels(reply) == ["3.50 ขึ้นไป", "ต่ำกว่า 3.50"]


async def test_the_next_question_does_not_repeat_the_rule(turn: TurnMaker) -> None:
    pending = {"intent": "benefit.eligibility", "slots": {"kind": "education"}, "ask": "gpa", "tries": 1}
    told = await turn("malee", "benefit.eligibility", kind="education", gpa="3.50", pending=pending)
    reply = await benefit_eligibility.handle(told)
    assert text_of(reply) == "เรียนชั้นไหนคะ"
    assert "ป.6" in labels(reply)


async def test_a_father_whose_wife_may_be_a_member_is_asked(turn: TurnMaker, clock: object) -> None:
    told = await turn("treasurer", "benefit.eligibility", kind="birth", fund="บ้านสวน")
    assert "พ่อเบิกได้เมื่อแม่ไม่ได้เป็นสมาชิก" in text_of(await benefit_eligibility.handle(told))


async def test_months_of_membership_as_told_are_held_against_the_rule(turn: TurnMaker) -> None:
    asked = "สมัครมา 4 เดือนเอง เมียคลอดจะได้เงินมั้ยครับ"
    told = await turn("stranger", "benefit.eligibility", asked, kind="birth", who="spouse", months=4, fund="บ้านสวน")
    assert "เป็นสมาชิก 4 เดือน ยังไม่ครบ 180 วัน" in text_of(await benefit_eligibility.handle(told))


async def test_somebody_outside_the_register_may_have_what_is_open_to_all(turn: TurnMaker) -> None:
    told = await turn("stranger", "benefit.eligibility", kind="disability", fund="หนองน้ำใส")
    assert "ผู้ที่ไม่ใช่สมาชิก" in text_of(await benefit_eligibility.handle(told))
