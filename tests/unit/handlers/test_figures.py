"""Numbers as a villager reads them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import figures
from bot.words import load_words

WORDS = load_words()


@pytest.mark.parametrize(
    ("satang", "said"),
    [(0, "0 บาท"), (40000, "400 บาท"), (108000, "1,080 บาท"), (3000000, "30,000 บาท"), (12345, "123.45 บาท")],
)
def test_money(satang: int, said: str) -> None:
    assert figures.baht(WORDS, satang) == said


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_reads_in_the_buddhist_era(day: date) -> None:
    number, month, year = figures.day(WORDS, day).split(" ")
    assert int(number) == day.day
    assert int(year) == day.year + 543
    assert month.endswith(".")


def test_the_form_of_a_day() -> None:
    assert figures.day(WORDS, date(2026, 11, 21)) == "21 พ.ย. 2569"
    assert figures.month(WORDS, "2026-07") == "ก.ค. 2569"


def test_waiting_times_are_said_with_what_people_know_them_by() -> None:
    assert figures.waiting(WORDS, 180) == "180 วัน (ราว 6 เดือน)"
    assert figures.waiting(WORDS, 365) == "365 วัน (ราว 1 ปี)"
    assert figures.waiting(WORDS, 90) == "90 วัน"


def test_a_phone_number_becomes_a_link() -> None:
    assert figures.phone_link("034-000-101") == "tel:034000101"
