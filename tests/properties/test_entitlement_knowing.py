"""What is not known is never told as "no", and knowing more never overturns what was told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.entitlement.findings import Check, Outcome, outcome_of
from tests.properties.entitlement_cases import Whole, whole_cases

MEMBER_FACTS = ("joined", "born", "sex", "paid_to", "payments", "ever_claimed")
EVENT_FACTS = {
    "birth": ("date", "spouse_is_member"),
    "hospital": ("nights", "when"),
    "death": ("date",),
    "education": ("gpa", "level"),
    "disaster": ("date",),
    "tradition": ("date",),
    "housing": ("date",),
    "debt": ("date",),
    "other": ("date",),
}


def without(case: Whole, names: list[str]) -> Whole:
    member, event = case.membership, case.event
    for name in names:
        if name in MEMBER_FACTS:
            member = replace(member, **{name: None})
        elif name == "when":
            event = replace(event, date=None, discharged=None)
        else:
            event = replace(event, **{name: None})
    return replace(case, membership=member, event=event)


@st.composite
def stripped(draw: st.DrawFn) -> tuple[Whole, Whole, list[str]]:
    case = draw(whole_cases())
    names = st.sampled_from([*MEMBER_FACTS, *EVENT_FACTS.get(case.event.kind, ())])
    taken = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    return case, without(case, taken), taken


@given(stripped())
def test_a_fact_less_never_turns_the_answer_around(cases: tuple[Whole, Whole, list[str]]) -> None:
    whole, less, taken = cases
    known, guessed = whole.answer(), less.answer()
    if guessed.outcome is not Outcome.UNKNOWN:
        assert (guessed.outcome, guessed.satang) == (known.outcome, known.satang)
        return
    if known.outcome is not Outcome.UNKNOWN:
        names = {"when": ("date", "discharged")}
        asked_for = {one for name in taken for one in names.get(name, (name,))}
        assert set(guessed.missing) <= asked_for
        assert guessed.missing


@given(stripped())
def test_telling_what_was_missing_settles_it(cases: tuple[Whole, Whole, list[str]]) -> None:
    whole, less, _ = cases
    known = whole.answer()
    for _ in range(6):
        told = less.answer()
        wanted = [name for name in told.missing if name not in ("rulebook", "resolution")]
        if not wanted:
            break
        for name in wanted:
            if name in MEMBER_FACTS:
                less = replace(less, membership=replace(less.membership, **{name: getattr(whole.membership, name)}))
            else:
                less = replace(less, event=replace(less.event, **{name: getattr(whole.event, name)}))
    told = less.answer()
    assert (told.outcome, told.satang, told.clause) == (known.outcome, known.satang, known.clause)


@given(stripped(), st.booleans())
def test_outcome_amount_and_findings_agree(cases: tuple[Whole, Whole, list[str]], full: bool) -> None:
    answer = (cases[0] if full else cases[1]).answer()
    assert answer.outcome is outcome_of(answer.findings)
    if answer.outcome is Outcome.ENTITLED:
        assert answer.satang is not None
        assert not answer.missing
        assert all(finding.outcome is Check.MET for finding in answer.findings)
        assert answer.waits_until is None
    elif answer.outcome is Outcome.NOT_ENTITLED:
        assert (answer.satang, answer.missing) == (0, ())
    else:
        assert answer.satang is None
        assert answer.missing


@given(whole_cases(), st.integers(0, 2000))
def test_a_later_question_never_changes_a_past_event(case: Whole, later: int) -> None:
    event = replace(case.event, claimed_on=case.asked_on)
    now = case.answer(event=event)
    then = case.answer(event=event, asked_on=case.asked_on + dt.timedelta(days=later))
    for key in ("outcome", "satang", "clause", "rulebook", "version", "missing", "claim_until", "waits_until"):
        assert getattr(now, key) == getattr(then, key), key


@given(whole_cases(kinds=["birth", "hospital", "death", "elderly", "tradition", "disaster"]))
def test_waiting_ends_on_the_day_that_is_told(case: Whole) -> None:
    told = case.answer()
    if told.waits_until is None:
        return
    timed = {"waiting", "tenure", "age"}

    def unmet(day: dt.date) -> set[str]:
        event = replace(case.event, date=day, discharged=day if case.event.kind == "hospital" else None)
        answer = case.answer(event=event, asked_on=day, history=())
        return {f.rule for f in answer.findings if f.rule in timed and f.outcome is Check.NOT_MET}

    assert not unmet(told.waits_until)
    assert unmet(told.waits_until - dt.timedelta(days=1))
