"""`assess`: one case against a fund's rulebooks.

The same facts give the same answer whenever it is asked, but for the claim window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.entitlement.book import Rulebook
from bot.entitlement.choosing import choose
from bot.entitlement.facts import Event, Membership, PastClaim
from bot.entitlement.findings import Assessment, Check, Finding, Outcome, Part, Value, in_case_order
from bot.entitlement.happening import event_date, nights_of
from bot.entitlement.judging import Judged, judge
from bot.entitlement.refund import assess_refund
from bot.entitlement.rulebook import in_force
from bot.entitlement.terms import RESIGN, Benefit, PerUnit


def assess(
    rulebooks: Rulebook | Iterable[Rulebook],
    membership: Membership | None,
    history: Sequence[PastClaim],
    event: Event,
    asked_on: date,
) -> Assessment:
    """What the event brings this member under the version in force on its day (domain.md 0.2 rule 1).

    `membership` None: not a member. Facts that are None are not known: an outcome they could change is UNKNOWN and
    names them in `missing`. The amount is in satang, after caps and arrears.
    """
    books = (rulebooks,) if isinstance(rulebooks, Rulebook) else tuple(rulebooks)
    on = event_date(event, asked_on)
    book = in_force(books, on or asked_on)
    if book is None:
        return _no_rule(books, on or asked_on)
    version = Finding("version", Check.MET, (on or asked_on).isoformat(), _span(book), None)
    if event.kind == RESIGN:
        return assess_refund(book, membership, history, on or asked_on, asked_on, version)
    chosen = choose(book, event)
    if chosen is None:
        rule = Finding("rulebook", Check.UNKNOWN, event.kind, None, None, ("rulebook",))
        return Assessment(
            Outcome.UNKNOWN, None, None, book.code, book.version, (version, rule), ("rulebook",), event_date=on
        )
    benefit, unsure = chosen
    parts = [benefit, *(part for part in book.parts_of(benefit.code) if _touched(part, event))]
    judged = [judge(book, part, membership, history, event, on, asked_on) for part in parts]
    if unsure is not None:
        judged[0] = judged[0].with_finding(unsure)
    return _together(book, version, judged, event, on, membership)


def _touched(part: Benefit, event: Event) -> bool:
    return not isinstance(part.amount, PerUnit) or (nights_of(event) or 0) > 0


def _together(
    book: Rulebook,
    version: Finding,
    judged: list[Judged],
    event: Event,
    on: date | None,
    membership: Membership | None,
) -> Assessment:
    main = judged[0]
    paying = [one for one in judged if one.outcome is Outcome.ENTITLED]
    open_ones = [one for one in judged if one.outcome is Outcome.UNKNOWN]
    outcome = Outcome.UNKNOWN if open_ones else Outcome.ENTITLED if paying else Outcome.NOT_ENTITLED
    telling = [one for one in judged if one.outcome is not Outcome.NOT_ENTITLED] or [main]
    lead = telling[0]
    findings = (version, *(finding for one in telling for finding in one.findings))
    gross = sum(one.satang or 0 for one in paying) if outcome is Outcome.ENTITLED else None
    net = None if gross is None else max(0, gross - lead.deducted_satang)
    notes = [note for one in telling for note in one.notes]
    if outcome is Outcome.ENTITLED and lead.deducted_satang:
        notes.append("arrears_deducted")
    documents = [paper for one in telling for paper in one.benefit.documents]
    return Assessment(
        outcome=outcome,
        satang={Outcome.ENTITLED: net, Outcome.NOT_ENTITLED: 0, Outcome.UNKNOWN: None}[outcome],
        clause=lead.benefit.clause,
        rulebook=book.code,
        version=book.version,
        findings=findings,
        missing=in_case_order(name for one in open_ones for name in one.missing),
        documents=tuple(dict.fromkeys(documents)),
        claim_until=lead.claim_until if membership is not None or outcome is not Outcome.NOT_ENTITLED else None,
        waits_until=lead.waits_until if outcome is not Outcome.ENTITLED else None,
        parts=tuple(_part(one) for one in judged),
        notes=tuple(dict.fromkeys(notes)),
        benefit=lead.benefit.code,
        gross_satang=gross,
        if_accepted_satang=_if_accepted(judged, lead) if outcome is Outcome.NOT_ENTITLED else None,
        event_date=on,
        also=tuple(b.clause for b in book.for_kind(event.kind) if b.occasions and not main.benefit.occasions),
    )


def _part(one: Judged) -> Part:
    paid = {Outcome.ENTITLED: one.satang, Outcome.NOT_ENTITLED: 0, Outcome.UNKNOWN: None}[one.outcome]
    return Part(one.benefit.code, one.benefit.clause, one.outcome, paid, one.findings)


def _if_accepted(judged: list[Judged], lead: Judged) -> int | None:
    late = [one.late_satang for one in judged if one.late_satang]
    return max(0, sum(late) - lead.deducted_satang) if late else None


def _no_rule(books: tuple[Rulebook, ...], on: date) -> Assessment:
    codes = {book.code for book in books}
    rule = Finding("rulebook", Check.UNKNOWN, on.isoformat(), None, None, ("rulebook",))
    code = codes.pop() if len(codes) == 1 else None
    return Assessment(Outcome.UNKNOWN, None, None, code, None, (rule,), ("rulebook",), event_date=on)


def _span(book: Rulebook) -> Value:
    ends = book.effective_to.isoformat() if book.effective_to else None
    return {"version": book.version, "from": book.effective_from.isoformat(), "to": ends}
