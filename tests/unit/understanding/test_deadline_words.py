"""Deadlines in people's words: what is owed, until when, why it takes longer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.deadline_words import read_obligation, read_reason, read_until

TODAY, DUE = date(2026, 11, 27), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ตั้งกำหนดส่งรายงานประจำปี ปีงบ69", "annual_report"),
        ("เลื่อนกำหนดส่งแผนเป็น 5 กพ 70", "plan"),
        ("กำหนดส่งแบบแสดงสถานะกองทุน", "status_form"),
        ("รายงาน งบโครงการ", "project_report"),
        ("แบบประเมินกองทุนส่งเมื่อไร", "assessment"),
        ("สอบทานภายในกุมภา", "review"),
        ("วันนี้อากาศดี", None),
    ],
)
def test_what_is_owed(text: str, code: str | None) -> None:
    assert read_obligation(text) == code


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("ขอเลื่อนส่งไปอาทิตย์หน้าได้มั้ยครับ", date(2026, 12, 4)),
        ("ขอเลื่อนอีก 7 วัน", date(2026, 12, 7)),
        ("ถึง ๑๐ ธ.ค. ๖๙", date(2026, 12, 10)),
        ("ภายในเดือน เม.ย. 70", date(2027, 4, 30)),
        ("สิ้นเดือน", date(2026, 11, 30)),
        ("ขอเลื่อนส่ง", None),
    ],
)
def test_until_when(text: str, until: date | None) -> None:
    assert read_until(text, None, TODAY, DUE) == until


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ขอเลื่อนส่งไปอาทิตย์หน้าได้มั้ยครับ ติดเกี่ยวข้าว", "ติดเกี่ยวข้าว"),
        ("ขอเลื่อนถึง 10 ธ.ค. เพราะรอกรรมการเซ็นครับ", "เพราะรอกรรมการเซ็น"),
        ("ยังไม่เสร็จเลย ขอถึงสิ้นเดือนหน้าได้ไหม", "ยังไม่เสร็จเลย"),
        ("ขอเลื่อนส่ง", None),
    ],
)
def test_why(text: str, reason: str | None) -> None:
    assert read_reason(text) == reason
