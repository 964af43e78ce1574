"""Who wants no weekly digest; stopping and wanting it again are audited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import DigestStop


async def stop(session: AsyncSession, now: datetime, person_id: int) -> None:
    """No more weekly digests for a person, until he asks for them; reminders are another matter."""
    if await session.get(DigestStop, person_id) is None:
        session.add(DigestStop(person_id=person_id, since=now))
        audit.record(session, now, "digest.stopped", f"person:{person_id}", person_id=person_id)
        await session.flush()


async def wanted(session: AsyncSession, now: datetime, person_id: int) -> None:
    """Weekly digests again."""
    if await session.get(DigestStop, person_id) is not None:
        await session.execute(delete(DigestStop).where(DigestStop.person_id == person_id))
        audit.record(session, now, "digest.wanted", f"person:{person_id}", person_id=person_id)
