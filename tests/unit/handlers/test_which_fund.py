"""Whose rules answer."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Press, Reply, unpack
from bot.handlers.parts.which_fund import Chosen, which_fund
from storage.models import Person
from tests.unit.handlers.talk import TurnMaker, labels, text_of

INTENT = "benefit.amount"


async def test_an_unknown_person_is_asked_by_tambon(turn: TurnMaker) -> None:
    asked = await turn("stranger", INTENT, kind="birth")
    reply = await which_fund(asked, INTENT)
    assert isinstance(reply, Reply)
    assert "กองทุนตำบลไหน" in text_of(reply)
    assert labels(reply) == ["บ้านสวน", "คลองใหญ่", "หนองน้ำใส", "ดอยคำ", "โคกสะอาด", "นาดี"]
    act = reply.choices[1].act
    assert isinstance(act, Press)
    verb, names, slots = unpack(act.data)
    assert (verb, names, set(slots)) == ("fill", ("fund",), {"fund_id"})
    assert asked.memory.pending == {"intent": INTENT, "slots": {"kind": "birth"}, "ask": "fund", "tries": 1}


async def test_the_answer_is_remembered(turn: TurnMaker, session: AsyncSession) -> None:
    asked = await turn("stranger", INTENT)
    reply = await which_fund(asked, INTENT)
    assert isinstance(reply, Reply)
    act = reply.choices[1].act
    assert isinstance(act, Press)
    fund_id = int(unpack(act.data)[2]["fund_id"])
    answered = await turn("stranger", INTENT, pending=asked.memory.pending, fund_id=fund_id)
    assert isinstance(await which_fund(answered, INTENT), Chosen)
    later = await which_fund(await turn("stranger", INTENT), INTENT)
    assert isinstance(later, Chosen)
    assert later.fund.tambon == "คลองใหญ่"


async def test_a_members_own_fund_needs_no_question_and_is_not_overwritten(
    turn: TurnMaker, session: AsyncSession
) -> None:
    named = await turn("malee", INTENT, fund="คลองใหญ่")
    other = await which_fund(named, INTENT)
    assert isinstance(other, Chosen)
    assert (other.fund.tambon, other.member) == ("คลองใหญ่", None)
    assert other.carry == {"fund_id": other.fund.id}
    person = await session.get_one(Person, named.speaker.person_id)
    assert person.home_fund_id is None
    own = await which_fund(await turn("malee", INTENT), INTENT)
    assert isinstance(own, Chosen)
    assert own.fund.tambon == "บ้านสวน"
    assert own.member is not None
    assert own.carry == {}


async def test_a_bound_group_speaks_of_its_own_fund_and_of_no_member(turn: TurnMaker) -> None:
    found = await which_fund(await turn("somchai", INTENT, where="village"), INTENT)
    assert isinstance(found, Chosen)
    assert (found.fund.tambon, found.member) == ("บ้านสวน", None)


@pytest.mark.parametrize("typed", ["บ้านสวน", "ตำบลบ้านสวน", "ต.บ้านสวน", "กองทุนบ้านสวน"])
async def test_a_name_is_taken_however_it_is_announced(turn: TurnMaker, typed: str) -> None:
    found = await which_fund(await turn("stranger", INTENT, fund=typed), INTENT)
    assert isinstance(found, Chosen)
    assert found.fund.tambon == "บ้านสวน"


async def test_a_weak_match_is_offered_and_never_taken(turn: TurnMaker) -> None:
    reply = await which_fund(await turn("stranger", INTENT, fund="บ้านสน"), INTENT)
    if isinstance(reply, Chosen):
        pytest.fail(f"took {reply.fund.tambon}")
    assert labels(reply)[0] == "บ้านสวน"


async def test_an_unknown_name_offers_every_fund(turn: TurnMaker) -> None:
    reply = await which_fund(await turn("stranger", INTENT, fund="ท่าจีน"), INTENT)
    assert isinstance(reply, Reply)
    assert "ยังไม่รู้จักกองทุน “ท่าจีน”" in text_of(reply)
    assert len(reply.choices) == 6
