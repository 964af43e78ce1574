"""What looks the same is one spelling (domain.md 4.5)."""

from __future__ import annotations

import pytest

from bot.understanding.normalise import fold, normalise, squash, tidy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ได้มั้ยยยย", "ได้มั้ย"),
        ("ค่าาา", "ค่า"),
        ("มากกกกก", "มาก"),
        ("ครับบบ ผม", "ครับ ผม"),
        ("นํ้าท่วม", "น้ำท่วม"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("เเม่", "แม่"),
        ("ท่ีดิน", "ที่ดิน"),
        ("ที่่", "ที่"),
        ("เบิก\u200bเงิน\ufeff", "เบิกเงิน"),
        ("๕๐,๐๐๐", "50,000"),
        ("  นอน   รพ.\n3 คืน ", "นอน รพ. 3 คืน"),
    ],
)
def test_slips_become_one_spelling(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize("word", ["กรรมการ", "ขอออกได้บ่", "จัดสรร", "คะแนน", "ถนน", "สวรรค์", "555", "สมมติ", "น้ำใส"])
def test_right_spellings_stay(word: str) -> None:
    assert normalise(word) == word


def test_sara_am_is_never_split() -> None:
    assert "\u0e33" in normalise("ทำ")
    assert "\u0e4d" not in normalise("ท\u0e4d\u0e32")


def test_tidy_keeps_the_digits_as_typed() -> None:
    assert tidy("๑๔  ก.พ. ๖๙") == "๑๔ ก.พ. ๖๙"


def test_fold_forgives_tones_and_vowel_length() -> None:
    assert fold("แม่") == fold("แม")
    assert fold("สิทธิ์") == fold("สิทธี")
    assert fold("ใหม่") == fold("ไหม")
    assert fold("พ่อ") != fold("แม่")


def test_squash_leaves_letters_only() -> None:
    assert squash(" ใช่ ครับ!! ") == "ใช่ครับ"
