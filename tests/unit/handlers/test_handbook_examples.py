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
UNANSWERED = ("later.work", "outside.direct", "handbook.none")


def told() -> list[tuple[Page, str]]:
    """Every message of every page, once; those with a gap to fill in are left out."""
    found = {message: one for one in reversed(pages()) for message in MESSAGE.findall(one.text)}
    return [(one, message) for message, one in found.items() if "…" not in message and message not in AMID_A_FORM]


@pytest.mark.parametrize(
    ("one", "message"),
    [pytest.param(one, message, id=f"{one.slug}-{message}") for one, message in told()],
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
    if "member" not in one.roles and not message.startswith("@"):
        assert said.told is not None
        topic = (said.told.state["topic"] or {}).get("intent", "")
        assert not topic.startswith(("benefit.", "claim.")), "work is not answered with a benefit"
