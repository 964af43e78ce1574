"""Coming back after leaving (domain.md 2.2 "re-join")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.entitlement.book import Rulebook
from bot.entitlement.periods import month_end


@dataclass(frozen=True, slots=True)
class Return:
    """Whether and from when somebody may come back, at which entry fee (satang), and whether waiting starts again."""

    allowed: bool
    from_day: date | None
    entry_fee_satang: int
    waiting_restarts: bool


def rejoin(rulebook: Rulebook, left_on: date | None) -> Return:
    """The terms for somebody who left on that day; `from_day` is None where that day is not known or nobody may."""
    rules = rulebook.rejoin
    fee = rulebook.contribution.entry_fee_satang if rules.entry_fee else 0
    if not rules.allowed or left_on is None:
        return Return(rules.allowed, None, fee, rules.waiting_restart)
    day = left_on
    if rules.cooloff_months:
        end = month_end(day.year * 12 + day.month - 1 + rules.cooloff_months)
        day = end.replace(day=min(day.day, end.day))
    return Return(True, day + timedelta(days=rules.cooloff_days), fee, rules.waiting_restart)
