"""In a group we listen only when we are spoken to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.addressing import addressed, load_call_words, strip_call
from bot.chat import ChatRef, Incoming, Kind

GROUP = ChatRef("line", "C1", "group")
CALLS = load_call_words()


def said(text: str = "", kind: Kind = Kind.TEXT, chat: ChatRef = GROUP, **more: Any) -> Incoming:
    return Incoming("e", kind, chat, datetime(2026, 11, 21, tzinfo=UTC), "U1", text, **more)


def hears(incoming: Incoming, awaits: bool = False, quotes: bool = False) -> bool:
    return addressed(incoming, awaits_answer=awaits, quotes_us=quotes, call_words=CALLS)


@pytest.mark.parametrize(
    "text",
    [
        "น้องบาท นอนรพ.ได้กี่บาท",
        "@บอท สอบถามหน่อย",
        "บอทคะ",
        "  บอต ช่วยด้วย",
        "น้องบาทขา",
        "“น้องบาท” เบอร์กองทุน",
        "Nong Baht help",
        "BOT",
    ],
)
def test_a_call_word_at_the_start_calls_us(text: str) -> None:
    assert hears(said(text))


@pytest.mark.parametrize("text", ["ใครค้างจ่ายบ้างเดือนนี้ @น้องบาท", "นอน รพ. @บอท ได้กี่บาท", "ช่วยที @bot"])
def test_a_call_word_behind_an_at_calls_us_anywhere(text: str) -> None:
    assert hears(said(text))
    assert "@" not in strip_call(text, CALLS)


@pytest.mark.parametrize(
    "text",
    [
        "พรุ่งนี้ประชุมกี่โมง",
        "ลองถามน้องบาทดูสิ",
        "ส่งมาที่ robot@bot.com",
        "ถาม@บอทเลย",
        "น้องบุญมาไหม",
        "botany",
        "bottle",
        "บอทูเรียน",
        "น้องบาทู",
        "",
    ],
)
def test_talk_among_people_is_not_ours(text: str) -> None:
    assert not hears(said(text))


def test_a_mention_a_quote_and_an_awaited_answer_are_ours() -> None:
    assert hears(said("ได้กี่บาท", mentions_bot=True))
    assert hears(said("อันนี้คืออะไร", quoted_id="1"), quotes=True)
    assert hears(said("4 คืน"), awaits=True)


def test_a_message_to_somebody_else_is_no_answer_to_us() -> None:
    assert not hears(said("@สมชาย 4 คืนใช่ไหม", mentions_others=True), awaits=True)
    assert hears(said("@สมชาย ดูนี่", mentions_others=True, mentions_bot=True), awaits=True)


def test_pictures_and_stickers_only_when_we_wait_or_are_quoted() -> None:
    for kind in (Kind.IMAGE, Kind.STICKER, Kind.AUDIO, Kind.VIDEO, Kind.FILE, Kind.LOCATION):
        assert not hears(said(kind=kind))
        assert hears(said(kind=kind), awaits=True)
    assert hears(said(kind=Kind.STICKER, quoted_id="1"), quotes=True)


def test_our_buttons_and_our_coming_and_going_are_ours_newcomers_are_not() -> None:
    assert all(hears(said(kind=kind)) for kind in (Kind.PRESS, Kind.PICK, Kind.JOIN, Kind.LEAVE, Kind.UNSENT))
    assert not any(hears(said(kind=kind), awaits=True) for kind in (Kind.MEMBERS_JOINED, Kind.OTHER))


def test_in_a_direct_chat_everything_is_ours() -> None:
    direct = ChatRef("line", "U1", "direct")
    assert all(hears(said("อะไรก็ได้", kind, direct)) for kind in Kind)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("น้องบาท นอนโรงพยาบาลได้กี่บาท", "นอนโรงพยาบาลได้กี่บาท"),
        ("@บอท: สอบถามหน่อย", "สอบถามหน่อย"),
        ("น้องบาท", ""),
        ("น้อง บาท", "น้อง บาท"),
        ("ถามน้องบาท", "ถามน้องบาท"),
        ("nong  baht hello", "hello"),
    ],
)
def test_the_call_is_taken_off(text: str, rest: str) -> None:
    assert strip_call(text, CALLS) == rest
