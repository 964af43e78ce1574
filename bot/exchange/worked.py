"""Worked examples for a rulebook: a made-up member and event for each clause, judged by the same rules as real ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.entitlement.assess import assess
from bot.entitlement.facts import Event, Membership
from bot.entitlement.findings import Assessment
from bot.entitlement.periods import add_years, last_month_due, month_name
from bot.entitlement.rulebook import Benefit, ByLevel, Flat, Ladder, PerUnit, Rulebook, Rung

GROWN = 45
"""Age of an example's member where the clause asks for none."""


@dataclass(frozen=True)
class Worked:
    """One example: a member, an event, and what comes of it; `behind` counts the months he has not paid."""

    membership: Membership
    event: Event
    assessment: Assessment
    behind: int = 0

    @property
    def joined(self) -> date:
        """The example member's first day."""
        assert self.membership.joined is not None  # noqa: S101 - every example has one
        return self.membership.joined

    @property
    def on(self) -> date:
        """The day of the example's event."""
        return self.event.discharged or self.event.date or self.joined


def example_day(book: Rulebook) -> date:
    """A day on which the version holds: half a year after it begins, or its last day."""
    day = book.effective_from + timedelta(days=180)
    return min(day, book.effective_to) if book.effective_to else day


def worked(book: Rulebook, benefit: Benefit) -> list[Worked]:
    """Two or three examples of one clause: the first day of the right, the day before, and what a cap or step does."""
    on = example_day(book)
    found = [_one(book, benefit, on, joined) for joined in _joining(benefit, on)]
    found += _larger(book, benefit, on)
    mine = [each for each in found if _speaks_of(benefit, each.assessment)]
    seen: dict[object, Worked] = {}
    for each in mine:
        seen.setdefault(
            (each.assessment.outcome, each.assessment.satang, each.event.nights, each.event.count, each.behind), each
        )
    return list(seen.values())[:3]


def _speaks_of(benefit: Benefit, judged: Assessment) -> bool:
    return judged.benefit == benefit.code or benefit.code in {part.code for part in judged.parts}


def _joining(benefit: Benefit, on: date) -> list[date]:
    """Days of joining: just long enough ago, and one day too late."""
    amount = benefit.amount
    first = amount.rungs[0] if isinstance(amount, Ladder) and amount.by == "tenure" else None
    enough = min(_ago(on, first), _wait(benefit, on)) if first else _wait(benefit, on)
    return [enough] if enough == on else [enough, enough + timedelta(days=1)]


def _wait(benefit: Benefit, on: date) -> date:
    if benefit.waiting_years:
        return add_years(on, -benefit.waiting_years)
    return on - timedelta(days=benefit.waiting_days or 0)


def _ago(on: date, rung: Rung) -> date:
    if rung.days is not None:
        return on - timedelta(days=rung.days)
    if rung.years is not None:
        return add_years(on, -rung.years)
    return add_years(on, -(rung.over_years or 0)) - timedelta(days=1)


def _larger(book: Rulebook, benefit: Benefit, on: date) -> list[Worked]:
    """An example that goes to the limit: a long stay, twins, the highest step, the highest level."""
    long_ago = min(_wait(benefit, on), add_years(on, -10))
    amount = benefit.amount
    if isinstance(amount, PerUnit):
        return [_one(book, benefit, on, long_ago, nights=12)]
    if isinstance(amount, Flat) and amount.per == "child":
        return [_one(book, benefit, on, long_ago, count=2)]
    if isinstance(amount, Ladder) and amount.by == "tenure":
        return [_one(book, benefit, on, _ago(on, amount.rungs[-1]))]
    if isinstance(amount, Ladder):
        return [_one(book, benefit, on, long_ago, age=(amount.rungs[-1].years or 0) + 1)]
    if isinstance(amount, ByLevel):
        return [_one(book, benefit, on, long_ago, level=amount.steps[-1].levels[0])]
    return [_behind(book, benefit, on, long_ago)]


def _behind(book: Rulebook, benefit: Benefit, on: date, joined: date) -> Worked:
    """A member who owes so many months that the rulebook does something about it."""
    rules = book.arrears
    months = rules.suspend_months or rules.terminate_months or rules.notice_months or rules.warn_months or 0
    paid = _one(book, benefit, on, joined)
    due = last_month_due(on, book.contribution.due_day)
    membership = replace(paid.membership, paid_to=month_name(due - months), payments=None)
    judged = assess(replace(book, status="approved"), membership, (), paid.event, on)
    return Worked(membership, paid.event, judged, months)


def _one(
    book: Rulebook,
    benefit: Benefit,
    on: date,
    joined: date,
    *,
    nights: int = 4,
    count: int = 1,
    age: int | None = None,
    level: str | None = None,
) -> Worked:
    event = _event(benefit, on, nights, count, level)
    membership = _member(benefit, on, joined, age)
    judged = assess(replace(book, status="approved"), membership, (), event, on)
    return Worked(membership, event, judged)


def _event(benefit: Benefit, on: date, nights: int, count: int, level: str | None) -> Event:
    stay = isinstance(benefit.amount, PerUnit)
    levels = benefit.amount.steps[0].levels if isinstance(benefit.amount, ByLevel) else benefit.conditions.levels
    return Event(
        kind=benefit.kind,
        date=on,
        admitted=on - timedelta(days=nights) if stay else None,
        discharged=on if stay else None,
        nights=nights if stay else None,
        who="self" if benefit.kind != "education" or "child" not in benefit.who else "child",
        count=count if benefit.kind == "birth" else None,
        gpa=max(benefit.conditions.gpa_min or 0, 3.5) if benefit.kind == "education" else None,
        level=level or (levels[0] if levels else None),
        occasion=benefit.occasions[0] if benefit.occasions else None,
        spouse_is_member=False if benefit.kind == "birth" else None,
        claimed_on=on,
    )


def _member(benefit: Benefit, on: date, joined: date, age: int | None) -> Membership:
    amount = benefit.amount
    least = amount.rungs[0].years if isinstance(amount, Ladder) and amount.by == "age" else None
    years = age or least or benefit.conditions.age_min or GROWN
    return Membership(
        joined=joined,
        born=add_years(on, -years),
        sex="female",
        paid_to=f"{on:%Y-%m}",
        payments=(on.year - joined.year) * 12 + on.month - joined.month + 1,
        status="active",
        ever_claimed=False,
        first_paid=joined,
        beneficiary_named=True,
    )
