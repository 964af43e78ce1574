"""Whole cases against the demo rulebooks, for Hypothesis: every fact known, so that tests can take facts away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from bot.demo.rulebooks import demo_rulebooks
from bot.entitlement.assess import assess
from bot.entitlement.facts import Event, Membership, PastClaim
from bot.entitlement.findings import Assessment
from bot.entitlement.rulebook import Rulebook

BOOKS = demo_rulebooks()
OCCASIONS = {"tradition": ["wedding", "ordination"], "other": ["conscription", "accident", "working", "savings"]}
LEVELS = ["ป.6", "ป.3", "ม.3", "ม.6", "ปวช.", "ปริญญาตรี"]
KINDS = [
    *("birth", "hospital", "death", "elderly", "education", "disaster"),
    *("tradition", "disability", "housing", "debt", "other", "resign"),
]


@dataclass(frozen=True)
class Whole:
    """A case of which everything is known."""

    code: str
    membership: Membership
    history: tuple[PastClaim, ...]
    event: Event
    asked_on: dt.date

    @property
    def books(self) -> list[Rulebook]:
        return BOOKS[self.code]

    def answer(self, **changed: Any) -> Assessment:
        case = replace(self, **changed)
        return assess(case.books, case.membership, case.history, case.event, case.asked_on)


def days(first: str, last: str) -> st.SearchStrategy[dt.date]:
    return st.dates(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def occasions(kind: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from(OCCASIONS[kind]) if kind in OCCASIONS else st.none()


@st.composite
def past_claims(draw: st.DrawFn, kinds: list[str], around: dt.date) -> PastClaim:
    kind = draw(st.sampled_from(kinds))
    day = around + dt.timedelta(days=draw(st.integers(-500, 300)))
    nights = draw(st.integers(0 if kind == "birth" else 1, 6)) if kind in ("birth", "hospital") else None
    satang = 100_00 * (nights or 1) if kind == "hospital" else draw(st.sampled_from([100_00, 500_00, 1000_00]))
    return PastClaim(kind, day, satang, nights=nights, occasion=draw(occasions(kind)), level=draw(levels(kind)))


def levels(kind: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from(LEVELS) if kind == "education" else st.none()


def mostly(usual: st.SearchStrategy[Any], else_: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The usual three times in four, so that few cases fail for reasons beside the point."""
    return st.sampled_from([True, True, True, False]).flatmap(lambda fine: usual if fine else else_)


@st.composite
def whole_cases(draw: st.DrawFn, kinds: list[str] | None = None) -> Whole:
    code = draw(st.sampled_from(sorted(BOOKS)))
    covered = {benefit.kind for benefit in BOOKS[code][-1].benefits} | {"resign"}
    known = [kind for kind in kinds or KINDS if kind in covered] or ["hospital"]
    kind = draw(mostly(st.sampled_from(known), st.sampled_from(kinds or KINDS)))
    on = draw(days("2025-06-01", "2028-03-01"))
    nights = draw(st.integers(0, 25)) if kind in ("birth", "hospital") else None
    paid_to = on + dt.timedelta(days=draw(mostly(st.integers(0, 200), st.integers(-250, 200))))
    joined = on - dt.timedelta(days=draw(mostly(st.integers(150, 8000), st.integers(-20, 800))))
    membership = Membership(
        joined=joined,
        born=on - dt.timedelta(days=draw(mostly(st.integers(21800, 30000), st.integers(6000, 30000)))),
        sex=draw(mostly(st.just("female"), st.just("male"))),
        paid_to=paid_to.isoformat()[:7],
        payments=draw(st.integers(0, 120)),
        status="active",
        ever_claimed=draw(mostly(st.just(False), st.just(True))),
    )
    event = Event(
        kind=kind,
        date=on,
        discharged=on if kind == "hospital" else None,
        nights=nights,
        who=draw(mostly(st.just("child" if kind == "education" else "self"), st.sampled_from(["child", "spouse"]))),
        count=draw(st.sampled_from([None, 1, 2])) if kind == "birth" else None,
        gpa=draw(st.sampled_from([2.0, 3.49, 3.5, 4.0])) if kind == "education" else None,
        level=draw(levels(kind)),
        occasion=draw(occasions(kind)),
        spouse_is_member=draw(st.booleans()) if kind == "birth" else None,
    )
    claims = past_claims([kind, "hospital", "birth"] if kind != "resign" else ["hospital"], on)
    history = tuple(draw(mostly(st.lists(claims, max_size=1), st.lists(claims, max_size=4))))
    asked_on = on + dt.timedelta(days=draw(mostly(st.integers(0, 10), st.integers(0, 200))))
    return Whole(code, membership, history, event, asked_on)
