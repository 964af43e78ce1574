"""Taking a record back: it counts no longer, its trace stays, and what it had changed elsewhere is as before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import announcements, audit, deadlines, fund_rows, revivals
from storage.models import Record


async def withdraw(session: AsyncSession, now: datetime, record: Record, person_id: int, reason: str = "") -> None:
    """Takes a record back, once; the caller has checked that the person may. Written with an audit event."""
    if record.withdrawn_at is not None:
        return
    record.withdrawn_at, record.withdrawn_by_person_id = now, person_id
    record.withdrawn_reason = reason or None
    if record.kind in fund_rows.KINDS:
        await fund_rows.put_back(session, record)
    audit.record(session, now, f"{record.kind}.withdrawn", f"record:{record.id}", person_id=person_id)
    await session.flush()
    match record.kind:
        case "revival":
            await revivals.withdrawn(session, record)
        case "deadline":
            await deadlines.withdrawn(session, now, record)
        case "broadcast" | "nudge_now":
            await announcements.withdrawn(session, record)
