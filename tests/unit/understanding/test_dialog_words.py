"""Short answers, and words that need a human at once."""

from __future__ import annotations

import pytest

from bot.understanding.crisis import is_crisis
from bot.understanding.dialog_words import is_back, is_cancel, is_skip, read_yes_no


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ใช่ค่ะ", True),
        ("ค่ะ", True),
        ("ถูกต้องครับบบ", True),
        ("OK", True),
        ("โอเคจ้า", True),
        ("แม่นแล้ว", True),
        ("ไม่ใช่ค่ะ", False),
        ("บ่แม่น", False),
        ("ไม่เอา", False),
        ("ยังก่อน", False),
        ("ไม่ใช่ 3 คืน 4 คืน", None),
        ("ใช่ไหมคะ", None),
        ("นอน 3 คืน", None),
        ("", None),
    ],
)
def test_yes_and_no_are_whole_messages(text: str, meant: bool | None) -> None:
    assert read_yes_no(text) is meant


def test_cancel_back_and_skip_are_whole_messages() -> None:
    assert is_cancel("ยกเลิกครับ")
    assert is_cancel("แคนเซิล")
    assert not is_cancel("ยกเลิกการเชื่อมไลน์เครื่องนี้")
    assert is_back("ย้อนกลับ")
    assert not is_back("กลับบ้านเมื่อวาน")
    assert is_skip("ข้ามไปก่อน")
    assert not is_skip("ไม่ทราบว่าต้องใช้อะไร")


@pytest.mark.parametrize(
    "text",
    [
        "อยากตายไม่ไหวแล้ว",
        "ไม่อยากอยู่แล้ว",
        "อยากฆ่าตัวตาย",
        "อ ย า ก ต า ย",
        "อยากตายยยย",
        "ตายๆ ไปซะก็ดี",
        "บ่อยากอยู่แล้ว",
        "อยากตายเร็วๆจังงานเยอะ 555",
    ],
)
def test_somebody_in_need_is_heard(text: str) -> None:
    assert is_crisis(text)


@pytest.mark.parametrize(
    "text",
    ["แม่ตายเบิกได้เท่าไร", "ตายแล้วได้กี่บาท", "ผูกคอตายกองทุนจ่ายไหมครับ", "กองทุนตายไปแล้ว", "พ่อเสียเมื่อคืน", "ขอลาออกค่ะ"],
)
def test_a_question_about_a_death_is_no_crisis(text: str) -> None:
    assert not is_crisis(text)
