"""Cells as people fill them: days, months, amounts, choices, and what is never taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange import cells, days
from bot.exchange.faults import Unreadable
from bot.exchange.lexicon import sheet_words

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("15/7/2568", date(2025, 7, 15)),
        ("๑๕/๗/๒๕๖๘", date(2025, 7, 15)),
        ("15-07-2568", date(2025, 7, 15)),
        ("15.7.68", date(2025, 7, 15)),
        ("15 ก.ค. 2568", date(2025, 7, 15)),
        ("๑๕ กรกฎาคม ๒๕๖๘", date(2025, 7, 15)),
        ("วันที่ 15 กค 68", date(2025, 7, 15)),
        ("2025-07-15", date(2025, 7, 15)),
        ("2568-07-15", date(2025, 7, 15)),
        ("15/7/2025", date(2025, 7, 15)),
        (datetime(2025, 7, 15, 9, 30), date(2025, 7, 15)),  # noqa: DTZ001 - so calamine gives them
        # typed as a Buddhist year into a spreadsheet that took it for one of its own
        (date(2568, 7, 15), date(2025, 7, 15)),
        ("29/2/2567", date(2024, 2, 29)),
    ],
)
def test_days_as_people_type_them(cell: object, day: date) -> None:
    assert days.day(cell, TODAY) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/2/2568", "cell.day.none"),
        ("29/2/2568", "cell.day.none"),
        ("15/13/2568", "cell.day.none"),
        (date(2568, 2, 28).replace(year=2560, day=29), "cell.day.none"),
        ("15/7/25", "cell.day.year"),
        ("15 ก.ค.", "cell.day.year"),
        ("วันก่อน", "cell.day"),
        ("เมื่อวาน", "cell.day"),
        ("ไม่แน่ใจ", "cell.day"),
        ("15/7/2300", "cell.day.far"),
        (45000.0, "cell.day"),
        (True, "cell.day"),
    ],
)
def test_what_is_no_day_is_said_to_be_none(cell: object, code: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        days.day(cell, TODAY)
    assert wrong.value.code == code


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_reads_back_in_every_form(day: date) -> None:
    buddhist = day.year + 543
    for written in (f"{day.day}/{day.month}/{buddhist}", f"{day.day:02}-{day.month:02}-{buddhist}", day.isoformat()):
        assert days.day(written, TODAY) == day


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("พ.ย. 2569", "2026-11"),
        ("พย 69", "2026-11"),
        ("เดือน พฤศจิกายน 2569", "2026-11"),
        ("11/2569", "2026-11"),
        ("๑๑/๒๕๖๙", "2026-11"),
        ("2026-11", "2026-11"),
        ("30/11/2569", "2026-11"),
        (date(2026, 11, 30), "2026-11"),
    ],
)
def test_months_as_people_type_them(cell: object, month: str) -> None:
    assert days.month(cell, TODAY) == month


@pytest.mark.parametrize("cell", ["พ.ย.", "13/2569", "เดือนหน้า?", "11/25", 11.0])
def test_a_month_without_a_clear_year_is_refused(cell: object) -> None:
    with pytest.raises(Unreadable):
        days.month(cell, TODAY)


@pytest.mark.parametrize(
    ("cell", "satang"),
    [("1,080 บาท", 108000), ("๕๐๐", 50000), (30.0, 3000), ("30.50", 3050), ("1,000.-", 100000), ("5 หมื่นบาท", 5000000)],
)
def test_amounts_as_people_type_them(cell: object, satang: int) -> None:
    assert cells.satang(cell) == satang


@pytest.mark.parametrize("cell", ["-30", -30.0, "สามสิบกว่า", "0.005", "30 คน", 1e15, float("inf"), float("nan"), True])
def test_no_amount(cell: object) -> None:
    with pytest.raises(Unreadable) as wrong:
        cells.satang(cell)
    assert wrong.value.code == "cell.money"


@pytest.mark.parametrize(
    "cell", ["1-1037-02071-81-1", "1103702071811", "๑๑๐๓๗๐๒๐๗๑๘๑๑", 1103702071811.0, "สมชาย 081-234-5678", "0812345678"]
)
@pytest.mark.parametrize("read", [cells.text, cells.member_number])
def test_numbers_of_people_are_never_taken_in(cell: object, read: Callable[[object], str]) -> None:
    with pytest.raises(Unreadable) as wrong:
        read(cell)
    assert wrong.value.code == "cell.identifier"


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x.example","คลิก")', "+66", "@SUM(A1)", "-x", "=1+1"])
def test_formulas_are_no_text(cell: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        cells.text(cell)
    assert wrong.value.code == "cell.formula"


@pytest.mark.parametrize("cell", [float("inf"), float("nan"), "-1", 2.5, True, "1801"])
def test_no_count(cell: object) -> None:
    with pytest.raises(Unreadable):
        cells.whole(cell, 0, 1800)


def test_a_faults_quote_hides_numbers_of_people() -> None:
    assert "1811" not in cells.shown("1103702071811")


@pytest.mark.parametrize(("cell", "sex"), [("หญิง", "female"), (" ญ. ", "female"), ("ชาย", "male"), ("F", "female")])
def test_choices_in_their_variants(cell: str, sex: str) -> None:
    assert cells.choice(cell, sheet_words("members").columns["sex"]) == sex


def test_a_wrong_choice_names_the_right_ones() -> None:
    with pytest.raises(Unreadable) as wrong:
        cells.choice("หญิ่ง", sheet_words("members").columns["sex"])
    assert wrong.value.values["choices"] == "หญิง, ชาย"


@pytest.mark.parametrize(("number", "right"), [("110370207181", 1), ("123456789012", 1)])
def test_the_check_digit_of_a_citizen_id(number: str, right: int) -> None:
    assert cells.citizen_digit(number) == right


@pytest.mark.parametrize(("cell", "number"), [(31.0, "31"), ("a-0031", "A-0031"), ("๐๐๓๑", "0031"), ("A 31", "A31")])
def test_member_numbers_keep_their_shape(cell: object, number: str) -> None:
    assert cells.member_number(cell) == number
