"""Thai numbers, sums of money and counted things."""

from __future__ import annotations

import pytest

from bot.understanding.amounts import read_amounts
from bot.understanding.numbers import find_numbers, number_value
from bot.understanding.quantities import read_after, read_counts, read_heads, read_nights, read_score, read_whole


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("พันห้า", 1500),
        ("สองพันห้า", 2500),
        ("แสนห้า", 150_000),
        ("สองแสนห้า", 250_000),
        ("พันสอง", 1200),
        ("5หมื่น", 50_000),
        ("ห้าหมื่น", 50_000),
        ("50,000", 50_000),
        ("๕๐,๐๐๐", 50_000),
        ("2.3ล้าน", 2_300_000),
        ("1.25 ล้าน", 1_250_000),
        ("หมื่นนึง", 10_000),
        ("ห้าร้อย", 500),
        ("ร้อยเอ็ด", 101),
        ("ยี่สิบเอ็ด", 21),
        ("สามพันห้าร้อย", 3500),
        ("1 หมื่น 5 พัน", 15_000),
        ("ล้านครึ่ง", 1_500_000),
        ("2พัน5", 2500),
        ("หนึ่งร้อยล้าน", 100_000_000),
        ("พันแปดสิบ", 1080),
    ],
)
def test_colloquial_numbers(word: str, value: int) -> None:
    assert number_value(word) == value


@pytest.mark.parametrize("text", ["เรียบร้อย", "สามี", "สามารถ", "สี่แยก", "ห้ามจอด", "สัมพันธ์", "จ.ร้อยเอ็ด", "กี่พัน"])
def test_words_that_only_sound_like_numbers(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "baht", "qualifier", "surface"),
    [
        ("เบิกไปแล้ว 800 เหลือเท่าไหร่", 800, "", "800"),
        ("โอน 360 ไปเมื่อเช้า", 360, "", "360"),
        ("อบต.โอนสมทบมาสามหมื่นบาท", 30_000, "", "สามหมื่นบาท"),
        ("๕๐๐ บาท", 500, "", "๕๐๐ บาท"),
        ("50000บ.", 50_000, "", "50000บ."),
        ("ได้มาสองพันกว่า", 2000, "gt", "สองพัน"),
        ("จ่ายมาแค่ 600", 600, "", "600"),
        ("เงินคงเหลือ 1.25 ล้าน ณ 30 กย 69", 1_250_000, "", "1.25 ล้าน"),
    ],
)
def test_sums_of_money(text: str, baht: int, qualifier: str, surface: str) -> None:
    (amount,) = read_amounts(text)
    assert (amount.baht, amount.qualifier, amount.text) == (baht, qualifier, surface)


@pytest.mark.parametrize(
    "text", ["เบิกไป 3 ครั้ง", "ส่งเงิน 3 เดือน", "คำขอ 69/102", "เบิก 15.30 น.", "สมาชิก 0210", "ยอดถึงพันรึยัง", "ปี 2569"]
)
def test_what_is_no_money(text: str) -> None:
    assert read_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "number", "unit", "qualifier"),
    [
        ("นอน 3 คืน", 3, "nights", ""),
        ("นอนมาสองคืน", 2, "nights", ""),
        ("นอนโรงบาล4คืนได้ค่านอน", 4, "nights", ""),
        ("คืนเดียว", 1, "nights", ""),
        ("ครบ 180 วัน", 180, "days", ""),
        ("มา 50 วันละ", 50, "days", ""),
        ("สามอาทิตย์แล้ว", 3, "weeks", ""),
        ("ยื่นมาเดือนนึงแล้ว", 1, "months", ""),
        ("ส่งมา 8 ปี", 8, "years", ""),
        ("อายุ60แล้ว", 60, "age", ""),
        ("อายุเกิน 70 ปี", 70, "age", "gt"),
        ("ลูก 3 ขวบ", 3, "age", ""),
        ("อีกชั่วโมง", 1, "hours", ""),
        ("มีคนเข้า 28 คน", 28, "people", ""),
        ("11 กองทุน", 11, "counted", ""),
    ],
)
def test_counted_things(text: str, number: int, unit: str, qualifier: str) -> None:
    (count,) = read_counts(text)
    assert (count.number, count.unit, count.qualifier) == (number, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "number", "qualifier"),
    [("ราว 20 คน", 20, "about"), ("ประมาณ20", 20, "about"), ("ยี่สิบกว่าคน", 20, "gt"), ("กว่า 130", 130, "gt")],
)
def test_heads_with_how_sure(text: str, number: int, qualifier: str) -> None:
    heads = read_heads(text)
    assert heads is not None
    assert (heads.number, heads.qualifier) == (number, qualifier)


@pytest.mark.parametrize(("text", "nights"), [("4", 4), ("๔ คืน", 4), ("สามคืนค่ะ", 3), ("ไม่ได้นอน", None)])
def test_nights_as_an_answer(text: str, nights: int | None) -> None:
    assert read_nights(text) == nights


def test_numbers_behind_their_word() -> None:
    village, quarter = read_after("บ้านอยู่หมู่ 11", "village"), read_after("ไตรมาสสอง", "quarter")
    assert village is not None
    assert village.number == 11
    assert quarter is not None
    assert quarter.number == 2
    assert read_after("หมู่บ้านเรา", "village") is None
    assert read_score("ต.ท่าช้าง 64 คะแนน") == 64
    assert read_whole("21 คน") == 21
    assert read_whole("จาก 20 เป็น 21") is None
