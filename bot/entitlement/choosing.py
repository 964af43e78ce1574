"""Which clause an event falls under."""

from __future__ import annotations

from bot.entitlement.book import Rulebook
from bot.entitlement.facts import Event
from bot.entitlement.findings import Check, Finding
from bot.entitlement.terms import Benefit


def choose(book: Rulebook, event: Event) -> tuple[Benefit, Finding | None] | None:
    """The clause, with the finding `occasion` where the case leaves open which one; None where no clause speaks of it.

    A kind whose clauses know one occasion only needs none told.
    """
    candidates = book.for_kind(event.kind)
    plain = [benefit for benefit in candidates if not benefit.occasions]
    if event.occasion is not None:
        named = [benefit for benefit in candidates if event.occasion in benefit.occasions]
        return ((named or plain)[0], None) if named or plain else None
    if plain:
        return plain[0], None
    if not candidates:
        return None
    occasions = [occasion for benefit in candidates for occasion in benefit.occasions]
    if len(candidates) == 1:
        return candidates[0], None
    finding = Finding("occasion", Check.UNKNOWN, [*occasions], None, candidates[0].clause, ("occasion",))
    return candidates[0], finding
