"""What the past has already used up of a cap. Order of the history never matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.entitlement.book import Rulebook
from bot.entitlement.facts import PastClaim
from bot.entitlement.periods import Period
from bot.entitlement.terms import Benefit, PeriodCap, PerUnit


@dataclass(frozen=True, slots=True)
class Used:
    """Satang, nights and times used in a span; `sure` is false where a past claim does not say how much it was."""

    satang: int = 0
    nights: int = 0
    times: int = 0
    sure: bool = True


def past_of(benefit: Benefit, history: Iterable[PastClaim], book: Rulebook) -> list[PastClaim]:
    """The past claims under this clause."""
    rivals = [b for b in book.for_kind(benefit.kind) if b.occasions]
    only = len(rivals) == 1

    def same(claim: PastClaim) -> bool:
        if claim.kind != benefit.kind:
            return False
        if not benefit.occasions:
            return not any(claim.occasion in rival.occasions for rival in rivals)
        return claim.occasion in benefit.occasions or (claim.occasion is None and only)

    return [claim for claim in history if same(claim)]


def used_in(benefit: Benefit, history: Sequence[PastClaim], book: Rulebook, cap: PeriodCap, span: Period) -> Used:
    """What this clause, and every clause that shares its yearly cap, has paid within the span of the cap."""
    owner = (benefit.cap_year.within if benefit.cap_year else None) or benefit.code
    sharing = [b for b in book.benefits if b.code == owner or (b.cap_year and b.cap_year.within == owner)]
    satang = nights = times = 0
    sure = True
    for one in sharing:
        for claim in past_of(one, history, book):
            if (claim.began_on if cap.date_of == "admission" else claim.counted_on) not in span:
                continue
            spent_nights, spent = _spent(one, claim, book)
            satang, nights, times = satang + (spent or 0), nights + (spent_nights or 0), times + claim.times
            sure = sure and spent is not None and spent_nights is not None
    return Used(satang, nights, times, sure)


def _spent(benefit: Benefit, claim: PastClaim, book: Rulebook) -> tuple[int | None, int | None]:
    """Nights and satang that a past claim took from this clause; None where it cannot be told."""
    shared_event = benefit.part_of is not None or bool(book.parts_of(benefit.code))
    nights = claim.nights
    if nights is None and claim.admitted and claim.discharged:
        nights = max(0, (claim.discharged - claim.admitted).days)
    if not isinstance(benefit.amount, PerUnit):
        return 0, claim.satang
    rate = benefit.amount.satang
    if nights is None:
        if benefit.kind != "hospital":
            nights = 0
        elif claim.satang is not None and rate:
            nights = -(-claim.satang // rate)
    if claim.satang is not None and not shared_event:
        return nights, claim.satang
    if nights is None:
        return None, None
    # Several clauses paid for that event together: this one's share follows from its nights.
    paid_nights = nights if benefit.cap_event.nights is None else min(nights, benefit.cap_event.nights)
    satang = paid_nights * rate
    if benefit.cap_event.satang is not None:
        satang = min(satang, benefit.cap_event.satang)
    return nights, satang
