"""How announcements begin."""

from __future__ import annotations

import pytest

from bot.understanding.announcing import read_announcement, read_audience, read_when


@pytest.mark.parametrize(
    ("text", "audience", "body"),
    [
        ("ประกาศในกลุ่มอำเภอ: ประชุม 5 ธ.ค. 9 โมง", "groups", "ประชุม 5 ธ.ค. 9 โมง"),
        ("ประกาศถึงกรรมการทุกกองทุน : เตรียมบัญชี", "officers", "เตรียมบัญชี"),
        ("ฝากประกาศถึงผู้ประสานงาน\nขอรายชื่อ 10:30 น.\nขอบคุณค่ะ", "coordinators", "ขอรายชื่อ 10:30 น.\nขอบคุณค่ะ"),
        ("ขอประกาศเรื่องประชุม", None, None),
        ("ประกาศในกลุ่ม:", "groups", None),
    ],
)
def test_heading_and_words(text: str, audience: str | None, body: str | None) -> None:
    told = read_announcement(text)
    assert told is not None
    assert (read_audience(told[0]), told[1]) == (audience, body)


@pytest.mark.parametrize("text", ["ประชุม: ประกาศผลแล้ว", "มีประกาศอะไรไหม", "บันทึกประชุม: ประกาศ", ""])
def test_other_messages_are_none(text: str) -> None:
    assert read_announcement(text) is None


@pytest.mark.parametrize(
    ("text", "when"), [("พรุ่งนี้ 8 โมง", "morning"), ("เดี๋ยวนี้เลย", "now"), ("ส่งเลย", "now"), ("ไม่รู้", None)]
)
def test_when(text: str, when: str | None) -> None:
    assert read_when(text) == when
