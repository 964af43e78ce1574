"""One benefit of a rulebook file, read and checked."""

from __future__ import annotations

import re
from typing import Any, cast

from bot.entitlement.amount_forms import read_amount
from bot.entitlement.faults import Node
from bot.entitlement.terms import (
    BASES,
    KINDS,
    Benefit,
    ClaimWindow,
    Conditions,
    EventCap,
    Exclusion,
    Kind,
    Lifetime,
    PeriodCap,
)

WHO = (
    "member",
    "female_member",
    "mother",
    "father",
    "father_if_mother_not_member",
    "child",
    "spouse",
    "parent",
    "household",
    "non_member",
)
KIND_OF_CODE: dict[str, Kind] = {
    "BIRTH": "birth",
    "IPD": "hospital",
    "DEATH": "death",
    "ELDER": "elderly",
    "EDU": "education",
    "DISASTER": "disaster",
    "WEDDING": "tradition",
    "ORDINATION": "tradition",
    "DISADVANTAGED": "disability",
    "BEDRIDDEN": "disability",
    "HOUSING": "housing",
    "DEBT": "debt",
    "CONSCRIPT": "other",
}
# A clause may be written with its Thai word for "clause" before the number; the number alone is its name.
_CLAUSE_WORD = re.compile(r"^[\u0e01-\u0e4e]+\.?\s*(?=[0-9A-Z(])")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def read_benefit(node: Node) -> Benefit | None:
    """The benefit, or None where a fault was noted."""
    before = len(node.faults)
    code = node.text("code", required=True) or ""
    kind = node.word("kind", KINDS, required=code not in KIND_OF_CODE) or KIND_OF_CODE.get(code, "other")
    clause = _CLAUSE_WORD.sub("", node.text("clause", required=True) or "")
    amount_node = node.node("amount", required=True)
    amount = read_amount(amount_node) if amount_node else None
    waiting_days, waiting_years = node.whole("waiting_days"), node.years("waiting_years")
    month = node.whole("paid_in_month", least=1)
    if month is not None and month > 12:
        node.fault("paid_in_month", f"{month} is no month, write 1 to 12")
    if waiting_days is not None and waiting_years is not None:
        node.fault("waiting_years", "and waiting_days cannot both be given, write one")
    read: dict[str, Any] = {
        "name": node.text("name") or code,
        "who": _who(node),
        "cap_event": _cap_event(node.node("cap_event")),
        "cap_year": _cap(node.node("cap_year")),
        "cap_month": _cap(node.node("cap_month"), basis="month"),
        "cap_years": _cap(node.node("cap_years")),
        "lifetime": _lifetime(node.node("lifetime")),
        "documents": node.texts("documents"),
        "claim_window": _window(node),
        "paid_in_month": month,
        "sensitive": node.flag("sensitive") or False,
        "conditions": _conditions(node.node("conditions")),
        "occasions": node.texts("occasions"),
        "exclusions": tuple(_exclusion(item) for item in node.nodes("exclusions")),
        "part_of": node.text("part_of"),
        "beneficiary": node.word("beneficiary", ("none", "named", "required")) or "none",
        "discretion": node.flag("discretion") or False,
        "official_category": node.whole("official_category"),
        "note": node.text("note"),
    }
    node.finish()
    if amount is None or len(node.faults) > before:
        return None
    return Benefit(
        code=code,
        kind=cast(Kind, kind),
        clause=clause,
        amount=amount,
        waiting_days=waiting_days,
        waiting_years=waiting_years,
        **read,
    )


def _who(node: Node) -> tuple[str, ...]:
    who = node.texts("who") or ("member",)
    for word in who:
        if word not in WHO:
            node.fault("who", f'unknown person "{word}", write some of {", ".join(WHO)}')
    return who


def _cap_event(node: Node | None) -> EventCap:
    if node is None:
        return EventCap()
    cap = EventCap(node.baht("baht"), node.whole("nights"), node.whole("count", least=1))
    node.finish()
    return cap


def _cap(node: Node | None, basis: str = "fiscal") -> PeriodCap | None:
    if node is None:
        return None
    cap = PeriodCap(
        satang=node.baht("baht"),
        nights=node.whole("nights"),
        times=node.whole("times"),
        basis=cast(Any, node.word("basis", BASES) or basis),
        years=node.years("years", least=1),
        within=node.text("within"),
        # What is no stay has one day only, the event's, which the file may name so.
        date_of="admission"
        if node.word("date_of", ("discharge", "admission", "event")) == "admission"
        else "discharge",
    )
    node.finish()
    if (cap.satang, cap.nights, cap.times, cap.within) == (None, None, None, None):
        node.faults.append(f"{node.place}: limits nothing, write baht, nights, times or within")
    return cap


def _lifetime(node: Node | None) -> Lifetime | None:
    if node is None:
        return None
    lifetime = Lifetime(node.whole("times"), node.baht("baht"), cast(Any, node.word("per", ("all", "level")) or "all"))
    node.finish()
    return lifetime


def _window(node: Node) -> ClaimWindow | None:
    days, inner = node.whole("claim_window_days"), node.node("claim_window")
    if inner is None:
        return None if days is None else ClaimWindow(days=days)
    if days is not None:
        node.fault("claim_window", "and claim_window_days cannot both be given, write one")
    window = ClaimWindow(inner.whole("days"), inner.text("opens"), inner.text("until"), inner.text("before"))
    for key, day in (("opens", window.opens), ("until", window.until)):
        if day is not None and not _MONTH_DAY.fullmatch(day):
            inner.fault(key, f'"{day}" is no day of the year, write "07-31" for 31 July')
    inner.finish()
    return window


def _conditions(node: Node | None) -> Conditions:
    if node is None:
        return Conditions()
    read = Conditions(node.years("age_min"), node.number("gpa_min"), node.texts("levels"))
    node.finish()
    return read


def _exclusion(node: Node) -> Exclusion:
    read = Exclusion(node.text("cause", required=True) or "", node.years("within_years", least=1))
    node.finish()
    return read
