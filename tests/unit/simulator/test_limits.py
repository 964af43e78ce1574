"""What the fake platform refuses. The limits themselves are tried over HTTP in tests/contracts/test_fake_line.py."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.simulator.action_limits import graphemes, is_uuid, utf16
from bot.web.simulator.limits import message_breaches
from tests.end_to_end.phones import CARD, CHIPS

PICK = {"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date", "min": "2026-01-01"}
TAP = {"type": "postback", "label": "ใช่", "data": "yes"}
COLUMN = {"title": "กองทุน", "text": "บ้านสวน", "actions": [TAP]}
GOOD: list[dict[str, Any]] = [
    {"type": "text", "text": "สวัสดี", "quickReply": CHIPS, "sender": {"name": "น้องบาท"}},
    {
        "type": "textV2",
        "text": "{who} สวัสดี",
        "substitution": {"who": {"type": "mention", "mentionee": {"type": "all"}}},
    },
    {"type": "sticker", "packageId": "446", "stickerId": "1988"},
    {"type": "location", "title": "ที่ทำการ", "address": "บ้านสวน", "latitude": 13.7, "longitude": 100.5},
    {
        "type": "template",
        "altText": "?",
        "template": {"type": "buttons", "title": "วัน", "text": "?", "actions": [PICK]},
    },
    {"type": "template", "altText": "?", "template": {"type": "confirm", "text": "?", "actions": [TAP, TAP]}},
    {"type": "template", "altText": "?", "template": {"type": "carousel", "columns": [COLUMN, COLUMN]}},
    CARD,
    {"type": "flex", "altText": "?", "contents": {"type": "carousel", "contents": [CARD["contents"]] * 2}},
]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) below `node`."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


@pytest.mark.parametrize("message", GOOD, ids=range(len(GOOD)))
def test_good_messages_pass(message: dict[str, Any]) -> None:
    assert message_breaches([message]) == []


@given(st.sampled_from(GOOD), st.integers(0, 10_000), json_values)
def test_nothing_that_a_bot_sends_makes_the_platform_stumble(message: dict[str, Any], place: int, value: Any) -> None:
    broken = copy.deepcopy(message)
    holders = places(broken)
    holder, key = holders[place % len(holders)]
    holder[key] = value
    for where, what in message_breaches([broken]):
        assert where.startswith("messages[0]")
        assert what


@given(json_values)
def test_any_json_is_judged(value: Any) -> None:
    assert message_breaches(value), "none of these is a list of messages"


def test_too_many_messages() -> None:
    assert message_breaches([GOOD[2]] * 5) == []
    assert message_breaches([GOOD[2]] * 6) == [("messages", "Size must be between 1 and 5")]


@given(st.text())
def test_units(text: str) -> None:
    assert graphemes(text) <= len(text) <= utf16(text)


def test_thai_is_counted_as_line_counts_it() -> None:
    assert (utf16("น้ำท่วมกี่โมงครับ"), graphemes("น้ำท่วมกี่โมงครับ")) == (17, 11)


@given(st.uuids())
def test_uuids_are_retry_keys(key: Any) -> None:
    assert is_uuid(str(key))
    assert is_uuid(str(key).upper())
    assert not is_uuid(key.hex), "LINE wants the form with hyphens"
