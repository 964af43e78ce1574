"""Visits to a stopped fund as volunteers tell them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.revival_words import Visit, is_visit, read_outcome, read_visit

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "visit"),
    [
        ("ลงพื้นที่ฟื้นฟูนาดีรอบ2 ได้กรรมการชุดใหม่ 9 คน", Visit(2, found="ได้กรรมการชุดใหม่ 9 คน")),
        (
            "ลงพื้นที่ฟื้นฟู ต.นาดี วันที่ ๑๕ พ.ย. ๖๙ พบผู้ใหญ่บ้าน ตกลงเปิดรับสมาชิก นัดอีกที 15 ธ.ค.",
            Visit(None, "2026-11-15", "2026-12-15", "พบผู้ใหญ่บ้าน ตกลงเปิดรับสมาชิก"),
        ),
        ("15 พ.ย. ลงพื้นที่ฟื้นฟูนาดี", Visit(day="2026-11-15")),
        (
            "ฟื้นฟูนาดีครั้งที่ 2 ฟื้นสำเร็จแล้ว เปิดเก็บเงิน 5 พ.ย.",
            Visit(2, found="ฟื้นสำเร็จแล้ว เปิดเก็บเงิน 5 พ.ย.", outcome="revived"),
        ),
        ("นัดครั้งหน้า 10 ธ.ค.", Visit(next_visit="2026-12-10")),
    ],
)
def test_visits(text: str, visit: Visit) -> None:
    assert read_visit(text, TODAY, "นาดี") == visit


def test_what_is_no_visit() -> None:
    assert read_visit("สวัสดีค่ะ", TODAY) is None
    assert not is_visit("ลงพื้นที่ประชุมโซน")
    assert not is_visit("ฟื้นแล้ว")
    assert is_visit("ฟื้นฟูครั้งที่ 3")


@pytest.mark.parametrize(
    ("text", "outcome"), [("ฟื้นไม่ได้แล้ว", "given_up"), ("กลับมาเก็บเงินแล้ว", "revived"), ("ทำต่อ", "ongoing"), ("ค่ะ", None)]
)
def test_outcomes(text: str, outcome: str | None) -> None:
    assert read_outcome(text) == outcome
