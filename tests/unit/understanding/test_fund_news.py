"""A fund's state as volunteers tell it: which, since when, why, how sure; nobody's health, nobody's name."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.fund_news import (
    StateNews,
    asks_state,
    is_private,
    is_suspected,
    read_reason,
    read_since,
    read_state,
    read_status,
    reason_kind,
    tells_contacts,
    tells_matching,
)

TODAY = date(2026, 11, 21)


def test_u71_in_one_message() -> None:
    told = read_state("ต.นาดี หยุดดำเนินการตั้งแต่ ต.ค. 67 เพราะประธานป่วย ไม่มีคนทำต่อ", TODAY)
    assert told == StateNews("stopped", "2024-10", "workers", False)


def test_u72_is_only_suspected() -> None:
    told = read_state("กองทุนโคกสะอาดเงียบไปนานแล้วครับ น่าจะล้ม", TODAY)
    assert told == StateNews("stopped", suspected=True)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ต.หนองเรือไม่เดินแล้วครับ", "stopped"),
        ("กองทุนนิ่งมาหลายเดือน", "stopped"),
        ("กองทุนตายไปแล้ว", "stopped"),
        ("กองทุนเฮาบ่เดินละ", "stopped"),
        ("นาดี = หยุด", "stopped"),
        ("แจ้งว่ากองทุนยังเดินอยู่ปกติ", "active"),
        ("กองทุนเฮายังเดินอยู่เด้อ บ่ได้หยุด แก้ให้แหน่", "active"),
        ("โคกสะอาด active แล้วครับ", "active"),
        ("โคกสะอาดฟื้นแล้วค่ะ", "active"),
        ("กองทุนวังยาวเริ่มกลับมาทำใหม่", "reviving"),
        ("กองทุนเฮาปิ๊กมาเดินละเจ้า", "reviving"),
        ("คลองใหญ่อ่อนแอมาก กรรมการเหลือ 3 คน", "weak"),
        ("ไม่ค่อยเดินแล้วกองทุนนี้", "weak"),
        ("ยุบกองทุนคลองใหญ่แล้ว", "dissolved"),
        ("เพิ่งตั้งกองทุนได้สองเดือน", "new"),
    ],
)
def test_words_of_states(text: str, status: str) -> None:
    assert read_status(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("สถานะดงกล้วยไม้ เปลี่ยนจากหยุดเป็นฟื้น", "reviving"),
        ("ข้อมูลเดิมบอกว่าหยุด แต่เขายังเก็บเงินอยู่นะคะ แก้เป็นดำเนินการด้วย", "active"),
        ("เริ่มเก็บสัจจะอีกรอบ ลงว่าฟื้นตัว", "reviving"),
        ("หยุดไปปีกว่า ตอนนี้กลับมาทำใหม่แล้ว", "reviving"),
    ],
)
def test_what_it_becomes_counts(text: str, status: str) -> None:
    assert read_status(text) == status


@pytest.mark.parametrize("text", ["ต.บ้านสวนสมาชิก 345 คน", "วันหยุดราชการเปิดไหม", "ประธานล้มป่วย", "สวัสดีค่ะ", ""])
def test_no_state_is_told(text: str) -> None:
    assert read_status(text) is None


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("หยุดตั้งแต่ 1 ม.ค. 68", "2025-01-01"),
        ("พักการดำเนินงานตั้งแต่มกรา", "2026-01"),
        ("หยุดมาตั้งแต่ปี 66", "2023"),
        ("หยุดตั้งแต่ ๑๕ ต.ค. ๖๙", "2026-10-15"),
        ("วันนี้ไปเยี่ยมมา เขาหยุดแล้ว", None),
        ("หยุดแล้ว", None),
    ],
)
def test_since_when(text: str, since: str | None) -> None:
    assert read_since(text, TODAY) == since


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("เพราะประธานเสียชีวิต", "workers"),
        ("หยุดเพราะกรรมการหมดวาระ", "workers"),
        ("เพราะสมาชิกลาออกเยอะ", "members"),
        ("เนื่องจากเงินไม่พอจ่าย", "money"),
        ("เพราะ อบต.ไม่สมทบ เปลี่ยนนายก", "local"),
        ("เพราะน้ำท่วมหนักไม่ได้เก็บเงิน", "disaster"),
        ("เพราะเขาทะเลาะกัน", "other"),
        ("หยุดแล้ว", None),
    ],
)
def test_reasons_are_kept_by_kind(text: str, reason: str | None) -> None:
    assert read_reason(text) == reason


def test_private_words_are_seen() -> None:
    assert is_private("ประธานเป็นมะเร็ง")
    assert is_private("คุณสมศรีทำไม่ไหว")
    assert is_private("นายบุญมีย้ายบ้าน")
    assert not is_private("นายกยังไม่สมทบ")
    assert not is_private("ย้ายที่ทำการยังไม่เสร็จ")
    assert reason_kind("เปลี่ยนธนาคาร") is None


def test_questions_matching_and_contacts_are_other_matters() -> None:
    assert asks_state("บ้านสวนหยุดหรือยัง")
    assert not asks_state("ปรับเป็นหยุดให้ได้ไหม")
    assert tells_matching("อบต.หนองน้ำใสโอนสมทบมาแล้ว 5 หมื่น")
    assert not tells_matching("สมาชิกนาดีตอนนี้๒๙๘คน ครั้งที่แล้วตอนสมทบ๒๑๐")
    assert tells_contacts("เปลี่ยนประธานใหม่แล้ว")
    assert not is_suspected("หยุดแล้วแน่นอน")
