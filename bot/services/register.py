"""A member's own lines in the fund's register, as the pure rules read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entitlement.facts import ArrearsPaid, Membership, PastClaim, Sex
from storage.models import ClaimPaid, Contribution, Member
from storage.models.base import table
from storage.session import read_before


@dataclass(frozen=True)
class RegisterLine:
    """One member as the register has him; `as_of` is the day the register was last brought up to date."""

    id: int
    fund_id: int
    number: str
    name: str
    membership: Membership
    as_of: date


@dataclass(frozen=True)
class Payment:
    """One contribution paid in: the period it covers, satang, the day, the receipt's number."""

    period_from: date
    period_to: date
    satang: int
    paid_on: date
    receipt_no: str | None


def _dated(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _past(decided_on: date, satang: int, stored: Mapping[str, Any] | None) -> PastClaim:
    details = dict(stored or {})
    for name in ("date", "admitted", "discharged"):
        if name in details:
            details[name] = _dated(details[name])
    known = {name: value for name, value in details.items() if name in PastClaim.__dataclass_fields__}
    return PastClaim(**{"kind": "other", "date": decided_on, **known, "satang": satang})


# Built once: putting a statement together costs as much as running it.
LINE = select(
    *table(Member).c,
    select(ClaimPaid.id).where(ClaimPaid.member_id == Member.id).exists().label("claimed"),
    select(func.sum(Contribution.satang)).where(Contribution.member_id == Member.id).scalar_subquery().label("paid"),
).where(Member.id.in_(bindparam("members", expanding=True)))
PAST = (
    select(ClaimPaid.member_id, ClaimPaid.decided_on, ClaimPaid.satang, ClaimPaid.details)
    .where(ClaimPaid.member_id.in_(bindparam("members", expanding=True)))
    .order_by(ClaimPaid.decided_on, ClaimPaid.id)
)


def _settled(on: date | None, months: int | None) -> ArrearsPaid | None:
    """The debt that a member settled last, if it is known."""
    return None if on is None or months is None else ArrearsPaid(on, months)


async def register_line(session: AsyncSession, member_id: int) -> RegisterLine:
    """A member's line with everything the rules need. Raises NoResultFound."""
    read = read_before(session)
    if ("line", member_id) not in read:
        read.update(await _lines(session, [member_id]))
    found: RegisterLine | None = read.get(("line", member_id))
    if found is None:
        raise NoResultFound(f"member {member_id}")
    return found


async def read_ahead(session: AsyncSession, member_ids: Sequence[int]) -> None:
    """Reads the lines and histories of many members at once, for the same transaction."""
    if member_ids:
        read = read_before(session)
        read.update(await _lines(session, member_ids))
        read.update(await _histories(session, member_ids))


async def _lines(session: AsyncSession, member_ids: Sequence[int]) -> dict[object, RegisterLine]:
    return {("line", row.id): _line(row) for row in await session.execute(LINE, {"members": member_ids})}


async def _histories(session: AsyncSession, member_ids: Sequence[int]) -> dict[object, list[PastClaim]]:
    found: dict[object, list[PastClaim]] = {("past", member_id): [] for member_id in member_ids}
    for member_id, decided_on, satang, details in await session.execute(PAST, {"members": member_ids}):
        found["past", member_id].append(_past(decided_on, satang, details))
    return found


def _line(member: Any) -> RegisterLine:
    membership = Membership(
        joined=member.joined,
        born=member.born,
        sex=cast(Sex | None, member.sex),
        paid_to=member.paid_to,
        payments=member.payments,
        status=member.status,
        ever_claimed=bool(member.claimed),
        paid_satang=int(member.paid) if member.paid is not None else None,
        ended_on=member.ended_on,
        arrears_paid=_settled(member.arrears_paid_on, member.arrears_paid_months),
    )
    return RegisterLine(member.id, member.fund_id, member.number, member.name or "", membership, member.as_of)


async def by_number(session: AsyncSession, fund_ids: Sequence[int], number: str) -> Member | None:
    """The one member of these funds with this number, typed whole or by its figures alone; None for none or several."""
    said, figures = number.lower(), number.lstrip("0")
    ours = select(Member).where(Member.fund_id.in_(fund_ids))
    found = list(await session.scalars(ours.where(func.lower(Member.number) == said)))
    if not found and figures.isdigit():
        alike = await session.scalars(ours.where(Member.number.like(f"%{figures}")))
        found = [member for member in alike if member.number.rpartition("-")[2].lstrip("0") == figures]
    return found[0] if len(found) == 1 else None


async def history(session: AsyncSession, member_id: int) -> list[PastClaim]:
    """What the fund has paid this member before, oldest first."""
    read = read_before(session)
    if ("past", member_id) not in read:
        read.update(await _histories(session, [member_id]))
    return list(read["past", member_id])


async def payments(session: AsyncSession, member_id: int, limit: int = 12) -> list[Payment]:
    """The latest contributions paid in, newest first."""
    rows = await session.scalars(
        select(Contribution)
        .where(Contribution.member_id == member_id)
        .order_by(Contribution.period_from.desc())
        .limit(limit)
    )
    return [Payment(row.period_from, row.period_to, row.satang, row.paid_on, row.receipt_no) for row in rows]
