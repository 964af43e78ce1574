"""How an amount came about: nights times rate, the step of a ladder, what a cap took away, what is owed."""

from __future__ import annotations

from typing import Any

from bot.entitlement.findings import Finding, Outcome, Part
from bot.entitlement.rulebook import Benefit, Flat, Ladder, PerUnit, UpTo
from bot.figures import baht, number
from bot.handlers.parts import wording
from bot.handlers.parts.amounts import rung_condition
from bot.handlers.parts.examples import reached_rung
from bot.services.entitlements import Case
from bot.words import Words


def lines(words: Words, case: Case) -> list[str]:
    """Each clause's part of the amount, the caps that mattered, and what was taken off for arrears."""
    found: list[str] = []
    paying = [part for part in case.assessment.parts if part.outcome is Outcome.ENTITLED]
    for part in paying:
        benefit = case.rulebook.benefit(part.code)
        if benefit is not None:
            found += _part(words, benefit, part, several=len(paying) > 1)
    owed = case.assessment.finding("arrears")
    if owed is not None and isinstance(owed.saw, dict) and owed.saw.get("deducted_baht"):
        found.append(words("own.deducted", amount=owed.saw["deducted_baht"], months=owed.saw["months_behind"]))
    return found


def _part(words: Words, benefit: Benefit, part: Part, *, several: bool) -> list[str]:
    by_rule = {finding.rule: finding for finding in part.findings}
    found = [words("own.part", benefit=benefit.name, amount=baht(words, part.satang or 0))] if several else []
    if (amount := _map(by_rule.get("amount"))) is not None:
        found += _amount(words, benefit, amount, by_rule)
    for rule in ("cap_year", "cap_month", "cap_years"):
        if rule in by_rule:
            found += wording.used(words, by_rule[rule])
    if (excluded := by_rule.get("exclusion")) is not None and isinstance(excluded.needed, list):
        found += [words("rule.excluded", cause=wording.cause(words, str(each))) for each in excluded.needed]
    if benefit.paid_in_month is not None:
        found.append(words("rule.paid_in_month", month=words.of("month_name", str(benefit.paid_in_month))))
    return found


def _amount(words: Words, benefit: Benefit, amount: dict[str, Any], by_rule: dict[str, Finding]) -> list[str]:
    match benefit.amount:
        case PerUnit(rate):
            return _nights(words, benefit, rate, amount)
        case Flat(satang, "child") if amount.get("count", 1) > 1:
            return [
                words("own.children", n=amount["count"], rate=number(satang), total=number(satang * amount["count"]))
            ]
        case Ladder(rungs, by, _):
            step = reached_rung(rungs, amount.get("step", {}))
            return [rung_condition(words, step, by)] if step else []
        case UpTo():
            return [words("own.inspection")]
    return []


def _nights(words: Words, benefit: Benefit, rate: int, amount: dict[str, Any]) -> list[str]:
    nights, paid = int(amount["nights"]), int(amount["paid_nights"])
    gross = rate * paid
    found = [words("own.nights", rate=number(rate), nights=paid, total=number(gross))]
    if paid < nights:
        found.append(words("own.nights_cut", paid=paid, nights=nights))
    cap = benefit.cap_event
    if cap.nights is not None and nights > cap.nights:
        found.append(words("cap.event.nights", n=cap.nights))
    if cap.satang is not None and gross > cap.satang:
        found.append(words("cap.event.baht", amount=number(cap.satang)))
    return found


def _map(finding: Finding | None) -> dict[str, Any] | None:
    return finding.needed if finding is not None and isinstance(finding.needed, dict) else None
