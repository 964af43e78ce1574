"""Hours and holidays: the calendar of 2569 and 2570 as announced, and the moment at which one may write again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import BANGKOK
from bot.reminders.hours import closed, open_after, open_at, open_before, opening

FIRST = datetime(2026, 1, 1, tzinfo=BANGKOK)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 1, 2),  # a bridge day of the cabinet
        date(2026, 3, 3),  # Makha Bucha
        date(2026, 4, 13),
        date(2026, 4, 15),
        date(2026, 5, 31),  # Visakha Bucha, a Sunday …
        date(2026, 6, 1),  # … and its day in lieu
        date(2026, 7, 29),  # Asarnha Bucha
        date(2026, 10, 13),
        date(2026, 12, 5),  # a Saturday …
        date(2026, 12, 7),  # … and its day in lieu
        date(2026, 12, 31),
        date(2027, 2, 22),
    ],
)
def test_public_holidays(day: date) -> None:
    assert closed(day)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 8)])
def test_weekends_and_childrens_day_are_none(day: date) -> None:
    assert not closed(day)


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T17:59", True),
        ("2026-11-23T18:00", False),
        ("2026-12-07T12:00", False),
    ],
)
def test_hours(moment: str, may: bool) -> None:
    assert open_at(datetime.fromisoformat(moment).replace(tzinfo=BANGKOK), BANGKOK) is may


def test_the_next_moment() -> None:
    night = datetime(2026, 12, 4, 22, tzinfo=BANGKOK)
    assert opening(night, BANGKOK) == datetime(2026, 12, 6, 8, tzinfo=BANGKOK)


@given(MOMENTS)
def test_the_next_moment_is_open_and_near(moment: datetime) -> None:
    found = opening(moment, BANGKOK)
    assert open_at(found, BANGKOK)
    assert moment <= found <= moment + timedelta(days=8)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_days_before_and_after(day: date) -> None:
    assert open_before(day) <= day <= open_after(day)
    assert not closed(open_before(day))
    assert not closed(open_after(day))
