"""Where a member stands with the contributions on a day (domain.md 2.3 to 2.6, "common rules")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bot.entitlement.book import Rulebook
from bot.entitlement.facts import LEFT, Membership
from bot.entitlement.periods import due_date, last_month_due, month_index, month_name

State = Literal["good", "warned", "suspended", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing on one day; amounts in satang.

    `reason` is "left", "arrears", "reinstating" (paid, the wait still runs), "tenure_reset" or None. `restores_on` is
    when rights come back if all is paid on that day; `terminates_on` when membership ends if nothing is.
    """

    state: State
    reason: str | None = None
    months_behind: int | None = None
    days_behind: int | None = None
    arrears_satang: int | None = None
    paid_to: str | None = None
    restores_on: date | None = None
    terminates_on: date | None = None
    missing: tuple[str, ...] = ()


def standing(rulebook: Rulebook, membership: Membership, on: date) -> Standing:
    """The standing on the day `on`; unknown where what was paid is not known."""
    if membership.status in LEFT and (membership.ended_on is None or membership.ended_on <= on):
        return Standing("ended", "left")
    rules, contribution = rulebook.arrears, rulebook.contribution
    paid_to = _paid_to(rulebook, membership, on)
    if paid_to is None:
        return Standing("unknown", missing=("paid_to",))
    due = last_month_due(on, contribution.due_day)
    months = max(0, due - paid_to)
    if rules.basis == "total":
        if membership.payments is None or membership.joined is None:
            return Standing("unknown", missing=("payments",) if membership.payments is None else ("joined",))
        first = month_index(membership.joined.isoformat()[:7])
        months = max(months, due - first + 1 - membership.payments)
    days = max(0, (on - due_date(paid_to + 1, contribution.due_day)).days)
    owed = None if contribution.monthly_satang is None else months * contribution.monthly_satang
    found = Standing("good", None, months, days, owed, month_name(paid_to))
    if months:
        found = _behind(rulebook, on, replace(found, terminates_on=_ends_on(rulebook, due - months)))
    return _after_paying(rulebook, membership, on, found) if found.state in ("good", "warned") else found


def tenure_start(rulebook: Rulebook, membership: Membership, on: date) -> tuple[date | None, tuple[str, ...]]:
    """From which day waiting and tenure count, or None and the case fields that are missing."""
    start, needed = membership.joined, "joined"
    if rulebook.waiting_from == "first_payment":
        start, needed = membership.first_paid, "first_paid"
    if not rulebook.rejoin.waiting_restart and membership.first_joined is not None:
        start = membership.first_joined
    if start is None:
        return None, (needed,)
    settled, limit = membership.arrears_paid, rulebook.arrears.reset_days
    if settled is not None and limit is not None and settled.on <= on:
        last_paid = last_month_due(settled.on, rulebook.contribution.due_day) - settled.months
        late = (settled.on - due_date(last_paid + 1, rulebook.contribution.due_day)).days
        start = max(start, settled.on) if late > limit else start
    return start, ()


def _paid_to(rulebook: Rulebook, membership: Membership, on: date) -> int | None:
    settled = membership.arrears_paid
    if settled is not None and on < settled.on:
        return last_month_due(settled.on, rulebook.contribution.due_day) - settled.months
    return None if membership.paid_to is None else month_index(membership.paid_to)


def _ends_on(rulebook: Rulebook, last_paid: int) -> date | None:
    rules, due_day = rulebook.arrears, rulebook.contribution.due_day
    days = []
    if rules.terminate_months is not None:
        days.append(due_date(last_paid + rules.terminate_months, due_day) + timedelta(days=1))
    if rules.notice_months is not None:
        days.append(due_date(last_paid + rules.notice_months, due_day) + timedelta(days=1 + rules.notice_days))
    return min(days, default=None)


def _behind(rulebook: Rulebook, on: date, found: Standing) -> Standing:
    rules, months, days = rulebook.arrears, found.months_behind or 0, found.days_behind or 0
    over_total = rules.terminate_months is not None and months >= rules.terminate_months
    if over_total or (found.terminates_on is not None and found.terminates_on <= on):
        return replace(found, state="ended", reason="arrears")
    if rules.reset_days is not None and days > rules.reset_days:
        return replace(found, state="suspended", reason="tenure_reset")
    if rules.suspend_months is not None and months >= rules.suspend_months:
        back = on + timedelta(days=rules.reinstate_wait_days)
        return replace(found, state="suspended", reason="arrears", restores_on=back)
    if months >= min(rules.warn_months or 1, rules.notice_months or 1):
        return replace(found, state="warned", reason="arrears")
    return found


def _after_paying(rulebook: Rulebook, membership: Membership, on: date, found: Standing) -> Standing:
    rules, settled = rulebook.arrears, membership.arrears_paid
    if settled is None or on < settled.on:
        return found
    if rules.terminate_months is not None and settled.months >= rules.terminate_months:
        return replace(found, state="ended", reason="arrears")
    back = settled.on + timedelta(days=rules.reinstate_wait_days)
    if rules.suspend_months is not None and settled.months >= rules.suspend_months and on < back:
        return replace(found, state="suspended", reason="reinstating", restores_on=back)
    return found
