"""Wrong codes are counted per person: five, then a day's pause that an officer can shorten (domain.md 6.3 rule 2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import AuditEvent, Person

MOST_TRIES = 5
LOCKED_FOR = timedelta(hours=24)
WRONG, LOCKED, LIFTED = "code.wrong", "code.locked", "code.lock_lifted"


async def locked_until(session: AsyncSession, now: datetime, person_id: int) -> datetime | None:
    """Until when this person's codes are not looked at, None where they are. Holds the person's row till the end.

    The row lock keeps two chats of one person from sharing one count on PostgreSQL; SQLite has one writer anyway.
    """
    await session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    since = await _latest(session, person_id, LOCKED)
    if since is None or since + LOCKED_FOR <= now:
        return None
    lifted = await _latest(session, person_id, LIFTED)
    return since + LOCKED_FOR if lifted is None or lifted < since else None


async def wrong(session: AsyncSession, now: datetime, person_id: int, code_id: int | None = None) -> int:
    """Notes a wrong try and says how many are left; at none the person is locked.

    `code_id`: the used or expired code that was typed, so that whoever asks for a new one need not say which.
    """
    typed = {"code": code_id} if code_id is not None else None
    audit.record(session, now, WRONG, f"person:{person_id}", person_id=person_id, after=typed)
    await session.flush()
    left = max(0, MOST_TRIES - await _counted(session, now, person_id))
    if left == 0:
        audit.record(session, now, LOCKED, f"person:{person_id}", person_id=person_id)
        await session.flush()
    return left


async def last_stale(session: AsyncSession, person_id: int) -> int | None:
    """The id of the code that this person typed last and that was no longer good; None where he typed none."""
    newest = select(AuditEvent.after).where(_about(person_id, WRONG)).order_by(AuditEvent.id.desc()).limit(5)
    for after in await session.scalars(newest):
        if after and "code" in after:
            return int(after["code"])
    return None


async def lift(session: AsyncSession, now: datetime, person_id: int, by_person: int) -> bool:
    """Ends a person's pause on an officer's word; False where there was none."""
    if await session.get(Person, person_id) is None or await locked_until(session, now, person_id) is None:
        return False
    audit.record(session, now, LIFTED, f"person:{person_id}", person_id=by_person)
    await session.flush()
    return True


async def _counted(session: AsyncSession, now: datetime, person_id: int) -> int:
    """Wrong tries of the last 24 hours, since the last pause began or was lifted."""
    newest = [await _last_id(session, person_id, action) for action in (LOCKED, LIFTED)]
    found = await session.scalar(
        select(func.count())
        .select_from(AuditEvent)
        .where(_about(person_id, WRONG), AuditEvent.at > now - LOCKED_FOR, AuditEvent.id > max(newest))
    )
    return int(found or 0)


async def _latest(session: AsyncSession, person_id: int, action: str) -> datetime | None:
    found: datetime | None = await session.scalar(
        select(AuditEvent.at).where(_about(person_id, action)).order_by(AuditEvent.id.desc()).limit(1)
    )
    return found


async def _last_id(session: AsyncSession, person_id: int, action: str) -> int:
    found = await session.scalar(select(func.max(AuditEvent.id)).where(_about(person_id, action)))
    return int(found or 0)


def _about(person_id: int, action: str) -> ColumnElement[bool]:
    return and_(AuditEvent.subject == f"person:{person_id}", AuditEvent.action == action)
