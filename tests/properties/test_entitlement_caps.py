"""No cap is ever passed, more nights never bring less, and the order of the past does not matter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.entitlement.facts import Event, Membership, PastClaim
from bot.entitlement.findings import Outcome
from bot.entitlement.periods import fiscal_year
from bot.entitlement.remaining import remaining
from tests.properties.entitlement_cases import BOOKS, Whole, days, whole_cases

NIGHT_CAPS = {"RB-A": (600_00, None, 1000_00), "RB-B": (1000_00, None, 1000_00), "RB-C": (500_00, 10, 1000_00)}


@given(whole_cases(kinds=["hospital"]))
def test_no_stay_brings_more_than_the_caps_leave(case: Whole) -> None:
    answer = case.answer()
    if answer.outcome is not Outcome.ENTITLED:
        return
    on = case.event.discharged or case.asked_on
    used = [claim for claim in case.history if claim.kind == "hospital" and claim.date in fiscal_year(on)]
    assert answer.satang is not None
    if case.code == "RB-D":
        assert answer.satang <= 100_00 * max(0, 7 - sum(claim.nights or 0 for claim in used))
        return
    event_cap, nights_cap, year_cap = NIGHT_CAPS[case.code]
    assert 0 < answer.satang <= event_cap
    assert answer.satang <= max(0, year_cap - sum(claim.satang or 0 for claim in used))
    if nights_cap is not None:
        assert answer.satang <= 100_00 * max(0, nights_cap - sum(claim.nights or 0 for claim in used))


@given(
    st.sampled_from(sorted(BOOKS)),
    st.lists(st.tuples(days("2026-10-01", "2028-03-01"), st.integers(1, 12)), min_size=1, max_size=12),
)
def test_a_life_of_stays_never_passes_a_year(code: str, stays: list[tuple[dt.date, int]]) -> None:
    member = Membership(joined=dt.date(2015, 1, 1), sex="female", paid_to="2029-01", status="active")
    whole = Whole(code, member, (), Event("hospital"), dt.date(2028, 3, 2))
    paid: list[PastClaim] = []
    for day, nights in sorted(stays):
        event = Event("hospital", date=day, nights=nights, claimed_on=day)
        answer = whole.answer(history=tuple(paid), event=event)
        if answer.outcome is Outcome.ENTITLED:
            part = answer.finding("amount")
            assert part is not None
            assert isinstance(part.needed, dict)
            night_count = part.needed["paid_nights"]
            assert isinstance(night_count, int)
            paid.append(PastClaim("hospital", day, answer.satang, nights=night_count))
    for year in (2026, 2027):
        span = fiscal_year(dt.date(year, 10, 1))
        total = sum(claim.satang or 0 for claim in paid if claim.date in span)
        assert total <= (700_00 if code == "RB-D" else 1000_00)


@given(whole_cases(kinds=["hospital", "birth"]), st.integers(0, 30), st.integers(0, 30))
def test_more_nights_never_bring_less(case: Whole, one: int, other: int) -> None:
    few, many = sorted((one, other))
    less, more = (case.answer(event=replace(case.event, nights=nights)) for nights in (few, many))
    assert (less.satang or 0) <= (more.satang or 0)


@given(whole_cases(), st.randoms())
def test_the_order_of_the_past_does_not_matter(case: Whole, random: Random) -> None:
    mixed = list(case.history)
    random.shuffle(mixed)
    assert case.answer(history=tuple(mixed)) == case.answer()


@given(whole_cases(kinds=["hospital"]))
def test_what_remains_is_what_a_long_stay_would_bring_at_most(case: Whole) -> None:
    on = case.event.discharged or case.asked_on
    left = remaining(BOOKS[case.code][-1], case.membership, case.history, "hospital", on)
    assert left is not None
    answer = case.answer(event=replace(case.event, nights=30))
    if answer.outcome is Outcome.ENTITLED:
        assert not left.nothing_left
        assert left.left_satang is None or (answer.satang or 0) <= left.left_satang
