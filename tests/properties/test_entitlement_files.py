"""Whatever stands in a case or rulebook file, it is answered or told fault by fault; nothing else escapes."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.rulebooks import demo_rulebooks
from bot.entitlement.answers import as_json
from bot.entitlement.assess import assess
from bot.entitlement.case import read_cases
from bot.entitlement.faults import Faults
from bot.entitlement.reading import load

CASE = yaml.safe_load("""
rulebook: RB-C
asked_on: 2026-11-21
member: {joined: 2019-04-01, born: 1967-02-14, sex: female, paid_to: 2026-11, payments: 92, status: active,
  ever_claimed: true, arrears_paid: {date: 2026-01-01, months: 3}}
history:
  - {kind: hospital, date: 2026-10-20, nights: 3, baht: 300}
  - {kind: birth, date: 2026-09-01, nights: 2, count: 1}
event: {kind: hospital, date: 2026-11-20, admitted: 2026-11-16, discharged: 2026-11-20, nights: 4, who: self, count: 1,
  gpa: 3.5, level: x, occasion: wedding, spouse_is_member: true, claimed_on: 2026-11-21, cause: illness}
""")
BOOK = yaml.safe_load("""
fund: DEMO-A
rulebook: {code: MINE, version: 2, approved_by: x, effective_from: 2015-04-01, effective_to: 2030-01-01}
contribution: {unit: baht, per_day: 1, options: [monthly_30, yearly_365], entry_fee: 20, due_day: 10}
arrears: {warn_months: 1, suspend_months: 3, terminate_months: 6, notice_months: 5, reset_days: 90, deduct: true}
resign: {refund: percent, percent: 50}
rejoin: {allowed: true, cooloff_months: 6}
admission: {age_min: 7, documents: [id_card]}
benefits:
  - {code: IPD, clause: "13", waiting_days: 180, amount: {type: per_unit, unit: night, baht: 200},
     cap_event: {baht: 600, nights: 5}, cap_year: {baht: 1000, basis: anniversary}, claim_window: {until: 07-31}}
  - {code: ELDER, clause: "15", waiting_years: 3, conditions: {age_min: 60}, lifetime: {baht: 500},
     amount: {type: ladder, by: tenure, steps: [{days: 1, baht: 1}, {over_years: 5, baht: 7}]},
     cap_years: {times: 1, years: 3}}
""")

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.integers(),
    st.floats(),
    st.text(max_size=6),
    st.dates(),
    st.sampled_from(["birth", "resign", "death", "elderly", "2026-02", "02-29", "member", "child", "total", "custom"]),
)
values = st.recursive(scalars, lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(scalars, inner)))


def places(document: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [so_far] if so_far else []
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return found + [place for key, value in items for place in places(value, (*so_far, key))]


@st.composite
def spoiled(draw: st.DrawFn, document: Any) -> Any:
    changed = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(document)))
        spot = changed
        try:
            for key in way:
                spot = spot[key]
            spot[last] = draw(values)
        except (KeyError, IndexError, TypeError):
            continue
    return changed


def told_wrong(wrong: Faults) -> None:
    """Every line says what to do; a document that is no mapping at all has no place to name."""
    assert wrong.lines
    assert all(", write " in line or "is missing" in line or "goes with" in line for line in wrong.lines), wrong.lines


@given(st.one_of(spoiled(CASE), values))
def test_any_case_is_answered_or_told_wrong(document: Any) -> None:
    try:
        cases = read_cases(document, lambda name: demo_rulebooks().get(name, []), dt.date(2026, 11, 21))
    except Faults as wrong:
        told_wrong(wrong)
        return
    for case in cases:
        told = as_json(assess(case.rulebooks, case.membership, case.history, case.event, case.asked_on))
        assert told["outcome"] in ("entitled", "not_entitled", "unknown")


@given(spoiled(BOOK), st.sampled_from(["hospital", "elderly", "resign"]))
def test_any_rulebook_is_read_or_told_wrong(document: Any, kind: str) -> None:
    try:
        book = load(document)
    except Faults as wrong:
        told_wrong(wrong)
        return
    [case] = read_cases(CASE | {"event": CASE["event"] | {"kind": kind}}, lambda _: [book], dt.date(2026, 11, 21))
    as_json(assess(case.rulebooks, case.membership, case.history, case.event, case.asked_on))
