"""One clause judged: every rule of it held against the case, in the order a person would ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.entitlement.amounts import worth_of
from bot.entitlement.arrears import judge_arrears
from bot.entitlement.book import Rulebook
from bot.entitlement.caps import judge_once, judge_spans
from bot.entitlement.facts import Event, Membership, PastClaim
from bot.entitlement.findings import Check, Finding, Outcome, outcome_of
from bot.entitlement.happening import missing_of_stay, nights_of
from bot.entitlement.matter import Matter
from bot.entitlement.periods import add_years
from bot.entitlement.persons import judge_person
from bot.entitlement.schooling import judge_schooling
from bot.entitlement.standing import tenure_start
from bot.entitlement.tenure import judge_time
from bot.entitlement.terms import Benefit
from bot.entitlement.windows import judge_window

_TIMED = ("waiting", "tenure", "age", "arrears")
_FINAL = ("member", "who", "sex", "gpa", "level", "lifetime", "once", "exclusion")


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause's answer; `late_satang` is what it would bring were it not claimed too late."""

    benefit: Benefit
    findings: tuple[Finding, ...]
    satang: int | None = None
    claim_until: date | None = None
    deducted_satang: int = 0
    late_satang: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.findings)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for finding in self.findings for name in finding.missing)

    @property
    def waits_until(self) -> date | None:
        """The first day by which time alone meets every rule of time; None where another rule says no for good."""
        failed = [finding for finding in self.findings if finding.outcome is not Check.MET]
        if any(f.outcome is Check.NOT_MET and f.rule in _FINAL for f in failed):
            return None
        if any(f.outcome is Check.UNKNOWN and f.rule in _TIMED for f in failed):
            return None
        return max((f.waits_until for f in failed if f.waits_until is not None), default=None)

    def with_finding(self, finding: Finding) -> Judged:
        """The same with one more finding."""
        return replace(self, findings=(finding, *self.findings))


def judge(
    book: Rulebook,
    benefit: Benefit,
    membership: Membership | None,
    history: Sequence[PastClaim],
    event: Event,
    on: date | None,
    asked_on: date,
) -> Judged:
    """The clause against the case; where the event's day is not known only what needs no day is judged."""
    found = judge_person(benefit, membership, event)
    if membership is None and not benefit.open_to_non_members:
        return Judged(benefit, tuple(found))
    found += judge_schooling(benefit, event.gpa, event.level)
    if on is None:
        missing = missing_of_stay(event) if event.kind == "hospital" else ("date",)
        return Judged(benefit, (*found, Finding("date", Check.UNKNOWN, "date", None, benefit.clause, missing)))
    matter = Matter(book, benefit, membership, history, event, on, asked_on)
    deducted = 0
    if membership is not None:
        start, start_missing = tenure_start(book, membership, min(on, asked_on))
        matter = replace(matter, start=start, start_missing=start_missing)
    found += judge_time(matter)
    if membership is not None and not benefit.open_to_non_members:
        verdict = judge_arrears(book, membership, on, asked_on, benefit.clause)
        found.append(verdict.finding)
        deducted = verdict.deducted_satang
        found += _beneficiary(benefit, membership)
    found += _excluded(matter)
    once, lifetime_room = judge_once(matter)
    spans, room = judge_spans(matter)
    worth = worth_of(matter, room.narrowed(lifetime_room.satang, None))
    before_window = (*found, *once, *spans, *worth.findings)
    window, claim_until = judge_window(matter)
    told = _told(benefit)
    judged = Judged(benefit, (*before_window, *window, *told), worth.satang, claim_until, deducted)
    notes = [*worth.notes, *_notes(benefit, event)]
    late = any(finding.outcome is Check.NOT_MET for finding in window)
    if late and book.late_claims == "committee":
        notes.append("late_needs_resolution")
        if outcome_of(before_window) is Outcome.ENTITLED:
            judged = replace(judged, late_satang=worth.satang)
    return replace(judged, notes=tuple(notes))


def _beneficiary(benefit: Benefit, membership: Membership) -> list[Finding]:
    if benefit.beneficiary != "required":
        return []
    named = membership.beneficiary_named
    if named is None:
        return [Finding("beneficiary", Check.UNKNOWN, True, None, benefit.clause, ("beneficiary_named",))]
    return [Finding("beneficiary", Check.MET if named else Check.NOT_MET, True, named, benefit.clause)]


def _excluded(matter: Matter) -> list[Finding]:
    benefit, cause = matter.benefit, matter.event.cause
    relevant = []
    for exclusion in benefit.exclusions:
        over = (
            exclusion.within_years is not None
            and matter.start is not None
            and add_years(matter.start, exclusion.within_years) <= matter.on
        )
        if not over:
            relevant.append(exclusion.cause)
    if not relevant:
        return []
    if cause is None:
        return [Finding("exclusion", Check.UNKNOWN, [*relevant], None, benefit.clause, ("cause",))]
    check = Check.NOT_MET if cause in relevant else Check.MET
    return [Finding("exclusion", check, [*relevant], cause, benefit.clause)]


def _told(benefit: Benefit) -> list[Finding]:
    """What is said along, and delays nothing."""
    if benefit.paid_in_month is None:
        return []
    return [Finding("paid_in_month", Check.MET, benefit.paid_in_month, None, benefit.clause)]


def _notes(benefit: Benefit, event: Event) -> list[str]:
    notes = []
    if benefit.discretion:
        notes.append("committee_discretion")
    if benefit.beneficiary != "none":
        notes.append("named_beneficiary")
    if benefit.claim_window and benefit.claim_window.before:
        notes.append(f"claim_before_{benefit.claim_window.before}")
    stay = event.admitted and event.discharged and (event.discharged - event.admitted).days
    if stay is not None and event.nights is not None and nights_of(event) != stay:
        notes.append("nights_differ_from_dates")
    return notes
