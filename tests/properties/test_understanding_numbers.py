"""Whatever number is written, in whatever words, comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.amounts import read_amounts
from bot.understanding.numbers import find_numbers, number_value

DIGITS = ["", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"]
UNITS = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def in_words(number: int) -> str:
    """A number below a million as it is read out in full."""
    words = ""
    for place, digit in enumerate(reversed([int(character) for character in str(number)])):
        if digit == 0:
            continue
        name = DIGITS[digit]
        if place == 1:
            name = {1: "", 2: "ยี่"}.get(digit, name)
        if place == 0 and digit == 1 and number > 10:
            name = "เอ็ด"
        words = name + UNITS[place] + words
    return words


# A lone last digit right after a unit is said for a tenth of the unit ("phan ha" is 1,500): nobody means 1,005 by it.
spoken_in_full = st.integers(1, 999_999).filter(lambda n: n < 100 or n % 10 == 0 or n % 100 > 10 or n % 10 == 1)


@given(spoken_in_full)
def test_numbers_read_out_in_full(number: int) -> None:
    assert number_value(in_words(number)) == number


@given(st.integers(0, 99_999_999))
def test_digits_thai_digits_and_commas(number: int) -> None:
    for written in (str(number), f"{number:,}", f"{number:,}".translate(THAI)):
        assert number_value(written) == number


@given(st.sampled_from([(1000, "พัน"), (10_000, "หมื่น"), (100_000, "แสน")]), st.integers(1, 9), st.integers(2, 9))
def test_a_digit_after_a_unit_is_a_tenth_of_it(unit: tuple[int, str], count: int, tail: int) -> None:
    size, word = unit
    assert number_value(f"{DIGITS[count]}{word}{DIGITS[tail]}") == count * size + tail * size // 10
    assert number_value(f"{count}{word}") == count * size


@given(st.integers(1, 9_999_999), st.sampled_from(["{} บาท", "โอน {} ไปแล้ว", "ได้เงิน {}บาทครับ", "จ่ายไป {} บ."]))
def test_money_in_a_sentence(baht: int, sentence: str) -> None:
    (amount,) = read_amounts(sentence.format(f"{baht:,}"))
    assert amount.baht == baht


@given(st.text(max_size=60))
def test_any_text_is_read_without_complaint(text: str) -> None:
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.text
    read_amounts(text)
