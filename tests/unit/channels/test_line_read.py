"""LINE's events, the known and the unheard-of, read from their raw JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.line_read import event_id, read
from bot.chat import Kind

USER, GROUP, ROOM = "U" + "a" * 32, "C" + "b" * 32, "R" + "c" * 32


def event(kind: str = "message", **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "mode": "active",
        "timestamp": 1795230000123,
        "source": {"type": "user", "userId": USER},
        "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZR",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "token",
        **more,
    }


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"id": "468789577898262530", "type": "text", "quoteToken": "q", "text": words, **more}


def in_group(**more: Any) -> dict[str, Any]:
    return {"source": {"type": "group", "groupId": GROUP, "userId": USER}, **more}


def test_a_text_message() -> None:
    read_event = read(event(message=text("สวัสดี", markAsReadToken="read-me")))
    assert (read_event.kind, read_event.text, read_event.account) == (Kind.TEXT, "สวัสดี", USER)
    assert (read_event.chat.kind, read_event.chat.id) == ("direct", USER)
    assert read_event.at == datetime(2026, 11, 21, 3, 0, 0, 123000, UTC)
    assert (read_event.reply_token, read_event.read_token) == ("token", "read-me")
    assert read_event.message_id == "468789577898262530"
    assert not read_event.listen_only


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (event(message={"id": "1", "type": "image", "contentProvider": {"type": "line"}}), Kind.IMAGE),
        (event(message={"id": "1", "type": "sticker", "packageId": "1", "stickerId": "2"}), Kind.STICKER),
        (event(message={"id": "1", "type": "hologram"}), Kind.OTHER),
        (event("messageEdited", message=text("แก้แล้ว"), **in_group()), Kind.EDITED),
        (event("unsend", unsend={"messageId": "77"}), Kind.UNSENT),
        (event("follow", follow={"isUnblocked": False}), Kind.FOLLOW),
        (event("unfollow"), Kind.UNFOLLOW),
        (event("join", **in_group()), Kind.JOIN),
        (event("leave", **in_group()), Kind.LEAVE),
        (
            event("memberJoined", joined={"members": [{"type": "user", "userId": USER}]}, **in_group()),
            Kind.MEMBERS_JOINED,
        ),
        (event("teleport"), Kind.OTHER),
        (event("postback", postback={"data": "ask:benefit.list"}), Kind.PRESS),
        (
            event("postback", postback={"data": "rich", "params": {"newRichMenuAliasId": "a", "status": "SUCCESS"}}),
            Kind.PRESS,
        ),
        (event("postback", postback={"data": "d", "params": {"date": "2026-11-15"}}), Kind.PICK),
    ],
)
def test_every_kind_of_event(raw: dict[str, Any], kind: Kind) -> None:
    assert read(raw).kind is kind


def test_a_picked_date_comes_with_the_button_that_asked() -> None:
    picked = read(event("postback", postback={"data": "fill:date", "params": {"date": "2026-11-15"}}))
    assert (picked.data, picked.picked) == ("fill:date", "2026-11-15")


def test_an_unsent_message_is_named() -> None:
    assert read(event("unsend", unsend={"messageId": "77"})).message_id == "77"


def test_a_room_is_a_group_and_an_unknown_source_still_has_its_chat() -> None:
    room = read(event(source={"type": "room", "roomId": ROOM, "userId": USER}, message=text("x")))
    assert (room.chat.kind, room.chat.id, room.account) == ("group", ROOM, USER)
    square = read(event(source={"type": "square", "groupId": "S1"}, message=text("x")))
    assert (square.chat.kind, square.chat.id) == ("group", "S1")
    assert read(event(source={"type": "group"}, message=text("x"))).chat.is_group


def test_a_user_without_id_and_an_event_without_source() -> None:
    nameless = read(event(source={"type": "group", "groupId": GROUP}, message=text("x")))
    assert (nameless.account, nameless.chat.id) == (None, GROUP)
    assert read({"type": "delivery", "delivery": {"data": "x"}}).chat.id == ""


def test_standby_means_listen_only_and_a_missing_mode_does_not() -> None:
    assert read(event(mode="standby", message=text("x"))).listen_only
    without = event(message=text("x"))
    del without["mode"]
    assert not read(without).listen_only
    assert not read(event(mode="brandNew", message=text("x"))).listen_only


def test_our_mention_is_taken_out_of_the_text_and_others_stay() -> None:
    words = "😀 @น้องบาท @สมชาย นอนโรงพยาบาล 4 คืนได้กี่บาท"
    mention = {
        "mentionees": [
            {"index": 3, "length": 8, "type": "user", "userId": "Ubot", "isSelf": True},
            {"index": 12, "length": 7, "type": "user", "isSelf": False},
        ]
    }
    found = read(event(message=text(words, mention=mention), **in_group()))
    assert found.text == "😀 @สมชาย นอนโรงพยาบาล 4 คืนได้กี่บาท"
    assert found.mentions_bot
    assert found.mentions_others


def test_a_mention_counted_in_letters_or_wrongly_does_not_eat_the_question() -> None:
    in_letters = {"mentionees": [{"index": 2, "length": 8, "type": "user", "isSelf": True}]}
    assert read(event(message=text("😀 @น้องบาท ได้กี่บาท", mention=in_letters))).text == "😀 ได้กี่บาท"
    wrong = {"mentionees": [{"index": 5, "length": 900, "type": "user", "isSelf": True}]}
    kept = read(event(message=text("ได้กี่บาท", mention=wrong)))
    assert (kept.text, kept.mentions_bot) == ("ได้กี่บาท", True)


def test_a_mention_of_all_is_not_a_mention_of_us() -> None:
    everyone = {"mentionees": [{"index": 0, "length": 4, "type": "all"}]}
    found = read(event(message=text("@All ประชุมพรุ่งนี้", mention=everyone), **in_group()))
    assert (found.mentions_bot, found.mentions_others) == (False, True)


def test_an_event_without_id_gets_the_same_one_when_redelivered() -> None:
    first = event(message=text("x"))
    del first["webhookEventId"]
    again = {**first, "deliveryContext": {"isRedelivery": True}}
    assert event_id(first) == event_id(again)
    assert event_id(first) != event_id({**first, "timestamp": 1})
    assert len(event_id(first)) <= 128


def test_what_no_database_takes_is_cleaned() -> None:
    found = read(event(message=text("ก\ud800\x00ข"), webhookEventId="x" * 500))
    assert found.text == "ก?ข"
    assert found.event_id.startswith("digest-")
    assert read(event(source={"type": "user", "userId": "U\n" * 300}, message=text("x"))).account is None


@pytest.mark.parametrize("raw", [{}, {"type": 3}, [], None, "message"])
def test_what_is_no_event_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError, match="not an event"):
        read(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["message", "postback", "unsend", "join", "x"])},
        optional={
            name: JSON for name in ("message", "source", "postback", "timestamp", "mode", "replyToken", "unsend")
        },
    )
)
def test_nothing_that_has_a_type_can_stop_the_reader(raw: dict[str, Any]) -> None:
    read(raw)


@given(JSON, st.text(max_size=20))
def test_no_mention_object_can_stop_the_reader(mention: Any, words: str) -> None:
    read(event(message=text(words, mention={"mentionees": [mention]} if mention else mention)))
