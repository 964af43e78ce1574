"""Case files: one case or a list of cases, read into facts (docs/rulebook-format.md, "Case files")."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from bot.entitlement.book import Rulebook
from bot.entitlement.facts import LEFT, ArrearsPaid, Event, Membership, PastClaim, Sex
from bot.entitlement.faults import Faults, Node
from bot.entitlement.terms import KINDS, RESIGN

STATUSES = ("active", "warned", "suspended", *LEFT, "deceased", "rejoined")
EVENT_KINDS = (*KINDS, RESIGN)
_WORD = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True, slots=True)
class Case:
    """One question about one member, as a file states it."""

    rulebooks: tuple[Rulebook, ...]
    asked_on: date
    membership: Membership | None
    history: tuple[PastClaim, ...]
    event: Event


# Finds the versions for what a case calls its rulebook; raises Faults with lines that need no place.
Shelf = Callable[[str], list[Rulebook]]


def read_cases(document: object, shelf: Shelf, today: date) -> list[Case]:
    """Every case of a document; raises `Faults` for all. `today` stands in for an unwritten `asked_on`."""
    faults: list[str] = []
    items = document if isinstance(document, list) else [document]
    places = [f"[{n}]" for n in range(len(items))] if isinstance(document, list) else [""]
    nodes = [Node.wrap(item, place, faults) for item, place in zip(items, places, strict=True)]
    cases = [_case(node, shelf, today) for node in nodes if node is not None]
    if faults:
        raise Faults(faults)
    return [case for case in cases if case is not None]


def _case(node: Node, shelf: Shelf, today: date) -> Case | None:
    before = len(node.faults)
    name, books = node.text("rulebook"), list[Rulebook]()
    if name is None and not node.has("rulebook"):
        node.fault("rulebook", "is missing, write a demo rulebook's code or the path of a rulebook file")
    elif name is not None:
        try:
            books = shelf(name)
        except Faults as wrong:
            for line in wrong.lines:
                node.fault("rulebook", line)
    asked_on = node.day("asked_on") or today
    member = node.node("member")
    # Written as null it means "not a member"; not written at all, nothing is known of the member.
    membership = read_member(member) if member else None if node.has("member") else Membership()
    history = tuple(filter(None, (read_past(item) for item in node.nodes("history"))))
    happened = node.node("event", required=True)
    event = read_event(happened) if happened else None
    if membership and event and member and not member.has("paid_to"):
        membership = _paid_up(membership, max(filter(None, (asked_on, event.date, event.discharged))))
    for key in ("id", "name", "title", "note", "expect"):
        node.raw(key)
    node.finish()
    if event is None or len(node.faults) > before:
        return None
    return Case(tuple(books), asked_on, membership, history, event)


def read_member(node: Node) -> Membership:
    """The member's line; whatever is null or left out is not known."""
    settled = node.node("arrears_paid")
    member = Membership(
        joined=node.day("joined"),
        born=node.day("born"),
        sex=cast("Sex | None", _sex(node)),
        paid_to=node.month("paid_to"),
        payments=node.whole("payments"),
        status=node.word("status", STATUSES),
        ever_claimed=node.flag("ever_claimed"),
        paid_satang=node.baht("paid"),
        savings_satang=node.baht("savings"),
        first_paid=node.day("first_paid"),
        first_joined=node.day("first_joined"),
        ended_on=node.day("ended_on"),
        arrears_paid=_settled(settled) if settled else None,
        beneficiary_named=node.flag("beneficiary_named"),
    )
    node.finish()
    return member


def _paid_up(member: Membership, on: date) -> Membership:
    """A line that is called active and says nothing of payments at all is taken as paid up, as its writer means it."""
    return replace(member, paid_to=f"{on:%Y-%m}") if member.status == "active" else member


def _sex(node: Node) -> str | None:
    word = node.word("sex", ("female", "male", "f", "m"))
    return None if word is None else {"f": "female", "m": "male"}.get(word, word)


def _settled(node: Node) -> ArrearsPaid | None:
    on, months = node.day("date", required=True), node.whole("months", required=True, most=1200)
    node.finish()
    return ArrearsPaid(on, months) if on is not None and months is not None else None


def read_event(node: Node) -> Event | None:
    """What happened."""
    kind = node.word("kind", EVENT_KINDS, required=True)
    fields = _fields(node)
    event = None if kind is None else Event(kind=kind, date=node.day("date"), **fields)
    node.raw("date")
    node.finish()
    return event


def read_past(node: Node) -> PastClaim | None:
    """One benefit that was paid; it needs a day to be counted by."""
    kind = node.word("kind", EVENT_KINDS, required=True)
    baht, times = node.baht("baht"), node.whole("times", least=1)
    fields = _fields(node)
    day = node.day("date") or fields["discharged"]
    if day is None and kind is not None:
        node.fault("date", "is missing, write the day the payment counts by")
    node.finish()
    if kind is None or day is None:
        return None
    kept = {key: fields[key] for key in ("nights", "count", "admitted", "discharged", "occasion", "level", "who")}
    return PastClaim(kind=kind, date=day, satang=baht, times=times or 1, **kept)


def _fields(node: Node) -> dict[str, Any]:
    """What events and past claims have in common."""
    admitted, discharged = node.day("admitted"), node.day("discharged")
    if admitted and discharged and discharged < admitted:
        node.fault("discharged", f"{discharged} is before admitted {admitted}, write a later day")
    return {
        "admitted": admitted,
        "discharged": discharged,
        "nights": node.whole("nights", most=3660),
        "who": _word(node, "who"),
        "count": node.whole("count", least=1, most=20),
        "gpa": node.number("gpa"),
        "level": node.text("level"),
        "occasion": _word(node, "occasion"),
        "spouse_is_member": node.flag("spouse_is_member"),
        "claimed_on": node.day("claimed_on"),
        "cause": _word(node, "cause"),
    }


def _word(node: Node, key: str) -> str | None:
    written = node.text(key)
    if written is None or _WORD.fullmatch(written.lower()):
        return written and written.lower()
    node.fault(key, f'"{written}" will not do, write one English word such as {_EXAMPLES[key]}')
    return None


_EXAMPLES: Mapping[str, str] = {
    "who": "self, spouse, child, father",
    "occasion": "wedding, ordination, conscription",
    "cause": "illness, accident",
}
