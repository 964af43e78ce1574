"""Stages of a debt: the newest whose day has come, none of before the deadline was set, none once it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reminders.hours import closed
from bot.reminders.policy import BEFORE, WEEKS, Debt, escalates, newest, tone, wanted

DUE = date(2026, 11, 30)
EARLY = date(2026, 10, 1)
DEBT = Debt("d1", 7, DUE, EARLY, owners=(1,), chasers=(2, 1), above=(3,))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 10, 30), None),
        (date(2026, 10, 31), "d30"),
        (date(2026, 11, 15), "d30"),
        (date(2026, 11, 16), "d14"),
        (date(2026, 11, 23), "d7"),
        (date(2026, 11, 26), "d7"),
        (date(2026, 11, 27), "d3"),
        (date(2026, 11, 29), "d1"),
        (date(2026, 11, 30), "d0"),
        (date(2026, 12, 6), "d0"),
        (date(2026, 12, 7), "d0"),  # a day in lieu: the weekly one waits
        (date(2026, 12, 8), "w1"),
        (date(2026, 12, 14), "w2"),
        (date(2027, 1, 25), "w8"),
        (date(2027, 2, 2), None),
    ],
)
def test_the_stage_of_a_day(today: date, stage: str | None) -> None:
    assert newest(DUE, EARLY, today) == stage


def test_what_falls_on_a_holiday_is_said_before_it() -> None:
    songkran = date(2026, 4, 15)
    assert newest(songkran, EARLY.replace(year=2025), date(2026, 4, 12)) == "d0"
    assert newest(songkran, EARLY.replace(year=2025), date(2026, 4, 11)) == "d7"


def test_stages_from_before_the_deadline_was_set_do_not_exist() -> None:
    assert newest(DUE, date(2026, 11, 20), date(2026, 11, 21)) is None
    assert newest(DUE, date(2026, 11, 20), date(2026, 11, 23)) == "d7"


@given(due=DAYS, since=DAYS, today=DAYS)
def test_a_stage_only_grows_sharper(due: date, since: date, today: date) -> None:
    order = [None, *(f"d{days}" for days in BEFORE), *(f"w{week}" for week in range(1, WEEKS + 1))]
    now, later = newest(due, since, today), newest(due, since, today + timedelta(days=1))
    if later is not None:
        assert order.index(later) >= order.index(now)


@given(due=DAYS, today=DAYS)
def test_at_most_fifteen_reminders_of_one_debt(due: date, today: date) -> None:
    days = [today + timedelta(days=n) for n in range(180)]
    stages = {newest(due, due - timedelta(days=60), day) for day in days} - {None}
    assert len(stages) <= len(BEFORE) + WEEKS


def test_who_is_told() -> None:
    told = {(one.person_id, one.part, one.stage) for one in wanted(DEBT, date(2026, 11, 23))}
    assert told == {(1, "owner", "d7")}
    told = {(one.person_id, one.part, one.stage) for one in wanted(DEBT, date(2026, 11, 27))}
    assert told == {(1, "owner", "d3"), (2, "chaser", "d3")}
    told = {(one.person_id, one.part, one.stage) for one in wanted(DEBT, date(2026, 12, 14))}
    assert told == {(1, "owner", "w2"), (2, "chaser", "w2"), (3, "above", "up")}


def test_nobody_is_told_of_what_is_done() -> None:
    done = replace(DEBT, done=True)
    assert [
        wanted(done, EARLY + timedelta(days=n)) for n in range(200) if wanted(done, EARLY + timedelta(days=n))
    ] == []


def test_a_request_for_more_time_keeps_its_asker_in_peace() -> None:
    asked = replace(DEBT, asked_on=date(2026, 11, 27))
    assert {one.person_id for one in wanted(asked, date(2026, 11, 29))} == {2}
    assert {one.person_id for one in wanted(asked, date(2026, 12, 1))} == {1, 2}


def test_more_time_has_stages_of_its_own() -> None:
    longer = replace(DEBT, due_on=date(2026, 12, 4), since=date(2026, 11, 28), mark="+e5")
    assert wanted(longer, date(2026, 11, 30)) == []
    assert [one.stage for one in wanted(longer, date(2026, 12, 1)) if one.part == "owner"] == ["d3+e5"]


def test_those_above_are_told_once_and_not_of_old_stories() -> None:
    assert not escalates(DEBT, date(2026, 12, 13))
    assert escalates(DEBT, date(2026, 12, 14))
    assert not escalates(DEBT, date(2027, 6, 1))
    assert not escalates(replace(DEBT, since=date(2026, 12, 20)), date(2026, 12, 21))


@pytest.mark.parametrize(
    ("stage", "left", "sounds"),
    [
        ("d30", 30, "early"),
        ("d7", 7, "soon"),
        ("d1", 1, "last"),
        ("d0", 0, "last"),
        ("w1", -7, "late"),
        ("up", -14, "up"),
    ],
)
def test_tones(stage: str, left: int, sounds: str) -> None:
    assert tone(stage, left) == sounds


@given(due=DAYS)
def test_a_warning_never_falls_on_a_holiday(due: date) -> None:
    since = due - timedelta(days=60)
    for days in BEFORE:
        day = due - timedelta(days=days)
        if closed(day):
            before = day
            while closed(before):
                before -= timedelta(days=1)
            assert newest(due, since, before) is not None
