"""What the audit trail says."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import AuditEvent


async def actions(session: AsyncSession) -> list[str]:
    """All that was done, in its order."""
    await session.flush()
    return list(await session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
