"""A date survives every way of writing it, and a date without a year never lies in the wrong direction."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.dates import first_date, read_dates

SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
LONG = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
days = st.dates(date(2008, 1, 1), date(2042, 12, 31))
today = st.dates(date(2025, 1, 1), date(2032, 12, 31))


def ways(day: date) -> list[str]:
    """The same day as people write it."""
    be = day.year + 543
    month = SHORT[day.month - 1]
    return [
        f"{day.day} {month} {be}",
        f"{day.day}{month}{be % 100}",
        f"{day.day} {month.replace('.', '')} {be % 100}",
        f"{day.day} {LONG[day.month - 1]} พ.ศ. {be}",
        f"{day.day:02d}/{day.month:02d}/{be}",
        f"{day.day}-{day.month}-{be % 100}",
        f"{day.day} {month} {be}".translate(THAI),
        day.isoformat(),
    ]


@given(days, today, st.sampled_from(["{}", "นอนโรงพยาบาลเมื่อ {} ค่ะ", "วันที่ {} แม่เสีย", "ประชุม {} ที่วัด"]))
def test_every_way_of_writing_a_day(day: date, now: date, sentence: str) -> None:
    for written in ways(day):
        span = first_date(sentence.format(written), now)
        assert span is not None, written
        assert span.first == span.last == day, written
        assert span.text == written


@given(today, today)
def test_without_a_year_events_lie_behind_and_deadlines_ahead(day: date, now: date) -> None:
    written = f"{min(day.day, 28)} {SHORT[day.month - 1]}"
    behind, ahead = first_date(written, now, future=False), first_date(written, now, future=True)
    assert behind is not None
    assert ahead is not None
    assert behind.first is not None
    assert ahead.first is not None
    assert timedelta(0) <= now - behind.first <= timedelta(days=366)
    assert timedelta(0) <= ahead.first - now <= timedelta(days=366)


@given(st.text(max_size=80), today)
def test_any_text_is_read_without_complaint(text: str, now: date) -> None:
    spans = read_dates(text, now)
    assert all(before.end <= after.start for before, after in pairwise(spans))
