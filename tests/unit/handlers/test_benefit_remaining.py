"""What is left of the year: the speaker's own, in the 1:1 chat only."""

from __future__ import annotations

import pytest

from bot.chat import Card, GoPrivate
from bot.handlers import benefit_remaining
from tests.unit.handlers.talk import TurnMaker, labels, text_of


async def test_money_left_and_when_the_year_turns(turn: TurnMaker) -> None:
    reply = await benefit_remaining.handle(await turn("malee", "benefit.remaining", kind="hospital"))
    card = reply.parts[0]
    assert isinstance(card, Card)
    assert card.lead == "เหลือ 400 บาท"
    said = text_of(reply)
    assert "ใช้ไปแล้ว 600 บาท · 3 คืน" in said
    assert "ได้อีกราว 2 คืน" in said
    assert "1 ต.ค. 2569 – 30 ก.ย. 2570" in said
    assert "ข้อ 13 (ฉบับที่ 2)" in said
    assert card.sections[0].rows[0].share == pytest.approx(0.6)


async def test_nights_left(turn: TurnMaker) -> None:
    assert "เหลือ 200 บาท (2 คืน)" in text_of(await benefit_remaining.handle(await turn("nid", "benefit.remaining")))


async def test_what_is_owed_comes_before_what_is_left(turn: TurnMaker) -> None:
    said = text_of(await benefit_remaining.handle(await turn("kamol", "benefit.remaining", kind="hospital")))
    assert "ค้างส่ง 4 เดือน" in said
    assert "เหลือ" not in said


async def test_a_group_gets_the_way_into_the_private_chat_and_nothing_else(turn: TurnMaker) -> None:
    asked = "ของหนูเหลือเท่าไร"
    reply = await benefit_remaining.handle(await turn("malee", "benefit.remaining", asked, where="village"))
    assert "400" not in text_of(reply)
    assert [choice.act for choice in reply.choices] == [GoPrivate(asked)]


@pytest.mark.parametrize("where", [None, "village"])
@pytest.mark.parametrize("slots", [{"member_no": "A-0012"}, {"person": "มาลี"}, {"who": "mother"}])
async def test_nobody_elses_is_told_in_any_wording(turn: TurnMaker, where: str | None, slots: dict[str, str]) -> None:
    reply = await benefit_remaining.handle(
        await turn("kamol", "benefit.remaining", where=where, kind="hospital", **slots)
    )
    said = text_of(reply)
    assert "บอกให้ไม่ได้" in said
    assert "เหลือ" not in said.replace("เหลือสิทธิ์เท่าไร", "")


async def test_ones_own_number_is_no_other_person(turn: TurnMaker) -> None:
    for number in ("A-0012", "0012", "12"):
        told = await turn("malee", "benefit.remaining", kind="hospital", member_no=number)
        assert "เหลือ 400 บาท" in text_of(await benefit_remaining.handle(told))


async def test_without_a_register_line_only_the_rule(turn: TurnMaker) -> None:
    told = await turn("stranger", "benefit.remaining", kind="hospital", fund="บ้านสวน")
    reply = await benefit_remaining.handle(told)
    assert "ยังไม่ได้เชื่อมกับทะเบียน" in text_of(reply)
    assert "คืนละ 200 บาท" in text_of(reply)
    assert "แจ้งขอรับเงิน" not in labels(reply)


async def test_a_clause_without_a_yearly_cap(turn: TurnMaker) -> None:
    said = text_of(await benefit_remaining.handle(await turn("malee", "benefit.remaining", kind="birth")))
    assert "ไม่มีเพดานต่อปี" in said
