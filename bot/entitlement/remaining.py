"""How much of a benefit's cap a member has left on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.entitlement.book import Rulebook
from bot.entitlement.caps import left_of
from bot.entitlement.facts import Membership, PastClaim
from bot.entitlement.periods import Period, period_of
from bot.entitlement.terms import Benefit, PeriodCap
from bot.entitlement.usage import Used, used_in


@dataclass(frozen=True, slots=True)
class Remaining:
    """Used and left in the span that `on` falls into; satang, nights, times. None: the clause sets no such limit.

    `sure` is false where a past claim does not say how much it took: the truth is then no more than what is told.
    """

    benefit: Benefit
    clause: str
    start: date
    end: date
    cap: PeriodCap
    used_satang: int
    used_nights: int
    used_times: int
    left_satang: int | None
    left_nights: int | None
    left_times: int | None
    sure: bool = True

    @property
    def nothing_left(self) -> bool:
        """Whether the cap is used up."""
        return 0 in (self.left_satang, self.left_nights, self.left_times)


def remaining(
    rulebook: Rulebook,
    membership: Membership | None,
    history: Sequence[PastClaim],
    kind: str,
    on: date,
    *,
    benefit: str | None = None,
) -> Remaining | None:
    """What is left of the kind's yearly cap (else its cap over years or a month) on the day `on`.

    `benefit` picks one clause by code. None where the kind has no such cap, or one by anniversaries of an unknown day.
    """
    for one in rulebook.for_kind(kind):
        if benefit not in (None, one.code):
            continue
        for _, written in one.caps:
            owner = rulebook.benefit(written.within) if written.within else None
            cap = (owner.cap_year if owner else None) or written
            span = period_of(cap, on, membership.joined if membership else None)
            if span is not None:
                return _left(one, cap, span, used_in(one, history, rulebook, cap, span))
    return None


def _left(benefit: Benefit, cap: PeriodCap, span: Period, used: Used) -> Remaining:
    satang, nights, _ = left_of(cap, used)
    times = None if cap.times is None else max(0, cap.times - used.times)
    return Remaining(
        benefit=benefit,
        clause=benefit.clause,
        start=span.start,
        end=span.end,
        cap=cap,
        used_satang=used.satang,
        used_nights=used.nights,
        used_times=used.times,
        left_satang=satang,
        left_nights=nights,
        left_times=times,
        sure=used.sure,
    )
