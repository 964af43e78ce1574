"""Whom and what tests need of the demo network besides what is laid."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import funds
from bot.services.funds import FundFacts
from storage.models import Person


async def fund(session: AsyncSession, code: str) -> FundFacts:
    """A fund of the demo by its code."""
    return next(one for one in await funds.all_funds(session) if one.code == code)


async def new_person(session: AsyncSession, now: datetime) -> int:
    """Somebody without any office."""
    person = Person(display_name="x", created_at=now)
    session.add(person)
    await session.flush()
    return person.id
