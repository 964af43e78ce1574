"""The overview: every clause with its short amount, living benefits first; a member's own waiting days in 1:1 only."""

from __future__ import annotations

from bot.chat import Card, Press
from bot.handlers import benefit_list
from tests.unit.handlers.talk import TurnMaker, labels, text_of


async def test_every_clause_is_there_with_its_amount_and_a_death_comes_last(turn: TurnMaker) -> None:
    reply = await benefit_list.handle(await turn("malee", "benefit.list"))
    said = text_of(reply)
    assert "คลอดบุตร (ข้อ 12): เด็กคนละ 1,000 บาท" in said
    assert "นอนโรงพยาบาล (ข้อ 13): คืนละ 200 บาท ไม่เกิน 600 บาทต่อครั้ง ไม่เกิน 1,000 บาทต่อปี" in said
    assert "ผู้สูงอายุ (ข้อ 15): ปีละ 200 บาท" in said
    assert said.index("คลอดบุตร") < said.index("ภัยพิบัติ") < said.index("เสียชีวิต (ข้อ 16): 3,000–30,000 บาท")
    assert "ฉบับที่ 2" in said
    assert "ข้อมูล ณ วันที่" in said
    assert labels(reply)[:3] == ["เหลือสิทธิ์เท่าไร", "คลอดบุตร", "นอนโรงพยาบาล"]
    assert all(isinstance(choice.act, Press) for choice in reply.choices)


async def test_what_a_member_must_wait_for_is_dated(turn: TurnMaker) -> None:
    assert "ท่านใช้สิทธิ์นี้ได้ตั้งแต่ 14 ก.พ. 2570" in text_of(await benefit_list.handle(await turn("malee", "benefit.list")))
    assert "ท่านใช้สิทธิ์นี้ได้ตั้งแต่ 15 ม.ค. 2570" in text_of(await benefit_list.handle(await turn("somchai", "benefit.list")))


async def test_what_is_owed_comes_first(turn: TurnMaker) -> None:
    card = (await benefit_list.handle(await turn("kamol", "benefit.list"))).parts[0]
    assert isinstance(card, Card)
    assert "ค้างส่ง 4 เดือน" in card.sections[0].rows[0].value


async def test_a_group_reads_the_rule_and_nobodys_waiting(turn: TurnMaker) -> None:
    reply = await benefit_list.handle(await turn("kamol", "benefit.list", "กองทุนมีอะไรให้บ้าง", where="village"))
    said = text_of(reply)
    assert "คลอดบุตร" in said
    assert "ค้างส่ง" not in said
    assert "ท่านใช้สิทธิ์" not in said
    assert labels(reply)[0] == "ถามในแชทส่วนตัว"


async def test_no_more_taps_than_line_shows(turn: TurnMaker) -> None:
    for who in ("malee", "somchai", "nid", "daeng"):
        assert len((await benefit_list.handle(await turn(who, "benefit.list"))).choices) <= 13


async def test_no_rulebook_no_overview(turn: TurnMaker) -> None:
    said = text_of(await benefit_list.handle(await turn("stranger", "benefit.list", fund="โคกสะอาด")))
    assert "ยังไม่มีข้อมูลระเบียบ" in said
    assert "คลอดบุตร" not in said
