"""Telegram's updates as Incoming; the updates are built by aiogram's types, so by another reading of the Bot API."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import types
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_links import pack_question
from bot.channels.telegram_read import read
from bot.channels.telegram_slim import DOOR, slim
from bot.chat import ChatRef, Incoming, Kind
from bot.understanding.masking import mask
from bot.web.telegram_events import telegram_event

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
US = types.User(id=7, is_bot=True, first_name="น้องบาท", username="nongbaht_bot")
MALEE = types.User(id=101, is_bot=False, first_name="มาลี", username="malee")
DIRECT = types.Chat(id=101, type="private", first_name="มาลี")
GROUP = types.Chat(id=-1001, type="group", title="บ้านสวน")


def incoming(**content: Any) -> Incoming:
    """The update as the worker reads it: built by aiogram, slimmed and masked at our door, stored as JSON."""
    event = telegram_event(raw(**content), AT, username="nongbaht_bot", own_id=7)
    assert event is not None
    assert read(json.loads(json.dumps(event.raw))) == event.incoming
    return event.incoming


def raw(**content: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(
        types.Update(update_id=9, **content).model_dump_json(by_alias=True, exclude_none=True)
    )
    return made


def message(chat: types.Chat = DIRECT, user: types.User | None = MALEE, **more: Any) -> types.Message:
    return types.Message(message_id=5, date=AT, chat=chat, from_user=user, **more)


def mention(text: str, name: str, **more: Any) -> dict[str, Any]:
    start = len(text[: text.index(name)].encode("utf-16-le")) // 2
    length = len(name.encode("utf-16-le")) // 2
    entity = types.MessageEntity(**{"type": "mention", **more}, offset=start, length=length)
    return {"text": text, "entities": [entity]}


def test_words_in_a_direct_chat() -> None:
    got = incoming(message=message(text="ยอดของฉัน"))
    assert got == Incoming(
        event_id="9",
        kind=Kind.TEXT,
        chat=ChatRef("telegram", "101", "direct"),
        at=AT,
        account="101",
        text="ยอดของฉัน",
        message_id="101:5",
        reply_token="101:5",
    )


@pytest.mark.parametrize("text", ["😀 @nongbaht_bot ยอด", "@NongBaht_Bot ยอด", "ยอด @nongbaht_bot"])
def test_a_mention_of_us_is_taken_out_wherever_it_stands(text: str) -> None:
    name = next(word for word in text.split() if word.startswith("@"))
    got = incoming(message=message(GROUP, **mention(text, name)))
    assert (got.mentions_bot, got.mentions_others) == (True, False)
    assert got.text == " ".join(text.replace(name, " ").split())


def test_mentions_of_others_stay() -> None:
    got = incoming(message=message(GROUP, **mention("ถาม @kamol ก่อน", "@kamol")))
    assert (got.mentions_bot, got.mentions_others, got.text) == (False, True, "ถาม @kamol ก่อน")
    named = mention("ถาม กมล ก่อน", "กมล", type="text_mention", user=types.User(id=102, is_bot=False, first_name="กมล"))
    assert incoming(message=message(GROUP, **named)).mentions_others
    us = mention("ถาม น้องบาท ก่อน", "น้องบาท", type="text_mention", user=US)
    assert incoming(message=message(GROUP, **us)).mentions_bot


def test_an_answer_to_a_message_quotes_it_and_keeps_nothing_of_its_words() -> None:
    quoted = types.Message(message_id=3, date=AT, chat=GROUP, from_user=MALEE, text="ความลับของกมล")
    made = raw(message=message(GROUP, text="ใช่ค่ะ", reply_to_message=quoted))
    event = telegram_event(made, AT, username="nongbaht_bot", own_id=7)
    assert event is not None
    assert event.incoming.quoted_id == "-1001:3"
    assert "ความลับ" not in json.dumps(event.raw, ensure_ascii=False)
    assert not {"มาลี", "malee", "บ้านสวน"} & set(json.dumps(event.raw, ensure_ascii=False).split('"'))


def test_what_people_write_is_masked_before_it_is_kept() -> None:
    event = telegram_event(raw(message=message(text="เลขบัตร 1-1017-00203-45-1")), AT, username=None, own_id=None)
    assert event is not None
    assert "1-1017-00203-45-1" not in json.dumps(event.raw)
    assert "1-1017-00203-45-1" not in event.incoming.text


@pytest.mark.parametrize(
    ("text", "kind", "words", "data"),
    [
        ("/start", Kind.FOLLOW, "", ""),
        ("/start tabc-9", Kind.FOLLOW, "", "abc-9"),
        ("/start nonsense!", Kind.FOLLOW, "", ""),
        (f"/start {pack_question('ยอดของฉันเท่าไหร่')}", Kind.TEXT, "ยอดของฉันเท่าไหร่", ""),
        ("/ask ยอดของฉัน", Kind.TEXT, "ยอดของฉัน", ""),
        ("/help", Kind.TEXT, "", ""),
        ("1/2 บาท", Kind.TEXT, "1/2 บาท", ""),
    ],
)
def test_commands_in_a_direct_chat(text: str, kind: Kind, words: str, data: str) -> None:
    got = incoming(message=message(text=text))
    assert (got.kind, got.text, got.data) == (kind, words, data)


@pytest.mark.parametrize(
    ("text", "words", "ours"),
    [
        ("/ask@nongbaht_bot ยอด", "ยอด", True),
        ("/ask ยอด", "ยอด", True),
        ("/start@nongbaht_bot", "", True),
        ("/ask@other_bot ยอด", "/ask@other_bot ยอด", False),
        ("/poll ยอด", "/poll ยอด", False),
    ],
)
def test_commands_in_a_group(text: str, words: str, ours: bool) -> None:
    got = incoming(message=message(GROUP, text=text))
    assert (got.kind, got.text, got.mentions_bot) == (Kind.TEXT, words, ours)


def file(kind: Any, **facts: Any) -> Any:
    return kind(file_id="the-file", file_unique_id="u", **facts)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": [file(types.PhotoSize, width=9, height=9), file(types.PhotoSize, width=900, height=9)]}, Kind.IMAGE),
        (
            {"sticker": file(types.Sticker, type="regular", width=1, height=1, is_animated=False, is_video=False)},
            Kind.STICKER,
        ),
        ({"voice": file(types.Voice, duration=1)}, Kind.AUDIO),
        ({"audio": file(types.Audio, duration=1)}, Kind.AUDIO),
        ({"video": file(types.Video, width=1, height=1, duration=1)}, Kind.VIDEO),
        ({"video_note": file(types.VideoNote, length=1, duration=1)}, Kind.VIDEO),
        ({"document": file(types.Document, file_name="สมาชิก.xlsx")}, Kind.FILE),
    ],
)
def test_what_is_no_words_can_be_fetched(content: dict[str, Any], kind: Kind) -> None:
    got = incoming(message=message(caption="รูปประชุม", **content))
    assert (got.kind, got.text, got.handle) == (kind, "รูปประชุม", "the-file")


def test_a_place() -> None:
    got = incoming(message=message(location=types.Location(latitude=13.7, longitude=100.5)))
    assert (got.kind, got.data) == (Kind.LOCATION, "13.7,100.5")
    venue = types.Venue(location=types.Location(latitude=1, longitude=2), title="วัด", address="ต.บ้านสวน")
    assert incoming(message=message(venue=venue, location=venue.location)).data == "1.0,2.0"


def test_an_edit_is_told_by_its_own_time() -> None:
    later = int(AT.timestamp()) + 60
    got = incoming(edited_message=message(text="แก้แล้ว", edit_date=later))
    assert (got.kind, got.text, got.at.timestamp()) == (Kind.EDITED, "แก้แล้ว", later)


def tap(data: str, chat: types.Chat = DIRECT, **more: Any) -> types.CallbackQuery:
    under = types.Message(message_id=4, date=AT, chat=chat, from_user=US, text="เลือก", **more)
    return types.CallbackQuery(id="tap-1", from_user=MALEE, chat_instance="x", message=under, data=data)


def test_taps() -> None:
    got = incoming(callback_query=tap("ask:help?x=1", GROUP))
    assert (got.kind, got.data, got.chat.id, got.account) == (Kind.PRESS, "ask:help?x=1", "-1001", "101")
    got = incoming(callback_query=tap("~d2026-11-15|fill:date"))
    assert (got.kind, got.picked, got.data) == (Kind.PICK, "2026-11-15", "fill:date")
    got = incoming(callback_query=tap("~s:สวัสดี"))
    assert (got.kind, got.text) == (Kind.TEXT, "สวัสดี")
    keyboard = types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(text="ดูทั้งหมด", callback_data="~l0")]]
    )
    got = incoming(callback_query=tap("~l0", GROUP, reply_markup=keyboard))
    assert (got.kind, got.text, got.mentions_bot) == (Kind.TEXT, "ดูทั้งหมด", True)
    assert incoming(callback_query=tap("~l7")).kind is Kind.PRESS  # an old message: Telegram does not show its buttons


def test_the_turning_of_a_page_is_not_kept() -> None:
    for data in ("~o2026-11|||x", "~-"):
        assert telegram_event(raw(callback_query=tap(data)), AT, username=None, own_id=None) is None


def standing(chat: types.Chat, before: Any, now: Any) -> types.ChatMemberUpdated:
    return types.ChatMemberUpdated(chat=chat, from_user=MALEE, date=AT, old_chat_member=before, new_chat_member=now)


MEMBER, LEFT = types.ChatMemberMember(user=US), types.ChatMemberLeft(user=US)
KICKED = types.ChatMemberBanned(user=US, until_date=AT)
RESTRICTED = types.ChatMemberRestricted(
    user=US,
    is_member=True,
    until_date=AT,
    **{
        name: True
        for name, field in types.ChatMemberRestricted.model_fields.items()
        if name.startswith("can_") and field.is_required()
    },
)


@pytest.mark.parametrize(
    ("chat", "before", "now", "kind"),
    [
        (DIRECT, MEMBER, KICKED, Kind.UNFOLLOW),
        (DIRECT, KICKED, MEMBER, Kind.FOLLOW),
        (GROUP, LEFT, MEMBER, Kind.JOIN),
        (GROUP, MEMBER, KICKED, Kind.LEAVE),
        (GROUP, MEMBER, LEFT, Kind.LEAVE),
        (GROUP, LEFT, RESTRICTED, Kind.JOIN),
        (GROUP, MEMBER, RESTRICTED, Kind.OTHER),
    ],
)
def test_our_own_coming_and_going(chat: types.Chat, before: Any, now: Any, kind: Kind) -> None:
    got = incoming(my_chat_member=standing(chat, before, now))
    assert (got.kind, got.listen_only) == (kind, kind is Kind.FOLLOW)


def test_people_who_come_and_a_group_that_moves() -> None:
    assert incoming(message=message(GROUP, new_chat_members=[MALEE])).kind is Kind.MEMBERS_JOINED
    assert incoming(message=message(GROUP, left_chat_member=MALEE)).kind is Kind.OTHER
    got = incoming(message=message(GROUP, migrate_to_chat_id=-1002000))
    assert (got.kind, got.data) == (Kind.MOVED, "-1002000")
    assert incoming(message=message(GROUP, migrate_from_chat_id=-7)).kind is Kind.OTHER


def test_somebody_who_speaks_as_the_group_has_no_account() -> None:
    stand_in = types.User(id=1087968824, is_bot=True, first_name="Group")
    got = incoming(message=message(GROUP, stand_in, sender_chat=GROUP, text="น้องบาท สวัสดี"))
    assert (got.kind, got.account) == (Kind.TEXT, None)
    assert incoming(message=message(GROUP, US, text="บอทตัวอื่น")).kind is Kind.OTHER


def test_kinds_that_nobody_knows_yet_have_no_chat_and_leave_nothing() -> None:
    event = telegram_event({"update_id": 1, "hologram": {"secret": 1}}, AT, username=None, own_id=None)
    assert event is not None
    assert (event.incoming.kind, event.incoming.chat.id) == (Kind.OTHER, "")
    assert set(event.raw) == {"update_id", DOOR}
    poll = types.Poll(
        id="1",
        question="ไปไหม",
        options=[],
        total_voter_count=0,
        is_closed=False,
        is_anonymous=True,
        type="regular",
        allows_multiple_answers=False,
        **{
            name: False
            for name, field in types.Poll.model_fields.items()
            if field.is_required()
            and name
            not in {
                "id",
                "question",
                "options",
                "total_voter_count",
                "is_closed",
                "is_anonymous",
                "type",
                "allows_multiple_answers",
            }
        },
    )
    assert incoming(poll=poll).kind is Kind.OTHER


@pytest.mark.parametrize("raw_update", [None, [], "x", {}, {"update_id": "9"}, {"update_id": True}])
def test_what_has_no_number_is_no_update(raw_update: Any) -> None:
    with pytest.raises(ValueError, match="not an update"):
        read(raw_update)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
HEAD = ["message_id", "date", "chat", "from", "text", "entities", "photo", "voice", "location", "venue", "id"]
TAIL = ["type", "data", "message", "reply_markup", "status", "new_chat_members", "migrate_to_chat_id"]
NAMES = st.sampled_from([*HEAD, *TAIL])
INNER = st.recursive(JSON, lambda deeper: st.dictionaries(NAMES, deeper, max_size=6), max_leaves=20)
TOPS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "other"])


@given(st.dictionaries(TOPS, INNER | st.dictionaries(NAMES, INNER, max_size=8), max_size=2))
def test_no_update_however_strange_raises_anything_else(content: dict[str, Any]) -> None:
    update = {"update_id": 1, **content}
    assert isinstance(read(update), Incoming)
    assert isinstance(read(slim(update, mask)), Incoming)
