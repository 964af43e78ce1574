"""A member's own lines in the fund's register, as the pure rules read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.entitlement.facts import ArrearsPaid, Membership, PastClaim, Sex
from storage.models import ClaimPaid, Contribution, Member
from storage.models.base import table


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
).where(Member.id == bindparam("member"))
PAST = (
    select(ClaimPaid.decided_on, ClaimPaid.satang, ClaimPaid.details)
    .where(ClaimPaid.member_id == bindparam("member"))
    .order_by(ClaimPaid.decided_on, ClaimPaid.id)
)


def _settled(member: Row[Any]) -> ArrearsPaid | None:
    """The debt that this member settled last, if it is known."""
    if member.arrears_paid_on is None or member.arrears_paid_months is None:
        return None
    return ArrearsPaid(member.arrears_paid_on, member.arrears_paid_months)


async def register_line(session: AsyncSession, member_id: int) -> RegisterLine:
    """A member's line with everything the rules need. Raises NoResultFound."""
    member = (await session.execute(LINE, {"member": member_id})).one()
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
        arrears_paid=_settled(member),
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
    rows = await session.execute(PAST, {"member": member_id})
    return [_past(*row) for row in rows]


async def payments(session: AsyncSession, member_id: int, limit: int = 12) -> list[Payment]:
    """The latest contributions paid in, newest first."""
    rows = await session.scalars(
        select(Contribution)
        .where(Contribution.member_id == member_id)
        .order_by(Contribution.period_from.desc())
        .limit(limit)
    )
    return [Payment(row.period_from, row.period_to, row.satang, row.paid_on, row.receipt_no) for row in rows]
