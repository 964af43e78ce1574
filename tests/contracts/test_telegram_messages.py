"""Every reply as Telegram messages: within its limits, by our reading of them and by another library's models."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import telegram_picker
from bot.channels.telegram_buttons import keyboard, said_by
from bot.channels.telegram_links import pack_question, token_link, unpack_question, unpack_token
from bot.channels.telegram_picker import Page, first_page, page_of, picked, rows
from bot.channels.telegram_render import Bubble, render
from bot.channels.telegram_text import Line, bar, blocks
from bot.chat import Choice, GoPrivate, PickDate, Press, Reply, Say, say
from bot.web.simulator.telegram.limits import entities_fault, markup_fault, text_fault
from bot.words import load_words
from tests.contracts.replies import REPLIES, SLOW
from tests.conversations.telegram_judge import judge

WORDS = load_words()


def faults(bubble: Bubble) -> list[str]:
    text, entities = bubble.block.text, list(bubble.block.entities)
    markup = {"inline_keyboard": [list(row) for row in bubble.buttons]} if bubble.buttons else None
    if bubble.file is not None:
        found = [text_fault(text, 1024) if text else "", markup_fault(markup)]
    else:
        params: dict[str, Any] = {"chat_id": 1, "text": text, "entities": entities, "reply_markup": markup}
        call = {"call": "sendMessage", "params": {k: v for k, v in params.items() if v is not None}, "files": {}}
        found = [text_fault(text), entities_fault(text, entities), markup_fault(markup), *judge(call)]
    return [fault for fault in found if fault]


@SLOW
@given(REPLIES)
def test_no_reply_breaks_a_limit(reply: Reply) -> None:
    for username in ("nongbaht_bot", None):
        assert [fault for bubble in render(reply, username, WORDS) for fault in faults(bubble)] == []


@given(st.lists(st.builds(Line, st.text(max_size=30), st.sampled_from(["", "bold", "italic"])), max_size=8))
def test_no_word_is_lost_in_blocks(laid: list[Line]) -> None:
    made = blocks(laid, 40)
    assert "".join("".join(block.text.split()) for block in made) == "".join(
        "".join(line.text.split()) for line in laid
    )
    assert all(entities_fault(block.text, list(block.entities)) == "" for block in made)


def test_short_labels_stand_side_by_side_and_long_ones_alone() -> None:
    labels = ("ใช่", "ไม่ใช่", "ยังไม่รู้", "ไม่แน่ใจ", "ขอคุยกับเจ้าหน้าที่ของกองทุนก่อน", "แก้จำนวนคืน", "แก้วันที่นอน")
    made = keyboard([Choice(label, Press("ask:x")) for label in labels], None)
    assert [[one["text"] for one in row] for row in made] == [
        ["ใช่", "ไม่ใช่", "ยังไม่รู้"],
        ["ไม่แน่ใจ"],
        ["ขอคุยกับเจ้าหน้าที่ของกองทุนก่อน"],
        ["แก้จำนวนคืน", "แก้วันที่นอน"],
    ]


@given(st.text(st.sampled_from("กขคน้ำท่ีๆ์ 1a-?"), min_size=1, max_size=46).filter(str.strip))
def test_a_thai_question_rides_in_a_link_as_it_is(text: str) -> None:
    assert unpack_question(pack_question(text)) == " ".join(text.split())


@given(st.text(max_size=300))
def test_any_question_makes_a_payload_that_telegram_takes(text: str) -> None:
    packed = pack_question(text)
    link = keyboard([Choice("ไป", GoPrivate(text))], "nongbaht_bot")
    assert markup_fault({"inline_keyboard": link}) == ""
    assert len(packed) <= 64
    assert packed == "" or unpack_question(packed)


def test_a_long_question_is_cut_between_letters() -> None:
    cut = unpack_question(pack_question("น้ำท่วมบ้าน" * 20))
    assert cut is not None
    assert 40 <= len(cut) <= 47
    assert ("น้ำท่วมบ้าน" * 20).startswith(cut)
    assert unpack_question("q%%%") is None
    assert unpack_question("tabc") is None
    assert pack_question("😀") == ""


def test_a_token_rides_in_a_link() -> None:
    assert token_link("bot", "a-B_9") == "https://t.me/bot?start=ta-B_9"
    assert unpack_token("ta-B_9") == "a-B_9"
    assert unpack_token("qabc") is None
    with pytest.raises(ValueError, match="64"):
        token_link("bot", "x" * 64)


DAYS = st.dates(date(1950, 1, 1), date(2080, 1, 1))


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_a_page_is_the_same_after_packing(day: date, earliest: date | None, latest: date | None) -> None:
    page = Page(day.replace(day=1), earliest, latest, "form:held_from")
    assert page_of(page.packed()) == page


def test_a_calendar_offers_the_days_within_its_limits_only() -> None:
    page = first_page(PickDate("fill:date", date(2026, 11, 21), date(2026, 11, 3), date(2026, 11, 21)))
    assert page is not None
    laid = rows(page, WORDS)
    assert [one["text"] for one in laid[0]] == ["·", "พ.ย. 2569", "·"]
    assert [one["text"] for one in laid[1]] == ["อา", "จ", "อ", "พ", "พฤ", "ศ", "ส"]
    days = [day for row in laid for one in row if (day := picked(one["callback_data"]))]
    assert days[0] == ("2026-11-03", "fill:date")
    assert len(days) == 19
    assert markup_fault({"inline_keyboard": laid}) == ""


def test_a_picker_opens_within_its_limits_and_its_pages_keep_the_other_buttons() -> None:
    late = first_page(PickDate("x", date(2026, 12, 5), None, date(2026, 11, 21)))
    assert late is not None
    assert late.month == date(2026, 11, 1)
    board = keyboard([Choice("วันนี้", Press("ask:a")), Choice("เลือกวัน", PickDate("x", date(2026, 11, 5)))], None)
    once = telegram_picker.turned(board, late, WORDS)
    twice = telegram_picker.turned(once, Page(date(2026, 10, 1), None, None, "x"), WORDS)
    assert once[0] == twice[0] == [{"text": "วันนี้", "callback_data": "ask:a"}]
    assert [one["text"] for row in twice for one in row].count("ต.ค. 2569") == 1


def test_a_picker_whose_data_is_too_long_asks_for_the_day_in_words() -> None:
    picker = PickDate("x" * 60, date(2026, 11, 5))
    made = render(say("วันไหนคะ", choices=(Choice("เลือก", picker),)), None, WORDS)
    assert [bubble.block.text for bubble in made] == ["วันไหนคะ\n\nพิมพ์วันที่มาได้เลยค่ะ เช่น 15 พ.ย. 69"]
    assert made[0].buttons == ()


@pytest.mark.parametrize("data", ["~o", "~o2026-13|||x", "~o2026-11|zz", "~dx|y", "~d2026-02-30|x", "fill:date", ""])
def test_strange_data_is_no_page_and_no_day(data: str) -> None:
    assert page_of(data) is None
    assert picked(data) is None


def test_words_too_long_for_a_button_are_said_by_its_label() -> None:
    board = keyboard([Choice("สั้น", Say("ก")), Choice("ยาว", Say("ก" * 30))], None)
    data = [one["callback_data"] for row in board for one in row]
    assert [said_by(one, board) for one in data] == ["ก", "ยาว"]
    assert said_by("~l9", board) is None
    assert said_by("ask:x", board) is None


def test_bars() -> None:
    assert [bar(share) for share in (-1, 0.0, 0.5, 2)] == ["▱" * 10, "▱" * 10, "▰" * 5 + "▱" * 5, "▰" * 10]


def test_the_judge_sees_what_is_misspelt_however_deep() -> None:
    def call(**params: Any) -> list[str]:
        return judge({"call": "sendMessage", "params": {"chat_id": 1, "text": "x", **params}, "files": {}})

    assert call() == []
    assert call(entitys=[])
    assert call(reply_markup={"inline_keybord": []})
    assert call(reply_markup={"inline_keyboard": [[{"text": "x", "calback_data": "y"}]]})
    assert call(entities=[{"type": "bold", "offset": 0}])
    assert judge({"call": "sendMesage", "params": {}, "files": {}})
    assert judge({"call": "sendMessage", "params": {"text": "x"}, "files": {}})
    at = (date(2026, 11, 21) - date(1970, 1, 1)) / timedelta(seconds=1)
    message = {"message_id": 1, "date": int(at), "chat": {"id": 1, "type": "private"}}
    assert judge({"update": {"update_id": 1, "message": message}}) == []
    assert judge({"update": {"update_id": 1, "message": {**message, "txt": "x"}}})
