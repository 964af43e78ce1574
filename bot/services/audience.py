"""Whom an announcement reaches: the groups of an area, or those who hold offices in it, each in one chat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.services.consents import REMINDERS, agreed
from bot.services.offices import in_force
from bot.services.people import OFFICER_ROLES
from storage.models import Appointment, Fund, Group, Identity, Person, QuotaReading

GROUPS, OFFICERS, COORDINATORS = "groups", "officers", "coordinators"
AUDIENCES = (GROUPS, OFFICERS, COORDINATORS)
MOST = 500
"""Ids in one statement; SQLite takes not many more."""
ROLES = {OFFICERS: OFFICER_ROLES, COORDINATORS: frozenset({"coordinator"})}


@dataclass(frozen=True)
class Recipient:
    """One chat that is written to. `cost`: in messages of the month's quota; None where nobody has told it yet.

    `area_ids`: where it belongs, or where its person holds offices. `person_id` is None for groups.
    """

    chat: ChatRef
    area_ids: frozenset[int]
    cost: int | None
    person_id: int | None = None


async def counted(session: AsyncSession) -> frozenset[str]:
    """The channels on which a push takes something from a month's messages."""
    return frozenset(await session.scalars(select(QuotaReading.channel)))


async def groups_of(session: AsyncSession, area_ids: Collection[int], *, villages: bool) -> list[Recipient]:
    """The groups we sit in that belong to these areas; those of funds (their members read along) only if `villages`."""
    costly = await counted(session)
    rows = await session.execute(
        select(Group, Fund.area_id).outerjoin(Fund, Fund.id == Group.fund_id).where(Group.left_at.is_(None))
    )
    found = []
    for group, fund_area in rows:
        area = fund_area if group.fund_id is not None else group.area_id
        if area is None or area not in area_ids or (group.fund_id is not None and not villages):
            continue
        cost = group.member_count if group.channel in costly else 0
        found.append(Recipient(ChatRef(group.channel, group.chat_id, "group"), frozenset({area}), cost))
    return found


async def people_of(
    session: AsyncSession, area_ids: Collection[int], audience: str, today: date, apart_from: int | None = None
) -> list[Recipient]:
    """Those who hold such an office in these areas, agreed to be written to and can be: each once, where it is free."""
    held: dict[int, set[int]] = {}
    rows = await session.execute(
        select(Appointment.person_id, Appointment.area_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.role.in_(ROLES[audience]), in_force(today), Person.restricted.is_(False), agreed(REMINDERS))
        .order_by(Appointment.id)
    )
    for person_id, area_id in rows:
        if area_id in area_ids and person_id != apart_from:
            held.setdefault(person_id, set()).add(area_id)
    chats = await cheapest(session, list(held))
    return [
        Recipient(chats[person][0], frozenset(areas), chats[person][1], person)
        for person, areas in held.items()
        if person in chats
    ]


async def cheapest(session: AsyncSession, people: Collection[int]) -> dict[int, tuple[ChatRef, int]]:
    """Each person's chat that has not blocked us, a free one first, and what a message there costs."""
    costly = await counted(session)
    found: dict[int, tuple[ChatRef, int]] = {}
    for person_id, channel, account in sorted(await accounts(session, people), key=lambda row: row.channel in costly):
        found.setdefault(person_id, (ChatRef(channel, account, "direct"), int(channel in costly)))
    return found


async def accounts(session: AsyncSession, people: Collection[int]) -> list[Row[int, str, str]]:
    """Accounts of these people that have not blocked us: (person_id, channel, account_id), the oldest of each first."""
    ids = sorted(people)
    rows: list[Row[int, str, str]] = []
    for start in range(0, len(ids), MOST):
        rows += await session.execute(
            select(Identity.person_id, Identity.channel, Identity.account_id)
            .where(Identity.person_id.in_(ids[start : start + MOST]), Identity.blocked_at.is_(None))
            .order_by(Identity.id)
        )
    return rows
