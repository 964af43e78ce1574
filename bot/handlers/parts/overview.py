"""All that a fund gives, on one card: living benefits first, each with its short amount."""

from __future__ import annotations

from datetime import date

from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.entitlement.facts import Event
from bot.entitlement.findings import Check, Outcome
from bot.entitlement.rulebook import Benefit, Rulebook
from bot.figures import day
from bot.handlers.context import Turn
from bot.handlers.parts import amounts, general, health, own, wording
from bot.handlers.parts.slots import MOST_CHOICES
from bot.handlers.parts.which_fund import Chosen
from bot.services import entitlements
from bot.services.entitlements import Case

GROUPS = (
    ("living", ("birth", "hospital", "elderly", "education", "disability")),
    ("house", ("disaster", "housing", "tradition", "other")),
    ("death", ("death", "debt")),
)
"""Kinds in the order people meet them; what concerns a death comes last."""


async def overview(turn: Turn, chosen: Chosen, book: Rulebook) -> Reply:
    """The card of all benefits; a linked member's own waiting days and standing are told in the 1:1 chat."""
    words = turn.words
    cases = await _cases(turn, chosen, book)
    sections = [section for name, kinds in GROUPS if (section := _section(turn, name, kinds, book, cases)).rows]
    as_of = next((case.line.as_of for case in cases.values()), turn.today)
    if standing := next((own.arrears_lines(turn, case) for case in cases.values() if own.suspended(case)), None):
        sections.insert(0, Section(tuple(Row(line, strong=True) for line in standing)))
    foot = wording.foot(words, (), book, as_of)
    card = Card(
        words("list.title", fund=chosen.fund.name), words("list.lead", count=len(book.benefits)), tuple(sections), foot
    )
    return general.answered(turn, chosen, (card,), _choices(turn, chosen, book))


async def _cases(turn: Turn, chosen: Chosen, book: Rulebook) -> dict[str, Case]:
    """The member's own case of each kind, as if it were today; empty for all others."""
    if chosen.member is None:
        return {}
    kinds = [
        kind
        for kind in dict.fromkeys(benefit.kind for benefit in book.benefits)
        if not health.hidden(turn, chosen.fund.id, kind, book.for_kind(kind))
    ]
    events = [_today(turn, kind) for kind in kinds]
    cases = await entitlements.my_cases(turn.session, chosen.member.id, events, turn.today)
    return {kind: case for kind, case in zip(kinds, cases, strict=True) if case is not None}


def _today(turn: Turn, kind: str) -> Event:
    """The smallest event of a kind, as if it were today."""
    if kind == "hospital":
        return Event(kind=kind, date=turn.today, discharged=turn.today, nights=1)
    return Event(kind=kind, date=turn.today)


def _section(turn: Turn, name: str, kinds: tuple[str, ...], book: Rulebook, cases: dict[str, Case]) -> Section:
    rows = [
        row
        for kind in kinds
        for benefit in entitlements.with_parts(book, kind)
        for row in _rows(turn, benefit, cases.get(kind))
    ]
    return Section(tuple(rows), heading=turn.words.of("list", name))


def _rows(turn: Turn, benefit: Benefit, case: Case | None) -> list[Row]:
    rows = [
        Row(amounts.brief(turn.words, benefit), turn.words("rule.heading", benefit=benefit.name, clause=benefit.clause))
    ]
    if (until := _waits(case, benefit)) is not None:
        rows.append(Row(turn.words("list.from", date=day(turn.words, until)), faint=True))
    elif _used_up(case, benefit):
        rows.append(Row(turn.words("list.used_up"), faint=True))
    return rows


def _waits(case: Case | None, benefit: Benefit) -> date | None:
    """From when a member may have it, where only time is missing."""
    if case is None or case.assessment.benefit != benefit.code or case.assessment.outcome is Outcome.ENTITLED:
        return None
    return case.assessment.waits_until


def _used_up(case: Case | None, benefit: Benefit) -> bool:
    """Whether this year's cap, or the only time, is spent."""
    if case is None or case.assessment.benefit != benefit.code:
        return False
    spent = ("cap_year", "cap_month", "cap_years", "lifetime")
    return any(finding.rule in spent and finding.outcome is Check.NOT_MET for finding in case.assessment.findings)


def _choices(turn: Turn, chosen: Chosen, book: Rulebook) -> tuple[Choice, ...]:
    """A tap for each kind, the member's rest of the year first where he may see it."""
    room = MOST_CHOICES - 2
    kinds = list(
        dict.fromkeys(
            kind for _, group in GROUPS for kind in group if any(benefit.kind == kind for benefit in book.benefits)
        )
    )
    taps = [_kind(turn, chosen, kind) for kind in kinds[:room]]
    if chosen.member is not None:
        taps.insert(0, general.open_question(turn, chosen, "remaining"))
    return tuple(taps)


def _kind(turn: Turn, chosen: Chosen, kind: str) -> Choice:
    label = turn.words.of("kind_button", kind)
    return Choice(label, Press(pack("ask", "benefit.amount", kind=kind, **chosen.carry), said=label))
