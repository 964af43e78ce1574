"""Every reply the house can say fits LINE, whatever its length, and loses neither words nor buttons."""

from __future__ import annotations

import importlib.util
import os
from datetime import date
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings

from bot.channels.line_render import render
from bot.chat import Card, Choice, GoPrivate, OpenLink, PickDate, Press, Reply, Row, Say, Section, Text, say
from bot.words import load_words
from tests.contracts.line_rules import faults, nodes
from tests.contracts.replies import REPLIES, SLOW

ID = "@216ru"
WORDS = load_words()
CARD = Card(
    title="นอนโรงพยาบาล",
    lead="400 บาท",
    sections=(
        Section((Row("4 คืน", "จำนวนคืน"), Row("ข้อ 13", "ระเบียบ", faint=True)), "ที่มา"),
        Section((Row("ใช้ไป 600 จาก 2,000 บาท", "ปีนี้", share=0.3, strong=True), Row("กรรมการเป็นผู้อนุมัติ"))),
    ),
    foot="ข้อมูล ณ วันที่ 21 พ.ย. 2569",
    buttons=(Choice("ดูเอกสารที่ต้องใช้", Press("ask:benefit.documents")),),
    tone="good",
)


def messages(reply: Reply, basic_id: str | None = ID) -> list[dict[str, Any]]:
    return render(reply, basic_id, WORDS)


def seen(made: list[dict[str, Any]]) -> str:
    """Everything a person can read in these messages."""
    return "\n".join(str(node[name]) for node in nodes(made) for name in ("text", "label") if node.get(name))


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    path = os.environ.get("NONGBAHT_LINE_JUDGE")
    if not path:
        pytest.skip("NONGBAHT_LINE_JUDGE names no judge of LINE traffic")
    spec = importlib.util.spec_from_file_location("line_judge", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verdict(judge: ModuleType, made: list[dict[str, Any]]) -> list[str]:
    """What LINE's own description has against these messages."""
    body = {"replyToken": "token", "messages": made}
    found: list[str] = judge.judge({"method": "POST", "path": "/v2/bot/message/reply", "body": body})
    return found


@SLOW
@given(REPLIES)
def test_no_reply_breaks_a_limit(reply: Reply) -> None:
    assert faults(messages(reply)) == []
    assert faults(messages(reply, None)) == []


@settings(SLOW, max_examples=25, suppress_health_check=[*HealthCheck])
@given(reply=REPLIES)
def test_lines_own_description_accepts_every_reply(reply: Reply, judge: ModuleType) -> None:
    assert verdict(judge, messages(reply)) == []


def test_lines_own_description_accepts_a_card_with_everything(judge: ModuleType) -> None:
    assert verdict(judge, messages(Reply((CARD,), (Choice("ถามต่อ", Say("เมนู")),)))) == []


def test_a_card_reads_big_and_whole() -> None:
    made = messages(Reply((CARD,)))
    assert [message["type"] for message in made] == ["flex"]
    lead = next(node for node in nodes(made) if node.get("text") == "400 บาท")
    assert (lead["size"], lead["weight"], lead["scaling"]) == ("xxl", "bold", True)
    assert made[0]["altText"] == CARD.plain()
    for words in ("นอนโรงพยาบาล", "4 คืน", "ที่มา", "กรรมการเป็นผู้อนุมัติ", "ข้อมูล ณ วันที่ 21 พ.ย. 2569", "ดูเอกสารที่ต้องใช้"):
        assert words in seen(made)
    bars = [node["width"] for node in nodes(made) if "width" in node]
    assert bars == ["30%"]


def test_a_long_value_gets_a_line_of_its_own() -> None:
    rows = (Row("ปีละ 200 บาท", "ผู้สูงอายุ"), Row("คืนละ 200 บาท ไม่เกิน 600 บาทต่อครั้ง", "นอนโรงพยาบาล"))
    made = messages(Reply((Card("สิทธิ", sections=(Section(rows),)),)))
    body = made[0]["contents"]["body"]["contents"]
    beside, below = body[-2:]
    assert (beside["layout"], beside["contents"][1]["align"]) == ("horizontal", "end")
    assert (below["layout"], below["contents"][0]["text"]) == ("vertical", "นอนโรงพยาบาล")


def test_a_long_card_becomes_several_bubbles_with_every_row() -> None:
    rows = tuple(Row(f"{number},000 บาท", f"รายการที่ {number} ของกองทุน") for number in range(60))
    made = messages(Reply((Card("สิทธิทั้งหมด", sections=(Section(rows, "เกิด แก่ เจ็บ ตาย"),), buttons=CARD.buttons),)))
    assert made[0]["contents"]["type"] == "carousel"
    assert all(f"รายการที่ {number} ของกองทุน" in seen(made) for number in range(60))
    assert seen(made).count("ดูเอกสารที่ต้องใช้") == 1
    assert faults(made) == []


def test_a_card_too_long_for_flex_becomes_words_and_keeps_its_buttons() -> None:
    rows = tuple(Row("คำ" * 300, f"แถว {number}") for number in range(30))
    made = messages(Reply((Card("ยาวมาก", sections=(Section(rows),), buttons=CARD.buttons),)))
    assert made[0]["type"] == "text"
    assert "แถว 29" in seen(made)
    assert "ดูเอกสารที่ต้องใช้" in seen(made)
    assert faults(made) == []


def test_quick_replies_stand_on_the_last_message_with_short_labels() -> None:
    long = "น้ำท่วมบ้านเสียหายทั้งหลังต้องทำอย่างไรบ้างคะ"
    made = messages(say("หนึ่ง", "สอง", choices=(Choice(long, Press("a", said="ถามเรื่องน้ำท่วม")), Choice("ข", Say("ขอ")))))
    assert "quickReply" not in made[0]
    first, second = (item["action"] for item in made[1]["quickReply"]["items"])
    assert first["label"].endswith("…")
    assert (first["type"], first["data"], first["displayText"]) == ("postback", "a", "ถามเรื่องน้ำท่วม")
    assert second == {"type": "message", "label": "ข", "text": "ขอ"}


def test_choices_beyond_the_thirteenth_are_told_in_words() -> None:
    choices = tuple(Choice(f"กองทุน {number}", Say(f"กองทุน {number}")) for number in range(20))
    made = messages(say("กองทุนไหนคะ", choices=choices))
    assert len(made[-1]["quickReply"]["items"]) == 13
    assert "- กองทุน 13\n- กองทุน 14" in made[-1]["text"]
    assert "- กองทุน 12" not in made[-1]["text"]


def test_the_way_into_the_private_chat_stays_in_the_message() -> None:
    question = "นอนโรงพยาบาล 4 คืนได้กี่บาท"
    choices = (Choice("คุยส่วนตัว", GoPrivate(question)), Choice("เมนู", Say("เมนู")))
    (made,) = messages(say("เรื่องส่วนตัว คุยกันสองคนดีกว่าค่ะ", choices=choices))
    button = next(node for node in nodes(made["contents"]) if node.get("type") == "button")
    address, typed = button["action"]["uri"].split("?")
    assert address == "https://line.me/R/oaMessage/%40216ru/"
    assert unquote(typed) == question
    assert [item["action"]["label"] for item in made["quickReply"]["items"]] == ["เมนู"]
    assert made["altText"] == "เรื่องส่วนตัว คุยกันสองคนดีกว่าค่ะ"


def test_a_long_question_is_typed_as_far_as_an_address_may_reach() -> None:
    (made,) = messages(say("ก", choices=(Choice("คุยส่วนตัว", GoPrivate("น้ำท่วม" * 100)),)))
    uri = next(node["uri"] for node in nodes(made) if "uri" in node)
    assert len(uri) <= 1000
    assert unquote(uri.split("?")[1]).startswith("น้ำท่วมน้ำท่วม")


def test_without_our_id_the_way_into_the_private_chat_is_told_in_words() -> None:
    made = messages(say("ก", choices=(Choice("คุยส่วนตัว", GoPrivate("ข")),)), basic_id=None)
    assert made[-1]["text"] == WORDS("line.private_by_hand")
    assert faults(made) == []


def test_a_date_picker_keeps_lines_years_and_order() -> None:
    pick = PickDate("fill:date", date(2026, 11, 20), date(2026, 11, 1), date(2026, 11, 21))
    odd = PickDate("fill:date", date(1500, 1, 1), date(2300, 1, 1), date(1000, 1, 1))
    made = messages(say("วันไหนคะ", choices=(Choice("เลือกวัน", pick), Choice("แปลก", odd))))
    first = made[0]["quickReply"]["items"][0]["action"]
    assert (first["mode"], first["initial"], first["min"], first["max"]) == (
        "date",
        "2026-11-20",
        "2026-11-01",
        "2026-11-21",
    )
    assert faults(made) == []


def test_six_and_more_parts_still_arrive() -> None:
    made = messages(Reply((*(Text(f"ย่อหน้า {number}") for number in range(9)), CARD), (Choice("ต่อ", Say("ต่อ")),)))
    assert len(made) <= 5
    assert all(f"ย่อหน้า {number}" in seen(made) for number in range(9))
    assert made[-1]["type"] == "flex"
    many_cards = messages(Reply((CARD,) * 7))
    assert seen(many_cards).count("400 บาท") == 7
    assert seen(many_cards).count("ดูเอกสารที่ต้องใช้") >= 1
    assert faults(many_cards) == []


def test_a_link_is_written_as_an_address_may_be() -> None:
    (made,) = messages(say("ก", choices=(Choice("เปิด", OpenLink("https://example.org/ก?q=1")),)))
    assert made["quickReply"]["items"][0]["action"]["uri"] == "https://example.org/%E0%B8%81?q=1"


def test_a_reply_without_words_is_no_message() -> None:
    assert messages(Reply(())) == []
    assert messages(say("  ", "\n")) == []
    assert messages(Reply((), (Choice("ก", Say("ก")),)))[0]["text"] == WORDS("line.choose")
