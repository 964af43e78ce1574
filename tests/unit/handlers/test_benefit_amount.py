"""How much: a linked member's own amount with its reckoning, else the fund's rule, each with its clause."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Card, GoPrivate, Press, unpack
from bot.entitlement.rulebook import KINDS
from bot.handlers import benefit_amount
from storage.models import ClaimPaid, Member
from tests.unit.handlers.talk import START, TurnMaker, labels, text_of


async def test_a_second_stay_brings_what_the_year_has_left(turn: TurnMaker) -> None:
    reply = await benefit_amount.handle(await turn("malee", "benefit.amount", kind="hospital", nights=4))
    said = text_of(reply)
    card = reply.parts[0]
    assert isinstance(card, Card)
    assert card.lead == "400 บาท"
    assert "คืนละ 200 บาท × 4 คืน = 800 บาท" in said
    assert "ไม่เกิน 600 บาทต่อครั้ง" in said
    assert "รับไปแล้ว 600 จาก 1,000 บาท เหลือ 400 บาท" in said
    assert "ตามระเบียบข้อ 13 (ฉบับที่ 2)" in said
    assert "ใบรับรองแพทย์" in said
    assert "ข้อมูล ณ วันที่ 20 พ.ย. 2569" in said
    assert "ทั้งนี้ขึ้นกับมติคณะกรรมการ" in said
    assert "ประกัน" not in said
    assert "รับรองว่าได้" not in said


async def test_the_last_day_is_a_date_when_the_day_was_told(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.amount", kind="hospital", nights=4, date="2026-11-16/2026-11-20")
    assert "ยื่นได้ถึง 19 ม.ค. 2570" in text_of(await benefit_amount.handle(told))


async def test_nights_follow_from_admission_and_discharge(turn: TurnMaker) -> None:
    told = await turn("somchai", "benefit.amount", kind="hospital", date="2026-11-16/2026-11-20")
    assert "คืนละ 100 บาท × 4 คืน = 400 บาท" in text_of(await benefit_amount.handle(told))


async def test_the_rule_and_what_is_left_are_told_while_nights_are_asked_for(turn: TurnMaker) -> None:
    asked = await turn("malee", "benefit.amount", kind="hospital")
    reply = await benefit_amount.handle(asked)
    assert "คืนละ 200 บาท" in text_of(reply)
    assert "เหลือ 400 บาท" in text_of(reply)
    assert labels(reply) == [f"{n} คืน" for n in range(1, 8)]
    assert asked.memory.pending is not None
    assert asked.memory.pending["ask"] == "nights"
    act = reply.choices[2].act
    assert isinstance(act, Press)
    assert unpack(act.data) == ("fill", ("nights",), {"nights": "3"})


async def test_nights_are_asked_for_once_only(turn: TurnMaker) -> None:
    pending = {"intent": "benefit.amount", "slots": {"kind": "hospital"}, "ask": "nights", "tries": 1}
    again = await turn("malee", "benefit.amount", "ไม่แน่ใจ", kind="hospital", pending=pending)
    reply = await benefit_amount.handle(again)
    assert "คืนละ 200 บาท" in text_of(reply)
    assert "กี่คืน" not in text_of(reply)
    assert again.memory.pending is None


async def test_what_is_owed_stops_the_right_and_how_it_returns_is_told(turn: TurnMaker) -> None:
    reply = await benefit_amount.handle(await turn("kamol", "benefit.amount", kind="hospital", nights=2))
    said = text_of(reply)
    assert "ตอนนี้ 0 บาท" in said
    assert "ค้างส่ง 4 เดือน" in said
    assert "ต้องจ่ายที่ค้าง 120 บาท" in said
    assert "สิทธิ์กลับมาวันที่ 21 ธ.ค. 2569" in said
    assert "400" not in said
    assert "แจ้งขอรับเงิน" not in labels(reply)


async def test_nights_over_the_years_cap_are_not_paid(turn: TurnMaker) -> None:
    said = text_of(await benefit_amount.handle(await turn("nid", "benefit.amount", kind="hospital", nights=5)))
    assert "200 บาท" in said.splitlines()[1]
    assert "นับให้ 2 คืน จากที่นอน 5 คืน" in said
    assert "ข้อ 20(2)" in said


@pytest.mark.parametrize(("day", "lead", "version"), [("2026-09-29", "500 บาท", 1), ("2026-10-05", "800 บาท", 2)])
async def test_the_version_of_the_events_day_decides(turn: TurnMaker, day: str, lead: str, version: int) -> None:
    reply = await benefit_amount.handle(await turn("nid", "benefit.amount", kind="birth", date=day))
    card = reply.parts[0]
    assert isinstance(card, Card)
    assert card.lead == lead
    assert f"(ฉบับที่ {version})" in card.foot


async def test_a_wifes_delivery_is_the_members_own_right(turn: TurnMaker) -> None:
    told = await turn("somchai", "benefit.amount", kind="birth", who="spouse", date="2026-11-20")
    said = text_of(await benefit_amount.handle(told))
    assert said.splitlines()[1] == "500 บาท"
    assert "ข้อ 1.1" in said


async def test_twins_count_twice(turn: TurnMaker) -> None:
    told = await turn("boonmee", "benefit.amount", "เมียคลอดลูกแฝด ได้กี่บาท", kind="birth", who="spouse")
    assert "คนละ 500 บาท × 2 คน = 1,000 บาท" in text_of(await benefit_amount.handle(told))


async def test_a_late_claim_tells_by_how_much_and_that_a_resolution_is_needed(turn: TurnMaker) -> None:
    told = await turn("nid", "benefit.amount", "ออกมา 45 วันแล้ว", kind="hospital", nights=2, days=45)
    said = text_of(await benefit_amount.handle(told))
    assert "เกินกำหนดยื่น 15 วัน" in said
    assert "ต้องขอมติกรรมการ" in said


async def test_a_pension_is_by_the_month(turn: TurnMaker) -> None:
    said = text_of(await benefit_amount.handle(await turn("boonmee", "benefit.amount", kind="elderly")))
    assert "เดือนละ 300 บาท" in said
    assert "ครบ 15 ปี" in said


async def test_a_parents_death_begins_with_condolence_and_tells_the_rule_only(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.amount", kind="death", who="mother", years=8)
    reply = await benefit_amount.handle(told)
    said = text_of(reply)
    assert "เสียใจ" in said.splitlines()[0]
    assert "ถ้าคุณแม่เป็นสมาชิก" in said
    assert "เป็นสมาชิก 8 ปี ได้ 18,000 บาท" in said
    assert "ใบมรณบัตร" in said
    assert "ยื่นภายใน 30 วัน" in said
    assert "มาลี" not in said


async def test_a_members_own_death_names_the_beneficiary_and_offers_no_claim(turn: TurnMaker) -> None:
    reply = await benefit_amount.handle(await turn("malee", "benefit.amount", kind="death"))
    said = text_of(reply)
    assert "12,000 บาท" in said
    assert "ผู้รับผลประโยชน์ของท่านจะได้รับ" in said
    assert "กรณีของท่านเอง" in said
    assert "แจ้งขอรับเงิน" not in labels(reply)


async def test_a_wreath_has_its_own_clause_where_the_fund_gives_one(turn: TurnMaker) -> None:
    told = await turn("nid", "benefit.amount", "กองทุนมาเป็นเจ้าภาพสวดให้มั้ยคะ", kind="death")
    assert "ข้อ 20(4)" in text_of(await benefit_amount.handle(told))
    told = await turn("malee", "benefit.amount", "กองทุนมาเป็นเจ้าภาพสวดให้มั้ยคะ", kind="death")
    assert "ไม่มีข้อมูลระเบียบข้อนี้ กรุณาถามกรรมการกองทุน" in text_of(await benefit_amount.handle(told))


async def test_in_a_group_the_rule_without_anybodys_history(turn: TurnMaker) -> None:
    asked = "นอนโรงพยาบาลได้เท่าไร"
    reply = await benefit_amount.handle(await turn("malee", "benefit.amount", asked, where="village", kind="hospital"))
    said = text_of(reply)
    assert "คืนละ 200 บาท" in said
    assert "ข้อ 13" in said
    assert "รับไปแล้ว" not in said
    assert "400" not in said
    assert reply.choices[0].label == "ถามในแชทส่วนตัว"
    assert reply.choices[0].act == GoPrivate(asked)
    assert "เหลือสิทธิ์เท่าไร" not in labels(reply)


async def test_a_group_answers_all_alike_whoever_asks(turn: TurnMaker) -> None:
    said = [
        text_of(
            await benefit_amount.handle(await turn(who, "benefit.amount", where="village", kind="hospital", nights=4))
        )
        for who in ("malee", "kamol", "stranger")
    ]
    assert said[0] == said[1] == said[2]
    assert "นอน 4 คืน ได้ 600 บาท ถ้าปีนี้ยังไม่เคยเบิก" in said[0]


@pytest.mark.parametrize("where", [None, "village"])
async def test_a_named_persons_case_is_refused_and_the_rule_told(turn: TurnMaker, where: str | None) -> None:
    asked = await turn(
        "kamol", "benefit.amount", "มาลี ใจดี นอน รพ. เบิกได้กี่บาท", where=where, kind="hospital", person="มาลี ใจดี"
    )
    reply = await benefit_amount.handle(asked)
    said = text_of(reply)
    assert said.startswith("ข้อมูลของสมาชิกท่านอื่น")
    assert "มาลี" not in said
    assert "รับไปแล้ว" not in said
    assert all("มาลี" not in choice.act.text for choice in reply.choices if isinstance(choice.act, GoPrivate))


async def test_no_rulebook_no_amount(turn: TurnMaker) -> None:
    said = text_of(await benefit_amount.handle(await turn("stranger", "benefit.amount", kind="birth", fund="โคกสะอาด")))
    assert "ยังไม่มีข้อมูลระเบียบ" in said
    assert "034-000-105" in said
    assert "บาท" not in said.replace("น้องบาท", "")


async def test_a_stopped_fund_says_so(turn: TurnMaker) -> None:
    said = text_of(await benefit_amount.handle(await turn("stranger", "benefit.amount", kind="birth", fund="นาดี")))
    assert "หยุดดำเนินการตั้งแต่ ต.ค. 2567" in said
    assert "ยังไม่มีข้อมูลระเบียบ" in said


async def test_a_kind_that_the_rulebook_lacks_has_no_usual_amount(turn: TurnMaker) -> None:
    said = text_of(await benefit_amount.handle(await turn("malee", "benefit.amount", "แต่งงานได้กี่บาท", kind="tradition")))
    assert "ไม่มีข้อมูลระเบียบข้อนี้ กรุณาถามกรรมการกองทุน" in said
    assert "300" not in said


async def test_another_occasion_of_the_same_kind_is_no_answer(turn: TurnMaker) -> None:
    told = await turn("somchai", "benefit.amount", "ลูกชายติดทหารได้เงินป่าว", kind="other", who="child")
    assert "ไม่มีข้อเรื่องทหารเกณฑ์" in text_of(await benefit_amount.handle(told))


async def test_an_unlinked_person_learns_how_to_see_his_own_case(turn: TurnMaker) -> None:
    reply = await benefit_amount.handle(await turn("stranger", "benefit.amount", kind="hospital", fund="บ้านสวน"))
    assert "ขอรหัสเชื่อมบัญชีจากเหรัญญิก" in text_of(reply)


async def test_every_button_of_an_answer_fits_a_button(turn: TurnMaker) -> None:
    told = await turn(
        "malee", "benefit.amount", kind="hospital", nights=4, date="2026-11-16/2026-11-20", fund="คลองใหญ่"
    )
    reply = await benefit_amount.handle(told)
    data = [choice.act.data for choice in reply.choices if isinstance(choice.act, Press)]
    assert len(data) == len(reply.choices)
    assert all("kind=hospital" in each and "fund_id=" in each for each in data)


async def test_a_month_alone_chooses_the_version_but_reckons_no_last_day(turn: TurnMaker) -> None:
    reply = await benefit_amount.handle(await turn("nid", "benefit.amount", kind="birth", date="2026-09"))
    said = text_of(reply)
    assert "500 บาท" in said
    assert "(ฉบับที่ 1)" in said
    assert "ระเบียบฉบับนี้ใช้ถึง 30 ก.ย. 2569" in said
    assert "ยื่นได้ถึง" not in said


async def test_a_used_up_year_says_when_it_turns(turn: TurnMaker, session: AsyncSession) -> None:
    member = (await session.scalars(select(Member).where(Member.number == "A-0012"))).one()
    paid = {"kind": "hospital", "date": "2026-11-10", "discharged": "2026-11-10", "nights": 2}
    session.add(
        ClaimPaid(fund_id=member.fund_id, member_id=member.id, decided_on=START.date(), satang=40000, details=paid)
    )
    await session.flush()
    said = text_of(await benefit_amount.handle(await turn("malee", "benefit.amount", kind="hospital", nights=2)))
    assert said.splitlines()[1] == "0 บาท"
    assert "ปีงบประมาณ 2570 รับครบ 1,000 บาทแล้ว เริ่มนับใหม่วันที่ 1 ต.ค. 2570" in said


async def test_a_membership_that_ended_points_to_joining_again(turn: TurnMaker, session: AsyncSession) -> None:
    member = (await session.scalars(select(Member).where(Member.number == "D-0019"))).one()
    member.paid_to = "2026-05"
    await session.flush()
    said = text_of(await benefit_amount.handle(await turn("daeng", "benefit.amount", kind="birth")))
    assert "พ้นสภาพสมาชิกแล้ว เพราะค้างส่ง 6 เดือน (ส่งถึง พ.ค. 2569)" in said
    assert "สมัครใหม่" in said


async def test_a_month_behind_is_taken_off_and_said(turn: TurnMaker, session: AsyncSession) -> None:
    member = (await session.scalars(select(Member).where(Member.number == "A-0012"))).one()
    member.paid_to = "2026-10"
    await session.flush()
    said = text_of(await benefit_amount.handle(await turn("malee", "benefit.amount", kind="hospital", nights=1)))
    assert said.splitlines()[1] == "170 บาท"
    assert "หักเงินที่ค้างส่ง 1 เดือน 30 บาทแล้ว" in said


async def test_what_the_register_lacks_is_sent_to_the_treasurer(turn: TurnMaker, session: AsyncSession) -> None:
    member = (await session.scalars(select(Member).where(Member.number == "A-0012"))).one()
    member.born = None
    await session.flush()
    asked = await turn("malee", "benefit.amount", kind="elderly")
    said = text_of(await benefit_amount.handle(asked))
    assert "ปีละ 200 บาท" in said
    assert "ทะเบียนยังไม่มีวันเกิดของท่าน" in said
    assert asked.memory.pending is None


async def test_a_father_is_asked_whether_the_mother_is_a_member(turn: TurnMaker, session: AsyncSession) -> None:
    member = (await session.scalars(select(Member).where(Member.number == "A-0031"))).one()
    member.paid_to = "2026-11"
    await session.flush()
    asked = await turn("kamol", "benefit.amount", "เมียคลอดลูกแฝดเมื่อวาน", kind="birth", who="spouse", date="2026-11-20")
    reply = await benefit_amount.handle(asked)
    assert "คุณแม่ของเด็กเป็นสมาชิกกองทุนนี้ด้วยไหมคะ" in text_of(reply)
    assert labels(reply) == ["เป็นสมาชิก", "ไม่ได้เป็น"]
    pending = asked.memory.pending
    assert pending is not None
    slots = {**pending["slots"], "spouse_is_member": "no"}
    reply = await benefit_amount.handle(await turn("kamol", "benefit.amount", pending=pending, **slots))
    assert text_of(reply).splitlines()[1] == "2,000 บาท"  # the twins of the first message are not forgotten
    slots["spouse_is_member"] = True
    said = text_of(await benefit_amount.handle(await turn("kamol", "benefit.amount", **slots)))
    assert "ไม่ได้ให้สิทธิ์กรณีนี้" in said


async def test_an_officer_asks_about_the_fund_he_serves(turn: TurnMaker) -> None:
    said = text_of(await benefit_amount.handle(await turn("treasurer", "benefit.amount", kind="hospital")))
    assert "คืนละ 200 บาท" in said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["malee", "kamol", "somchai", "boonmee", "nid", "daeng"])
async def test_an_amount_is_never_said_without_clause_version_and_day(turn: TurnMaker, who: str, kind: str) -> None:
    for where in (None, "village"):
        reply = await benefit_amount.handle(await turn(who, "benefit.amount", kind=kind, nights=2, where=where))
        for part in reply.parts:
            said = part.plain() if isinstance(part, Card) else part.text
            if " บาท" in said:
                assert "ตามระเบียบข้อ" in said
                assert "(ฉบับที่ " in said
                assert "ข้อมูล ณ วันที่" in said
                assert "มติคณะกรรมการ" in said
        assert len(reply.parts) <= 5
        assert all(len(choice.label) <= 20 for choice in reply.choices)


async def test_nights_of_a_delivery_come_beside_the_gift_for_the_child(turn: TurnMaker) -> None:
    told = await turn("nid", "benefit.amount", "คลอดผ่านอนโรงบาล4คืนได้ค่านอนด้วยไหม", kind="hospital", nights=4)
    said = text_of(await benefit_amount.handle(told))
    assert said.splitlines()[:2] == ["รับขวัญบุตร", "1,000 บาท"]
    assert "รับขวัญบุตร: 800 บาท" in said
    assert "นอนโรงพยาบาลเพราะคลอด: 200 บาท" in said


async def test_grade_and_class_are_read_from_the_words(turn: TurnMaker) -> None:
    told = await turn("malee", "benefit.amount", "ลูกจบป.6เกรด 3.75 ได้ทุนเท่าไร", kind="education", who="child")
    assert text_of(await benefit_amount.handle(told)).splitlines()[1] == "500 บาท"


async def test_changing_the_beneficiary_is_no_question_of_amounts(turn: TurnMaker) -> None:
    told = await turn("nid", "benefit.amount", "คนรับเงินที่เขียนไว้ตายไปแล้วเปลี่ยนยังไง", kind="death")
    said = text_of(await benefit_amount.handle(told))
    assert "เปลี่ยนชื่อผู้รับผลประโยชน์" in said
    assert "พยานสองคน" in said
    assert " บาท" not in said
