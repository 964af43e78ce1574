"""Numbers that identify somebody are gone before anything is stored."""

from __future__ import annotations

import pytest

from bot.understanding.masking import mask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1-2345-67890-12-3", "x-xxxx-xxxxx-xx-x"),
        ("เลขบัตร 1234567890123 ค่ะ", "เลขบัตร xxxxxxxxxxxxx ค่ะ"),
        ("1 2345 67890 12 3", "x xxxx xxxxx xx x"),
        ("๑-๒๓๔๕-๖๗๘๙๐-๑๒-๓", "x-xxxx-xxxxx-xx-x"),
        ("1 2 3 4 5 6 7 8 9 0 1 2 3", "x x x x x x x x x x x x x"),
        ("โทร0812345678ค่ะ", "โทรxxxxxxxxxxค่ะ"),
        ("081-234-5678", "xxx-xxx-xxxx"),
        ("02 123 4567", "xx xxx xxxx"),
        ("+66 81 234 5678", "+xx xx xxx xxxx"),
        ("บัญชี 123-4-56789-0", "บัญชี xxx-x-xxxxx-x"),
        ("020123456789", "xxxxxxxxxxxx"),
    ],
)
def test_identifiers_are_masked_in_their_shape(typed: str, kept: str) -> None:
    assert mask(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "เงินกองทุน 2,300,000 บาท",
        "สมาชิก A-0031",
        "15-07-2568",
        "2026-11-18 09:00:00",
        "แผนปี 2566-2570",
        "12000-15000 บาท",
        "คำขอ 69/102",
        "รหัส BR-ZN-4821",
        "สมาชิก 345 คน เพิ่ม 12 ออก 3",
        "เลขสมาชิก 0210 ปี 2569 หมู่ 12",
        "1250000.50",
        "สวัสดีค่ะ",
    ],
)
def test_amounts_dates_and_member_numbers_stay(text: str) -> None:
    assert mask(text) == text
