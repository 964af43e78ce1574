"""Which menu a person's phone shows: by the roles in force today, the widest one first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.offices import in_force
from bot.services.people import OFFICER_ROLES
from storage.models import Appointment, Identity

MENUS = ("member", "officer", "coordinator", "secretary")
"""The menus there are; the first is everybody's."""
COORDINATING = frozenset({"coordinator", "assistant", "joint_secretary"})
"""Roles that enter a zone's work."""


async def menus_of(session: AsyncSession, channel: str, accounts: Collection[str], today: date) -> dict[str, str]:
    """The menu of the person behind each account."""
    found = await _by_account(session, channel, today, accounts) if accounts else {}
    return {account: found.get(account, MENUS[0]) for account in accounts}


async def everybodys(session: AsyncSession, channel: str, today: date) -> dict[str, str]:
    """The menu of each account whose person has, or ever had, a role: all others have the first menu."""
    return await _by_account(session, channel, today, None)


async def _by_account(
    session: AsyncSession, channel: str, today: date, accounts: Collection[str] | None
) -> dict[str, str]:
    asked = (
        select(Identity.account_id, Appointment.role, in_force(today))
        .join(Appointment, Appointment.person_id == Identity.person_id)
        .where(Identity.channel == channel)
    )
    if accounts is not None:
        asked = asked.where(Identity.account_id.in_(accounts))
    roles: dict[str, set[str]] = {}
    for who, role, holds in await session.execute(asked):
        held = roles.setdefault(who, set())
        if holds:
            held.add(role)
    return {who: _menu(held) for who, held in roles.items()}


def _menu(roles: set[str]) -> str:
    if "secretary" in roles:
        return "secretary"
    if roles & COORDINATING:
        return "coordinator"
    return "officer" if roles & OFFICER_ROLES else MENUS[0]
