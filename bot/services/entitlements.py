"""What the rules say: of a member's own case, or of the rule alone. Rows in, the pure rules' values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.entitlement.assess import assess
from bot.entitlement.facts import Event, PastClaim
from bot.entitlement.findings import Assessment
from bot.entitlement.rulebook import Benefit, Rulebook, in_force
from bot.entitlement.standing import Standing, standing
from bot.services import funds, register
from bot.services.register import RegisterLine


@dataclass(frozen=True)
class Case:
    """A member's own case with what it was judged by; `rulebook` is the version of the event's day."""

    assessment: Assessment
    rulebook: Rulebook
    line: RegisterLine
    history: tuple[PastClaim, ...]
    standing: Standing


@dataclass(frozen=True)
class Rule:
    """What a fund's rulebook of one day says of one kind of benefit; no benefits: it says nothing of it."""

    rulebook: Rulebook
    benefits: tuple[Benefit, ...]


async def rulebook_on(session: AsyncSession, fund_id: int, on: date) -> Rulebook | None:
    """The version of a fund's rules in force on a day, None where none is loaded."""
    return in_force(await funds.rulebooks(session, fund_id), on)


async def my_case(session: AsyncSession, member_id: int, event: Event, asked_on: date) -> Case | None:
    """A member's own case, judged by the version of the event's day; None where the fund has no rulebook for it.

    Raises NoResultFound for an unknown member.
    """
    return (await my_cases(session, member_id, [event], asked_on))[0]


async def my_cases(session: AsyncSession, member_id: int, events: Sequence[Event], asked_on: date) -> list[Case | None]:
    """Several cases of one member, with his register line read once; as `my_case` for each event."""
    line = await register.register_line(session, member_id)
    books = await funds.rulebooks(session, line.fund_id)
    past = tuple(await register.history(session, member_id))
    found: list[Case | None] = []
    for event in events:
        day = event.discharged or event.date or asked_on
        if (book := in_force(books, day)) is None:
            found.append(None)
            continue
        judged = assess(books, line.membership, past, event, asked_on)
        found.append(Case(judged, book, line, past, standing(book, line.membership, day)))
    return found


async def general_rule(session: AsyncSession, fund_id: int, kind: str, on: date) -> Rule | None:
    """What the fund's rules of that day say of a kind of benefit, None where no rulebook is loaded for the day."""
    book = await rulebook_on(session, fund_id, on)
    if book is None:
        return None
    return Rule(book, with_parts(book, kind))


def with_parts(book: Rulebook, kind: str) -> tuple[Benefit, ...]:
    """The clauses of a kind in the rulebook's order, each followed by those that add to it."""
    found: list[Benefit] = []
    for benefit in book.for_kind(kind):
        found += [benefit, *book.parts_of(benefit.code)]
    return tuple(found)
