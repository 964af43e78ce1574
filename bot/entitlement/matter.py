"""One clause held against one case: what every judgement looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.entitlement.book import Rulebook
from bot.entitlement.facts import Event, Membership, PastClaim
from bot.entitlement.terms import Benefit


@dataclass(frozen=True, slots=True)
class Matter:
    """`on` is the day of the event; `start` the day tenure counts from, `start_missing` what would tell it."""

    book: Rulebook
    benefit: Benefit
    membership: Membership | None
    history: Sequence[PastClaim]
    event: Event
    on: date
    asked_on: date
    start: date | None = None
    start_missing: tuple[str, ...] = ()
