"""The handbook in a turn: the menu's tile, taps of old, who sees which list."""

from __future__ import annotations

import pytest

from bot.chat import Card, Kind, Press
from bot.handlers import handbook
from tests.unit.handlers.talk import TurnMaker, text_of


async def test_the_menus_tile_opens_the_speakers_own_list(turn: TurnMaker) -> None:
    asked = await turn("coordinator", "handbook.ask", kind_of_event=Kind.PRESS)

    reply = await handbook.handle(asked)

    assert "คู่มือสำหรับผู้ประสานงานโซน" in text_of(reply)


async def test_a_topic_alone_is_enough(turn: TurnMaker) -> None:
    asked = await turn("malee", "handbook.ask", kind_of_event=Kind.PRESS, topic="audit")

    reply = await handbook.handle(asked)

    assert isinstance(reply.parts[0], Card)
    assert reply.parts[0].title == "สอบทานกองทุน"


@pytest.mark.parametrize("names", [("a-page-that-is-gone",), ("for", "nobody"), (), ("all",)])
async def test_a_tap_that_leads_nowhere_leads_to_the_whole_list(turn: TurnMaker, names: tuple[str, ...]) -> None:
    asked = await turn("malee", "handbook.ask", kind_of_event=Kind.PRESS)

    reply = await handbook.pressed(asked, names)

    assert isinstance(reply.parts[0], Card)
    assert reply.parts[0].title == "คู่มือทั้งหมด"


async def test_nobodys_role_is_told_in_a_group(turn: TurnMaker) -> None:
    asked = await turn("treasurer", "handbook.ask", "คู่มือ", where="village")

    reply = await handbook.called(asked)

    assert reply is not None
    assert "คู่มือสำหรับสมาชิก" in text_of(reply)


async def test_what_can_i_do_is_a_members_call_for_help(turn: TurnMaker) -> None:
    assert await handbook.called(await turn("malee", "help", "ทำอะไรได้บ้าง")) is None
    assert await handbook.called(await turn("secretary", "help", "ทำอะไรได้บ้าง")) is not None


async def test_every_list_fits_under_a_message(turn: TurnMaker) -> None:
    asked = await turn("coordinator", "handbook.ask", kind_of_event=Kind.PRESS)

    for names in (("all",), ("for", "fund"), ("for", "zone"), ("for", "province"), ("for", "member"), ("audit",)):
        reply = await handbook.pressed(asked, names)
        assert len(reply.choices) <= 8
        assert all(isinstance(choice.act, Press) for choice in reply.choices)
