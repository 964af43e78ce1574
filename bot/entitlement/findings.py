"""What an assessment says: an outcome, an amount, and the findings that lead there. No text for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = str | int | float | bool | None | dict[str, "Value"] | list["Value"]


class Outcome(StrEnum):
    """What can be told of a case. Unknown is never "no"."""

    ENTITLED = "entitled"
    NOT_ENTITLED = "not_entitled"
    UNKNOWN = "unknown"


class Check(StrEnum):
    """How one rule came out."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule held against the facts.

    `rule` is a stable key (docs/rulebook-format.md lists them), `needed` and `saw` are numbers, ISO dates, tokens or
    small maps of these, `missing` the case fields that would settle an unknown one.
    """

    rule: str
    outcome: Check
    needed: Value
    saw: Value
    clause: str | None
    missing: tuple[str, ...] = ()
    waits_until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one clause gives to a case, before arrears; `satang` is 0 when not entitled, None while unknown."""

    code: str
    clause: str
    outcome: Outcome
    satang: int | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to one case. `satang` is 0 when not entitled and None while unknown.

    `gross_satang` is the benefit before arrears are taken off; `if_accepted_satang` what a late claim would bring if
    the committee takes it; `also` names clauses of the same kind that pay apart from this one; `notes` are tokens.
    """

    outcome: Outcome
    satang: int | None
    clause: str | None
    rulebook: str | None
    version: int | None
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    claim_until: date | None = None
    waits_until: date | None = None
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    benefit: str | None = None
    gross_satang: int | None = None
    if_accepted_satang: int | None = None
    event_date: date | None = None
    also: tuple[str, ...] = ()

    def finding(self, rule: str) -> Finding | None:
        """The first finding of that rule."""
        return next((f for f in self.findings if f.rule == rule), None)


FIELD_ORDER = (
    *("rulebook", "joined", "first_paid", "born", "sex", "paid_to", "payments", "savings", "status", "ever_claimed"),
    *("beneficiary_named", "history", "date", "admitted", "discharged", "nights", "who", "count", "gpa", "level"),
    *("occasion", "spouse_is_member", "claimed_on", "cause", "resolution"),
)


def in_case_order(names: Iterable[str]) -> tuple[str, ...]:
    """The names once each, in the order in which a case file has them."""
    wanted = set(names)
    known = [name for name in FIELD_ORDER if name in wanted]
    return tuple(known + sorted(wanted.difference(known)))


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """One "no" decides; otherwise one unknown keeps it open."""
    seen = {finding.outcome for finding in findings}
    if Check.NOT_MET in seen:
        return Outcome.NOT_ENTITLED
    return Outcome.UNKNOWN if Check.UNKNOWN in seen else Outcome.ENTITLED
