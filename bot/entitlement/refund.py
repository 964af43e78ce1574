"""What a member who resigns gets back (domain.md 2.2 "resignation refund policy", 2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.entitlement.arrears import judge_arrears
from bot.entitlement.book import Rulebook
from bot.entitlement.facts import Membership, PastClaim
from bot.entitlement.findings import Assessment, Check, Finding, Outcome, Value, in_case_order, outcome_of
from bot.entitlement.money import baht
from bot.entitlement.periods import month_index, month_name


def assess_refund(
    book: Rulebook,
    membership: Membership | None,
    history: Sequence[PastClaim],
    on: date,
    asked_on: date,
    version: Finding,
) -> Assessment:
    """The refund of one who resigns on the day `on`, never the entry fee; not entitled where nothing comes back."""
    policy, clause = book.resign, book.resign.clause
    found = [version, _member(membership, clause)]
    satang: int | None = None
    if membership is not None and policy.refund != "none":
        found.append(_standing(book, membership, on, asked_on, clause))
        if policy.refund == "full_if_never_claimed":
            found.append(_never_claimed(membership, history, clause))
        paid, finding = _paid_in(book, membership, clause)
        found.append(finding)
        satang = paid if policy.percent is None or paid is None else paid * policy.percent // 100
    elif membership is not None:
        found.append(Finding("refund", Check.NOT_MET, policy.refund, 0, clause))
    outcome = outcome_of(found)
    open_ones = outcome is Outcome.UNKNOWN
    return Assessment(
        outcome=outcome,
        satang={Outcome.ENTITLED: satang, Outcome.NOT_ENTITLED: 0, Outcome.UNKNOWN: None}[outcome],
        clause=clause,
        rulebook=book.code,
        version=book.version,
        findings=tuple(found),
        missing=in_case_order(name for finding in found for name in finding.missing) if open_ones else (),
        notes=(f"refund_{policy.refund}",),
        gross_satang=satang if outcome is Outcome.ENTITLED else None,
        event_date=on,
    )


def _member(membership: Membership | None, clause: str | None) -> Finding:
    if membership is None:
        return Finding("member", Check.NOT_MET, "member", "not_member", clause)
    return Finding("member", Check.MET, "member", "member", clause)


def _standing(book: Rulebook, membership: Membership, on: date, asked_on: date, clause: str | None) -> Finding:
    """Membership that ended for arrears brings nothing back; being behind does no harm as such."""
    known = membership
    if membership.paid_to is None and membership.joined is not None and membership.payments:
        # The payments follow each other from the month of joining where nothing else is known.
        last = month_index(membership.joined.isoformat()[:7]) + membership.payments - 1
        known = replace(membership, paid_to=month_name(last))
    finding = judge_arrears(book, known, on, asked_on, clause).finding
    state = finding.saw.get("state") if isinstance(finding.saw, dict) else None
    if finding.rule == "arrears" and finding.outcome is Check.NOT_MET and state != "ended":
        return Finding("arrears", Check.MET, finding.needed, finding.saw, clause)
    return finding


def _never_claimed(membership: Membership, history: Sequence[PastClaim], clause: str | None) -> Finding:
    claimed = True if history else membership.ever_claimed
    if claimed is None:
        return Finding("never_claimed", Check.UNKNOWN, True, None, clause, ("ever_claimed",))
    return Finding("never_claimed", Check.NOT_MET if claimed else Check.MET, True, not claimed, clause)


def _paid_in(book: Rulebook, membership: Membership, clause: str | None) -> tuple[int | None, Finding]:
    """What was paid in and the finding `refund`; without the sum, payments times the monthly contribution."""
    policy, monthly = book.resign.refund, book.contribution.monthly_satang
    if policy == "custom":
        return None, Finding("refund", Check.UNKNOWN, policy, None, clause, ("resolution",))
    satang, saw, needs = membership.paid_satang, dict[str, Value](), "payments"
    if policy == "savings_only":
        satang, needs = membership.savings_satang, "savings"
    elif satang is None and membership.payments is not None and monthly is not None:
        satang = membership.payments * monthly
        saw = {"payments": membership.payments, "monthly_baht": baht(monthly)}
    if satang is None:
        return None, Finding("refund", Check.UNKNOWN, policy, None, clause, (needs,))
    check = Check.MET if satang else Check.NOT_MET
    return satang, Finding("refund", check, policy, saw | {"baht": baht(satang)}, clause)
