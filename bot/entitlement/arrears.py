"""Falling behind, as a rule of one claim: the finding `arrears` and what is taken off the benefit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.entitlement.book import Rulebook
from bot.entitlement.facts import Membership
from bot.entitlement.findings import Check, Finding, Value
from bot.entitlement.money import baht
from bot.entitlement.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class ArrearsVerdict:
    """The finding, the satang to take off, and the day the right returns where that is already certain."""

    finding: Finding
    deducted_satang: int = 0


def judge_arrears(
    rulebook: Rulebook, membership: Membership, on: date, asked_on: date, clause: str | None
) -> ArrearsVerdict:
    """Standing on the day of the event, or of the question where the event is still to come.

    Of somebody suspended it is told what to pay on the day of the question, and when rights then return.
    """
    # A day still to come is judged by today's payments: the member is taken to go on paying.
    found = _told_by_register(membership, standing(rulebook, membership, min(on, asked_on)))
    rules = rulebook.arrears
    if found.reason == "left":
        return ArrearsVerdict(Finding("member", Check.NOT_MET, "active", membership.status, clause))
    needed = _needed(rulebook)
    if found.state == "unknown":
        return ArrearsVerdict(Finding("arrears", Check.UNKNOWN, needed, None, clause, found.missing))
    deducted = found.arrears_satang or 0 if rules.deduct and found.state == "warned" else 0
    saw = saw_of(found) | ({"deducted_baht": baht(deducted)} if deducted else {})
    stopped = found.state in ("suspended", "ended")
    if stopped and found.reason == "arrears":
        now = standing(rulebook, membership, asked_on)
        if now.state == "suspended" and now.restores_on is not None:
            saw |= {"pay_baht": baht(now.arrears_satang or 0), "restores_on": now.restores_on.isoformat()}
        else:
            saw.pop("restores_on", None)
    certain = found.restores_on if found.reason == "reinstating" else None
    check = Check.NOT_MET if stopped else Check.MET
    return ArrearsVerdict(Finding("arrears", check, needed, saw, clause, waits_until=certain), deducted)


def _told_by_register(membership: Membership, found: Standing) -> Standing:
    """A suspension that the register tells stands as it is told, even where payments do not explain it."""
    if membership.status != "suspended" or found.state in ("suspended", "ended"):
        return found
    return replace(found, state="suspended", reason="register", missing=())


def saw_of(found: Standing) -> dict[str, Value]:
    """A standing as a finding shows it."""
    saw: dict[str, Value] = {"state": found.state, "months_behind": found.months_behind, "paid_to": found.paid_to}
    if found.arrears_satang is not None and found.months_behind:
        saw["arrears_baht"] = baht(found.arrears_satang)
    if found.reason == "tenure_reset":
        saw |= {"days_behind": found.days_behind, "tenure_reset": True}
    for key, day in (("restores_on", found.restores_on), ("terminates_on", found.terminates_on)):
        if day is not None:
            saw[key] = day.isoformat()
    return saw


def _needed(rulebook: Rulebook) -> Value:
    rules, needed = rulebook.arrears, dict[str, Value]()
    limits = (rules.suspend_months, rules.terminate_months, rules.notice_months)
    months = min((limit for limit in limits if limit is not None), default=None)
    if months is not None:
        needed["months_behind_below"] = months
    if rules.reset_days is not None:
        needed["days_behind_at_most"] = rules.reset_days
    return needed
