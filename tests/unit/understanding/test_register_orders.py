"""An officer's word on a register line, as officers type it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.register_orders import read_paid_to

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "number", "month"),
    [
        ("A-0031 จ่ายถึง พ.ย. แล้ว", "A-0031", "2026-11"),
        ("a0031 ส่งเงินถึงเดือนพฤศจิกา 69 แล้วครับ", "a0031", "2026-11"),
        ("สมาชิก 31 ชำระถึงเดือนนี้แล้วค่ะ", "31", "2026-11"),
        ("เลขที่ ๐๐๓๑ จ่ายครบถึง ต.ค. ๒๕๖๙", "0031", "2026-10"),
        ("A-0031 กมล จ่ายถึงเดือนที่แล้ว", "A-0031", "2026-10"),
        ("A-0031 โอนมาแล้วถึง ธ.ค. 2569", "A-0031", "2026-12"),
        ("แก้ทะเบียน A-0031 จ่ายถึง 30 พ.ย. 2569", "A-0031", "2026-11"),
    ],
)
def test_corrections(text: str, number: str, month: str) -> None:
    found = read_paid_to(text, TODAY)
    assert found is not None
    assert (found.number, found.month) == (number, month)


@pytest.mark.parametrize(
    "text",
    [
        "A-0031 จ่ายถึงเดือนไหนแล้ว",
        "A-0031 จ่ายถึง พ.ย. หรือยัง",
        "A-0031 จ่ายถึง พ.ย. แล้วใช่ไหม",
        "จ่ายถึง พ.ย. แล้ว",
        "ผมจ่าย 120 ถึง พ.ย. แล้ว",
        "A-0031 จ่ายแล้ว",
        "A-0031 จ่ายถึงไหนก็ไม่รู้ พ.ย. ค่อยดู",
        "ออกรหัส A-0031",
        "นอนโรงพยาบาล 4 คืนได้กี่บาท",
        "ส่งรายงานถึง พ.ย. แล้ว สมาชิก 31 คน",
    ],
)
def test_no_corrections(text: str) -> None:
    assert read_paid_to(text, TODAY) is None
