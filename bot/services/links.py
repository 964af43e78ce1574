"""Ties between a person's account and register lines: ended at once when the person says so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import Consent, Link


async def unlink(session: AsyncSession, person_id: int, now: datetime) -> int:
    """Ends a person's links and withdraws the consents that stood on them; says how many ended (PDPA s.19)."""
    links = list(await session.scalars(select(Link).where(Link.person_id == person_id, Link.until.is_(None))))
    for link in links:
        link.until = now
        audit.record(session, now, "link.ended", f"link:{link.id}", person_id=person_id)
    consents = await session.scalars(
        select(Consent).where(
            Consent.person_id == person_id, Consent.kind.in_(("link", "health")), Consent.withdrawn_at.is_(None)
        )
    )
    for consent in consents:
        consent.withdrawn_at = now
    return len(links)
