"""Nobody is told another's standing, history or health: in a group all who ask read the same."""

from __future__ import annotations

import pytest

from bot.handlers import (
    benefit_amount,
    benefit_deadline,
    benefit_documents,
    benefit_eligibility,
    benefit_list,
    benefit_remaining,
    claim_start,
    claim_status,
)
from bot.handlers.context import Handler
from tests.unit.handlers.talk import TurnMaker, labels, text_of

HANDLERS: dict[str, Handler] = {
    "benefit.list": benefit_list.handle,
    "benefit.amount": benefit_amount.handle,
    "benefit.eligibility": benefit_eligibility.handle,
    "benefit.documents": benefit_documents.handle,
    "benefit.claim_deadline": benefit_deadline.handle,
    "benefit.remaining": benefit_remaining.handle,
    "claim.start": claim_start.handle,
    "claim.status": claim_status.handle,
}
ASKED = [
    {"kind": "hospital"},
    {"kind": "hospital", "nights": 4},
    {"kind": "birth", "who": "spouse", "date": "2026-11-20"},
    {"kind": "elderly"},
    {"kind": "death", "who": "father", "date": "2026-11-20"},
    {},
]


@pytest.mark.parametrize("slots", ASKED, ids=str)
@pytest.mark.parametrize("intent", HANDLERS)
async def test_in_a_group_everybody_reads_the_same(turn: TurnMaker, intent: str, slots: dict[str, object]) -> None:
    replies = []
    for who in ("malee", "kamol", "stranger", "treasurer"):
        asked = await turn(who, intent, "ถามหน่อย", where="village", **slots)
        replies.append(await HANDLERS[intent](asked))
        assert asked.notices == []
    assert all(reply == replies[0] for reply in replies)
    assert "มาลี" not in text_of(replies[0])


@pytest.mark.parametrize("intent", HANDLERS)
async def test_a_member_of_another_fund_learns_nothing_of_this_ones_members(turn: TurnMaker, intent: str) -> None:
    """Somchai asks in private about Malee by name and by number."""
    for slots in ({"person": "มาลี ใจดี"}, {"member_no": "A-0012"}, {"person": "มาลี", "fund": "บ้านสวน"}):
        told = await turn("somchai", intent, "ของมาลีเหลือเท่าไร", kind="hospital", **slots)
        said = text_of(await HANDLERS[intent](told))
        assert "400 บาท" not in said
        assert "รับไปแล้ว 600" not in said
        assert "92" not in said


async def test_a_question_in_a_group_can_go_on_in_private(turn: TurnMaker) -> None:
    for intent, handler in HANDLERS.items():
        reply = await handler(await turn("malee", intent, "ถามหน่อย", where="village", kind="hospital"))
        assert "ถามในแชทส่วนตัว" in labels(reply), intent
