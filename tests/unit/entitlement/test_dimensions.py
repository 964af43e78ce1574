"""Dimensions of domain.md 2.2 that the demo rulebooks do not use, each on a small rulebook of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import yaml

from bot.entitlement.assess import assess
from bot.entitlement.facts import ArrearsPaid, Event, Membership, PastClaim
from bot.entitlement.findings import Assessment, Check, Outcome
from bot.entitlement.rejoining import rejoin
from bot.entitlement.rulebook import Rulebook, in_force, load
from bot.entitlement.standing import standing

BASE = """
fund: TEST
rulebook: {version: 1, effective_from: 2000-01-01}
contribution: {per_day: 1, options: [monthly_30], due_day: 10}
benefits:
  - {code: IPD, clause: "1", waiting_days: 180, amount: {type: per_unit, unit: night, baht: 100}}
  - {code: DEATH, clause: "2", amount: {type: flat, baht: 5000}}
"""
TODAY = dt.date(2026, 11, 21)
MEMBER = Membership(
    joined=dt.date(2020, 2, 29), born=dt.date(1980, 1, 1), sex="female", paid_to="2026-11", status="active"
)


def book(**changes: Any) -> Rulebook:
    """The base with other top-level keys; `ipd` and `death` add to a benefit, `head` to the version."""
    document = yaml.safe_load(BASE)
    for place, key in enumerate(("ipd", "death")):
        document["benefits"][place] |= changes.pop(key, {})
    document["rulebook"] |= changes.pop("head", {})
    return load(document | changes)


def stay(rules: Rulebook, *, on: dt.date = TODAY, nights: int = 3, **facts: Any) -> Assessment:
    member = facts.pop("member", MEMBER)
    return assess(rules, member, facts.pop("history", ()), Event("hospital", date=on, nights=nights, **facts), on)


def past(day: str, baht: int) -> PastClaim:
    return PastClaim("hospital", dt.date.fromisoformat(day), baht * 100, nights=baht // 100)


@pytest.mark.parametrize(
    ("basis", "day", "left"),
    [
        ("fiscal", "2026-09-30", 300),
        ("fiscal", "2026-10-01", 100),
        ("calendar", "2025-12-31", 300),
        ("calendar", "2026-01-01", 100),
        ("calendar", "2026-12-31", 100),
        ("anniversary", "2026-02-27", 300),
        ("anniversary", "2026-02-28", 100),
        ("anniversary", "2027-02-27", 100),
        ("anniversary", "2027-02-28", 300),
    ],
)
def test_a_year_is_fiscal_calendar_or_from_the_anniversary(basis: str, day: str, left: int) -> None:
    rules = book(ipd={"cap_year": {"baht": 500, "basis": basis}})
    assert stay(rules, history=[past(day, 400)]).satang == left * 100


def test_a_stay_over_the_turn_of_the_year_counts_where_the_rulebook_says() -> None:
    over = {"on": dt.date(2026, 10, 3), "nights": 5, "history": [past("2026-10-02", 400)]}
    by_discharge = book(ipd={"cap_year": {"baht": 500, "date_of": "discharge"}})
    by_admission = book(ipd={"cap_year": {"baht": 500, "date_of": "admission"}})
    assert stay(by_discharge, **over).satang == 100_00
    # Both stays began in September: the earlier one used 400 of that year.
    assert stay(by_admission, **over).satang == 100_00
    assert stay(by_admission, **over | {"history": [past("2026-10-09", 400)]}).satang == 500_00
    assert stay(by_discharge, **over | {"history": [past("2026-09-30", 400)]}).satang == 500_00


def test_anniversaries_of_an_unknown_day_cannot_be_counted() -> None:
    rules = book(ipd={"cap_year": {"baht": 500, "basis": "anniversary"}, "waiting_days": None})
    answer = stay(rules, member=Membership(paid_to="2026-11"))
    assert (answer.outcome, answer.missing) == (Outcome.UNKNOWN, ("joined",))


def test_a_lifetime_sum_is_never_passed() -> None:
    rules = book(ipd={"lifetime": {"baht": 1000}})
    assert stay(rules, history=[past("2010-01-01", 800)]).satang == 200_00
    assert stay(rules, history=[past("2010-01-01", 1000)]).outcome is Outcome.NOT_ENTITLED
    assert stay(rules, history=[PastClaim("hospital", dt.date(2010, 1, 1))]).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("cause", "on", "outcome"),
    [
        ("suicide", "2021-02-27", Outcome.NOT_ENTITLED),
        ("suicide", "2021-02-28", Outcome.ENTITLED),
        ("illness", "2020-10-01", Outcome.ENTITLED),
        (None, "2020-10-01", Outcome.UNKNOWN),
        (None, "2021-02-28", Outcome.ENTITLED),
    ],
)
def test_a_cause_shut_out_in_the_first_year(cause: str | None, on: str, outcome: Outcome) -> None:
    rules = book(death={"exclusions": [{"cause": "suicide", "within_years": 1}]})
    answer = assess(rules, MEMBER, (), Event("death", date=dt.date.fromisoformat(on), cause=cause), TODAY)
    assert answer.outcome is outcome
    assert answer.missing == (("cause",) if outcome is Outcome.UNKNOWN else ())


def test_waiting_may_count_from_the_first_payment() -> None:
    rules = book(head={"waiting_from": "first_payment"})
    late_payer = Membership(joined=dt.date(2026, 1, 1), first_paid=dt.date(2026, 6, 1), paid_to="2026-11")
    answer = stay(rules, member=late_payer)
    assert (answer.outcome, answer.waits_until) == (Outcome.NOT_ENTITLED, dt.date(2026, 11, 28))
    assert stay(rules).missing == ("first_paid",)


def test_one_who_came_back_waits_again_unless_the_rulebook_spares_it() -> None:
    back = Membership(joined=dt.date(2026, 8, 1), first_joined=dt.date(2015, 1, 1), paid_to="2026-11")
    assert stay(book(), member=back).waits_until == dt.date(2027, 1, 28)
    assert stay(book(rejoin={"waiting_restart": False}), member=back).outcome is Outcome.ENTITLED


def test_coming_back_costs_and_waits_what_the_rulebook_says() -> None:
    rules = book(rejoin={"cooloff_months": 6}, contribution={"per_day": 1, "entry_fee": 20})
    terms = rejoin(rules, dt.date(2026, 8, 31))
    assert (terms.allowed, terms.from_day, terms.entry_fee_satang) == (True, dt.date(2027, 2, 28), 20_00)
    assert rejoin(book(rejoin={"allowed": False}), dt.date(2026, 8, 31)).from_day is None
    assert rejoin(rules, None).from_day is None


def test_a_named_beneficiary_may_be_required() -> None:
    rules = book(death={"beneficiary": "required"})
    event = Event("death", date=TODAY)
    answers = [
        assess(rules, Membership(joined=MEMBER.joined, paid_to="2026-11", beneficiary_named=named), (), event, TODAY)
        for named in (True, False, None)
    ]
    assert [answer.outcome for answer in answers] == [Outcome.ENTITLED, Outcome.NOT_ENTITLED, Outcome.UNKNOWN]
    assert answers[2].missing == ("beneficiary_named",)


@pytest.mark.parametrize(
    ("policy", "member", "outcome", "baht", "missing"),
    [
        ({"refund": "none"}, {}, Outcome.NOT_ENTITLED, 0, ()),
        ({"refund": "full"}, {"payments": 10}, Outcome.ENTITLED, 300, ()),
        ({"refund": "full"}, {"paid_satang": 1234_50}, Outcome.ENTITLED, 1234.5, ()),
        ({"refund": "full"}, {}, Outcome.UNKNOWN, None, ("payments",)),
        ({"refund": "percent", "percent": 50}, {"payments": 10}, Outcome.ENTITLED, 150, ()),
        ({"refund": "savings_only"}, {"savings_satang": 500_00, "payments": 99}, Outcome.ENTITLED, 500, ()),
        ({"refund": "savings_only"}, {"payments": 99}, Outcome.UNKNOWN, None, ("savings",)),
        ({"refund": "custom"}, {"payments": 99}, Outcome.UNKNOWN, None, ("resolution",)),
        ({"refund": "full", "clause": "9"}, {"payments": 0}, Outcome.NOT_ENTITLED, 0, ()),
    ],
)
def test_what_comes_back_to_one_who_resigns(
    policy: dict[str, Any], member: dict[str, Any], outcome: Outcome, baht: float | None, missing: tuple[str, ...]
) -> None:
    known = Membership(joined=MEMBER.joined, paid_to="2026-11", **member)
    answer = assess(book(resign=policy), known, (), Event("resign"), TODAY)
    assert (answer.outcome, answer.missing, answer.clause) == (outcome, missing, policy.get("clause"))
    assert answer.satang == (None if baht is None else baht * 100)


def test_missed_payments_may_count_in_all() -> None:
    rules = book(arrears={"terminate_months": 3, "basis": "total"})
    steady = Membership(joined=dt.date(2026, 1, 5), paid_to="2026-11", payments=9)
    assert standing(rules, steady, TODAY).months_behind == 2
    assert standing(rules, steady, TODAY).state == "warned"
    gaps = Membership(joined=dt.date(2026, 1, 5), paid_to="2026-11", payments=8)
    assert standing(rules, gaps, TODAY).state == "ended"
    assert standing(rules, Membership(joined=dt.date(2026, 1, 5), paid_to="2026-11"), TODAY).missing == ("payments",)


def test_without_a_due_day_a_month_is_late_when_it_is_over() -> None:
    rules = book(contribution={"per_day": 1}, arrears={"suspend_months": 1})
    member = Membership(joined=dt.date(2020, 1, 1), paid_to="2026-10")
    assert standing(rules, member, dt.date(2026, 11, 30)).state == "good"
    assert standing(rules, member, dt.date(2026, 12, 1)).state == "suspended"


def test_a_late_claim_tells_what_the_committee_may_still_grant() -> None:
    event = Event("hospital", date=dt.date(2026, 10, 1), nights=2)
    answers = {
        word: assess(book(head={"late_claims": word}, ipd={"claim_window_days": 30}), MEMBER, (), event, TODAY)
        for word in ("committee", "refused")
    }
    for answer in answers.values():
        window = answer.finding("window")
        assert answer.outcome is Outcome.NOT_ENTITLED
        assert window is not None
        assert window.outcome is Check.NOT_MET
        assert window.saw == {"on": "2026-11-21", "overdue_days": 21}
    assert answers["committee"].if_accepted_satang == 200_00
    assert "late_needs_resolution" in answers["committee"].notes
    assert answers["refused"].if_accepted_satang is None
    assert answers["refused"].notes == ()


def test_a_right_rests_until_thirty_days_after_paying() -> None:
    rules = book(arrears={"suspend_months": 3, "terminate_months": 6, "reinstate_wait_days": 30})
    owing = Membership(joined=MEMBER.joined, paid_to="2026-07")
    found = standing(rules, owing, TODAY)
    assert (found.state, found.months_behind, found.arrears_satang) == ("suspended", 4, 120_00)
    assert (found.restores_on, found.terminates_on) == (dt.date(2026, 12, 21), dt.date(2027, 1, 11))
    assert standing(rules, owing, dt.date(2027, 1, 10)).state == "suspended"
    assert standing(rules, owing, dt.date(2027, 1, 11)).state == "ended"
    paid = Membership(joined=MEMBER.joined, paid_to="2026-11", arrears_paid=ArrearsPaid(TODAY, 4))
    states = [standing(rules, paid, TODAY + dt.timedelta(days=days)).state for days in (-1, 0, 29, 30)]
    # The month of December fell due meanwhile: late with that, the wait goes on all the same.
    assert states == ["suspended", "suspended", "suspended", "warned"]
    steady = replace(paid, paid_to="2026-12")
    assert standing(rules, steady, TODAY + dt.timedelta(days=30)).state == "good"


def test_an_event_still_to_come_is_judged_by_todays_payments() -> None:
    rules = book(arrears={"suspend_months": 3})
    birth = Event("hospital", date=dt.date(2027, 8, 1), nights=1)
    assert assess(rules, MEMBER, (), birth, TODAY).outcome is Outcome.ENTITLED


def test_a_draft_is_never_in_force_and_the_newest_version_wins() -> None:
    old, new = book(), book(head={"version": 2, "effective_from": dt.date(2026, 1, 1)})
    draft = book(head={"version": 3, "status": "draft"})
    assert in_force([new, draft, old], TODAY) is new
    assert in_force([new, draft, old], dt.date(2025, 12, 31)) is old
    assert in_force([draft], TODAY) is None


def test_one_rulebook_may_stand_alone_and_half_a_baht_is_kept() -> None:
    rules = book(ipd={"amount": {"type": "per_unit", "unit": "night", "baht": 12.25}})
    assert stay(rules, nights=1).satang == 1225


def test_household_and_relatives() -> None:
    rules = book(ipd={"who": ["member", "spouse", "parent"]}, death={"who": ["household"]})
    assert stay(rules, who="wife").outcome is Outcome.ENTITLED
    assert stay(rules, who="father").outcome is Outcome.ENTITLED
    assert stay(rules, who="sibling").outcome is Outcome.NOT_ENTITLED
    answers = [
        assess(rules, MEMBER, (), Event("death", date=TODAY, who=who), TODAY) for who in ("grandmother", "neighbour")
    ]
    assert [answer.outcome for answer in answers] == [Outcome.ENTITLED, Outcome.NOT_ENTITLED]
