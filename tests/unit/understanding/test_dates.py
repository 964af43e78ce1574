"""Thai dates and times, spoken on Wednesday 18 November 2569."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.dates import first_date, read_dates
from bot.understanding.times import read_times
from bot.understanding.years import calendar_year, read_years

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๑๕ ก.ค. ๖๘", "2025-07-15"),
        ("15ก.ค.68", "2025-07-15"),
        ("15/7/68", "2025-07-15"),
        ("15 กค 68", "2025-07-15"),
        ("15-07-2568", "2025-07-15"),
        ("15 กรกฎา 68", "2025-07-15"),
        ("22 เม.ย. 2566", "2023-04-22"),
        ("22 เมษา66", "2023-04-22"),
        ("12-13 มี.ค. 62", "2019-03-12/2019-03-13"),
        ("12 – 13 มีนาคม 2562", "2019-03-12/2019-03-13"),
        ("28 ธ.ค. 68 - 3 ม.ค. 69", "2025-12-28/2026-01-03"),
        ("แอดมิทวันที่ 12 ตค ออก 15 ตค69", "2026-10-12/2026-10-15"),
        ("วันนี้", "2026-11-18"),
        ("เมื่อวาน", "2026-11-17"),
        ("มะวาน", "2026-11-17"),
        ("เมื่อคืน", "2026-11-17"),
        ("เมื่อเช้า", "2026-11-18"),
        ("มะรืน", "2026-11-20"),
        ("สิ้นเดือนนี้", "2026-11-30"),
        ("สิ้นเดือน ก.พ. 70", "2027-02-28"),
        ("15 ก.ค.", "2026-07-15"),
        ("ส่งภายใน 15 ธ.ค.", "2026-12-15"),
        ("เดือนสิงหาคม", "2026-08"),
        ("เดือนที่แล้ว", "2026-10"),
        ("เดดไลน์เดือนธันวา", "2026-12"),
        ("วันศุกร์นี้", "2026-11-20"),
        ("วันศุกร์หน้า", "2026-11-27"),
        ("วันศุกร์ที่แล้ว", "2026-11-13"),
        ("เมื่อวันจันทร์", "2026-11-16"),
        ("3 วันก่อน", "2026-11-15"),
        ("อีกสองวัน", "2026-11-20"),
        ("2026-11-18", "2026-11-18"),
        ("15 ตุลาคม พ.ศ. 2569", "2026-10-15"),
        ("15 October".replace("October", "oct") + " 2026", "2026-10-15"),
    ],
)
def test_dates_of_domain_4_5(text: str, value: str) -> None:
    span = first_date(text, TODAY)
    assert span is not None
    assert span.value == value


@pytest.mark.parametrize("text", ["วันก่อน", "อาทิตย์ที่แล้ว", "ต้นเดือน", "15/7/26", "15 ก.ค. 26"])
def test_what_must_be_asked_has_no_value(text: str) -> None:
    span = first_date(text, TODAY)
    assert span is not None
    assert span.ask
    assert span.value is None


def test_a_deadline_month_ends_with_its_last_day() -> None:
    (span,) = read_dates("ภายใน เม.ย. 62", TODAY)
    assert span.last == date(2019, 4, 30)


def test_a_fiscal_year_runs_from_october() -> None:
    (span,) = read_dates("ปีงบ 66", TODAY)
    assert (span.first, span.last, span.grain) == (date(2022, 10, 1), date(2023, 9, 30), "fiscal_year")
    assert read_years("ปีงบ 66", TODAY)[0].year == 2566


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("ประชุมสามัญ ๑๔ ก.พ. ๖๙ ผู้มา ๑๒๐ คน", "๑๔ ก.พ. ๖๙"),
        ("ขอแจ้งวันที่ 12 ธ.ค. 69 ค่ะ", "12 ธ.ค. 69"),
        ("เวที 12 พ.ย. 69 คนร่วม 37", "12 พ.ย. 69"),
        ("เพิ่มรายงานประจำเดือนสิงหาคม", "เดือนสิงหาคม"),
    ],
)
def test_the_surface_is_the_shortest_as_typed(text: str, surface: str) -> None:
    span = first_date(text, TODAY)
    assert span is not None
    assert span.text == surface


@pytest.mark.parametrize(
    "text", ["30 ก.พ. 69", "มีค่าใช้จ่าย", "โอกาสค่ะ", "คนมา 20 คน", "คำขอ 69/102", "วันอาทิตย์ไหน", "ประชุมกี่โมง"]
)
def test_what_is_no_date(text: str) -> None:
    assert read_dates(text, TODAY) == []


@pytest.mark.parametrize(("future", "value"), [(True, "2027-03-09"), (False, "2026-03-09")])
def test_a_date_without_a_year_lies_where_it_is_wanted(future: bool, value: str) -> None:
    span = first_date("9 มี.ค.", TODAY, future)
    assert span is not None
    assert span.value == value


@pytest.mark.parametrize(
    ("written", "year"), [("2569", 2026), ("69", 2026), ("2026", 2026), ("50", 2007), ("26", None), ("49", None)]
)
def test_years_of_both_eras(written: str, year: int | None) -> None:
    assert calendar_year(written) == year


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("สี่โมงเย็น", "16:00"),
        ("9 โมง", "09:00"),
        ("บ่ายสอง", "14:00"),
        ("บ่ายสามครึ่ง", "15:30"),
        ("สองทุ่ม", "20:00"),
        ("ตีห้า", "05:00"),
        ("เที่ยง", "12:00"),
        ("เที่ยงคืน", "00:00"),
        ("10.30 น.", "10:30"),
        ("13:00", "13:00"),
        ("บ่ายโมง", "13:00"),
        ("สิบเอ็ดโมง", "11:00"),
    ],
)
def test_times_of_day(text: str, value: str) -> None:
    (span,) = read_times(text)
    assert span.value == value
