"""What a person was reminded of last, and his wish to be reminded later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import Deadline, Delivery, Nudge, Snooze
from storage.outbox import RODE

RECENT = timedelta(days=4)
"""For so long "I have sent it" after a reminder means what it was about."""


@dataclass(frozen=True)
class Told:
    """One line of a person's last digest: which deadline (None: a decision of a meeting), who owes what."""

    deadline_id: int | None
    area_id: int
    fund_id: int | None
    obligation: str
    year: int
    part: str


async def last_told(session: AsyncSession, person_id: int | None, now: datetime) -> list[Told]:
    """What stood in the last digest that went out to a person, by deadlines; empty where that is long ago."""
    if person_id is None:
        return []
    rows = list(
        await session.execute(
            select(Nudge, Deadline)
            .join(Delivery, Delivery.id == Nudge.delivery_id)
            .join(Deadline, Deadline.id == Nudge.deadline_id)
            .where(Nudge.person_id == person_id, Nudge.created_at >= now - RECENT, Nudge.state != "silenced")
            .where((Delivery.state == "sent") | Delivery.fate.startswith(RODE))
            .order_by(Nudge.created_at.desc(), Nudge.id)
        )
    )
    newest = rows[0][0].delivery_id if rows else None
    return [
        Told(
            due.id if due.ended_at is None else None,
            one.area_id,
            one.fund_id,
            due.obligation,
            due.fiscal_year,
            one.part,
        )
        for one, due in rows
        if one.delivery_id == newest
    ]


async def was_told(session: AsyncSession, person_id: int | None, now: datetime) -> bool:
    """Whether a reminder went out to a person of late, of whatever."""
    if person_id is None:
        return False
    found = (
        select(Nudge.id)
        .join(Delivery, Delivery.id == Nudge.delivery_id)
        .where(Nudge.person_id == person_id, Nudge.created_at >= now - RECENT)
        .where((Delivery.state == "sent") | Delivery.fate.startswith(RODE))
    )
    return await session.scalar(found.limit(1)) is not None


async def snooze(session: AsyncSession, now: datetime, person_id: int, until: datetime) -> None:
    """Keeps that a person wants to be reminded at `until` (aware) and not before; the last wish counts."""
    row = Snooze(person_id=person_id, until=until, created_at=now)
    session.add(row)
    await session.flush()
    audit.record(
        session, now, "reminder.snoozed", f"snooze:{row.id}", person_id=person_id, after={"until": until.isoformat()}
    )
