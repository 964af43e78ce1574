"""A reply survives the outbox whole."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings

from bot.chat import Card, Choice, PickDate, Press, Reply, Row, Section, Text, say
from bot.delivery.codec import decode, encode
from tests.contracts.replies import REPLIES


@settings(max_examples=80)
@given(REPLIES)
def test_a_reply_comes_back_as_it_went(reply: Reply) -> None:
    assert decode(json.loads(json.dumps(encode(reply), ensure_ascii=False))) == reply


def test_the_stored_form_is_plain_and_names_its_types() -> None:
    picker = Choice("เลือกวัน", PickDate("fill:date", initial=date(2026, 11, 21)))
    card = Card("สิทธิ", sections=(Section((Row("400 บาท", share=0.0),)),), buttons=(Choice("ก", Press("a", said="")),))
    stored = encode(Reply((Text(""), card), (picker,)))
    assert stored["is"] == "Reply"
    assert stored["parts"][0] == {"is": "Text", "text": ""}
    assert stored["choices"][0]["act"] == {"is": "PickDate", "data": "fill:date", "initial": "2026-11-21"}
    assert decode(stored) == Reply((Text(""), card), (picker,))


def test_what_an_older_version_stored_can_still_be_read() -> None:
    stored = encode(say("ก"))
    stored["parts"][0]["colour"] = "a field that was dropped since"
    assert decode(stored) == say("ก")


@pytest.mark.parametrize("stored", [{}, {"is": "Hologram"}, {"is": "Text", "text": "x"}, {"is": "Reply"}])
def test_what_is_no_reply_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a stored message"):
        decode(stored)
