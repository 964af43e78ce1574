"""What a person agreed to, each by itself, and taking it back at once (PDPA s.19; domain.md 6.2, 6.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import Consent, Person

TEXT_VERSION = "2569-1"
"""The version of the sentences that ask; a test keeps it in step with the catalogue."""
HEALTH, LINK, PROXY, REMINDERS = "health", "link", "proxy", "reminders"


async def give(
    session: AsyncSession, now: datetime, person_id: int, kind: str, channel: str, fund_id: int | None = None
) -> None:
    """Keeps a consent with the text's version, time and channel; given twice it is kept once."""
    if await _open(session, person_id, (kind,), fund_id):
        return
    consent = Consent(
        person_id=person_id, kind=kind, fund_id=fund_id, text_version=TEXT_VERSION, channel=channel, given_at=now
    )
    session.add(consent)
    await session.flush()
    facts = {"kind": kind, "fund": fund_id, "text": TEXT_VERSION}
    audit.record(session, now, "consent.given", f"consent:{consent.id}", person_id=person_id, after=facts)


def refuse(session: AsyncSession, now: datetime, person_id: int, kind: str, fund_id: int | None = None) -> None:
    """Notes that a person was asked and said no."""
    facts = {"kind": kind, "fund": fund_id, "text": TEXT_VERSION}
    audit.record(session, now, "consent.refused", f"person:{person_id}", person_id=person_id, after=facts)


async def withdraw(
    session: AsyncSession, now: datetime, person_id: int, *kinds: str, fund_id: int | None = None
) -> int:
    """Takes consents back at once (of one fund, or of all); says how many there were."""
    found = await _open(session, person_id, kinds, fund_id)
    for consent in found:
        consent.withdrawn_at = now
        facts = {"kind": consent.kind}
        audit.record(session, now, "consent.withdrawn", f"consent:{consent.id}", person_id=person_id, after=facts)
    await session.flush()
    return len(found)


def agreed(kind: str) -> ColumnElement[bool]:
    """The condition that a person of the query agreed to this, and did not take it back."""
    return exists().where(Consent.person_id == Person.id, Consent.kind == kind, Consent.withdrawn_at.is_(None))


async def _open(session: AsyncSession, person_id: int, kinds: Sequence[str], fund_id: int | None) -> list[Consent]:
    query = select(Consent).where(
        Consent.person_id == person_id, Consent.kind.in_(kinds), Consent.withdrawn_at.is_(None)
    )
    if fund_id is not None:
        query = query.where(Consent.fund_id == fund_id)
    return list(await session.scalars(query))
