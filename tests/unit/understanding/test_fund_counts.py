"""The figures of a fund in a message: every number is what the nearest word before it says."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.fund_counts import names_figures, plain_heads, read_as_of, read_figures

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("ต.บ้านสวนสมาชิก 345 คน เพิ่ม 12 ออก 3 ตาย 2", {"members": 345, "joined": 12, "resigned": 3, "dead": 2}),
        ("สมาชิกนาดีตอนนี้๒๙๘คน ครั้งที่แล้วตอนสมทบ๒๑๐", {"members": 298}),
        ("เงินคงเหลือ 1.25 ล้าน ณ 30 กย 69", {"balance": 125_000_000}),
        ("ต.บ้านสวนสมาชิก 345 คน เงินคงเหลือ 1.25 ล้าน", {"members": 345, "balance": 125_000_000}),
        ("สมาชิกเพิ่ม 12 ตาย 2 ออก 3 เหลือ 345", {"joined": 12, "dead": 2, "resigned": 3, "members": 345}),
        ("เพิ่มสมาชิกใหม่ 20 คน รวมเป็น 510", {"joined": 20, "members": 510}),
        ("สมาชิกเพิ่มเป็น 312", {"members": 312}),
        ("กองทุนเราสมาชิกลดเหลือ 190 แล้ว", {"members": 190}),
        ("สมาชิกตอนนี้สามร้อยสิบคนเจ้า", {"members": 310}),
        ("จำนวนสมาชิกผิด ที่ถูกคือ 367 คน", {"members": 367}),
        ("หนองน้ำใสสมาชิก 480 จริงๆ เพิ่งนับใหม่ได้ 476", {"members": 476}),
        ("แจ้งยอดเงินกองทุน ณ สิ้นเดือน ต.ค. 640,200", {"balance": 64_020_000}),
        ("ปรับยอดเงินคงเหลือเป็น 9 แสนถ้วน", {"balance": 90_000_000}),
        ("คลองใหญ่เงินเหลือ 390,000.50 บาท", {"balance": 39_000_050}),
        ("ผู้สูงอายุ 80 เด็ก 40", {"elderly": 80, "child": 40}),
        (
            "สมาชิกสะสม 410 ตาย 25 ลาออก 30 พ้นสภาพ 10 คงเหลือ 345",
            {"accumulated": 410, "dead": 25, "resigned": 30, "ended": 10, "members": 345},
        ),
        ("ประชากร 5,200 คน ปี 68", {"population": 5200}),
        ("ลงสมาชิก ต.บ้านสวน 351 ออก 1 เข้า 4", {"members": 351, "resigned": 1, "joined": 4}),
        ("ยอดบ้านสวน 310 คน 415,000 บาท", {"members": 310, "balance": 41_500_000}),
        ("แรกตั้ง 60 คน สมาชิกปัจจุบัน 300", {"founding": 60, "members": 300}),
    ],
)
def test_figures(text: str, figures: dict[str, int]) -> None:
    assert read_figures(text, TODAY) == figures


@pytest.mark.parametrize(
    "text",
    [
        "ได้กรรมการชุดใหม่ 9 คน",
        "บ้านสวนกรรมการลาออก 2 คน",
        "พอช.อนุมัติสมทบ 128 คน 46,720",
        "เพิ่มหมู่บ้านใหม่เข้ากองทุนอีก 1 หมู่",
        "เขาไม่ได้เก็บเงินมาหกเดือนแล้ว",
        "เงินสมทบ พอช. โอนเข้าเมื่อ 10 พ.ย. 69 จำนวน 52,000",
        "สมาชิก B-0044 ขาดส่ง",
        "กองทุนหยุดไปแล้ว 3 แห่ง",
        "15 พ.ย. 69",
        "",
    ],
)
def test_numbers_of_other_things(text: str) -> None:
    assert read_figures(text, TODAY) == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("เงินคงเหลือ 1.25 ล้าน ณ 30 กย 69", "2026-09-30"),
        ("ณ ๓๐ ก.ย. ๖๙ สมาชิก ๓๔๕ คน", "2026-09-30"),
        ("ยอดเงิน ณ สิ้นเดือน ต.ค. 640,200", "2026-10-31"),
        ("ผมแจ้งไว้เดือนก่อนว่าสมาชิก 480", None),
        ("สมาชิก 345 คน", None),
    ],
)
def test_the_day_of_figures(text: str, day: str | None) -> None:
    assert read_as_of(text, TODAY) == day


def test_words_without_numbers() -> None:
    assert names_figures("แจ้งยอดสมาชิก")
    assert not names_figures("อัปเดตสถานะ")
    assert plain_heads("บ้านสวน 310 คน") == 310
    assert plain_heads("กรรมการ 9 คน") is None
    assert plain_heads("มา 20 คน กลับ 5 คน") is None
