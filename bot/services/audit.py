"""Every person's write leaves an audit event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import AuditEvent


def record(
    session: AsyncSession,
    now: datetime,
    action: str,
    subject: str,
    *,
    person_id: int | None = None,
    actor: str = "person",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Writes who did what to which record (`subject` such as `question:12`), in the caller's transaction."""
    session.add(
        AuditEvent(
            at=now,
            actor_person_id=person_id,
            actor=actor,
            action=action,
            subject=subject,
            before=dict(before) if before is not None else None,
            after=dict(after) if after is not None else None,
        )
    )
