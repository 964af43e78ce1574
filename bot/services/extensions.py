"""Asking for longer, the decision on it, and who need not send at all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit, records
from bot.services.funds import FundFacts
from storage.models import Deadline, Exemption, Extension, Record

KIND, EXEMPT = "extension", "exemption"
GRANTED, REFUSED = "granted", "refused"


@dataclass(frozen=True)
class Asked:
    """One request: who asked, for which deadline and area, until when; `decision` None while nobody has decided."""

    id: int
    deadline_id: int
    area_id: int
    person_id: int | None
    asked_on: datetime
    until: date
    reason: str | None
    decision: str | None
    record_id: int


async def ask(
    session: AsyncSession,
    now: datetime,
    *,
    deadline_id: int,
    area_id: int,
    fund_id: int | None,
    until: date,
    reason: str | None,
    person_id: int,
    draft_key: str | None = None,
    granted: bool = False,
) -> Asked:
    """Keeps a request; `granted` at once where the asker himself may decide. The caller has checked his right."""
    record, new = await records.enter(
        session,
        now,
        kind=KIND,
        area_id=area_id,
        fund_id=fund_id,
        day=until,
        person_id=person_id,
        draft_key=draft_key,
    )
    if new:
        row = Extension(
            deadline_id=deadline_id,
            area_id=area_id,
            record_id=record.id,
            asked_by_person_id=person_id,
            asked_at=now,
            asked_until=until,
            reason=reason,
        )
        if granted:
            row.decision, row.decided_by_person_id, row.decided_at = GRANTED, person_id, now
        session.add(row)
        await session.flush()
    found = await session.scalar(select(Extension).where(Extension.record_id == record.id))
    assert found is not None  # noqa: S101 - written with its record in one transaction
    return _asked(found)


async def get(session: AsyncSession, extension_id: int) -> Asked | None:
    """One request that was not withdrawn and whose deadline stands."""
    row = (
        await session.execute(
            select(Extension)
            .join(Record, Record.id == Extension.record_id)
            .join(Deadline, Deadline.id == Extension.deadline_id)
            .where(Extension.id == extension_id, Record.withdrawn_at.is_(None), Deadline.ended_at.is_(None))
        )
    ).scalar_one_or_none()
    return _asked(row) if row else None


async def decide(session: AsyncSession, now: datetime, extension_id: int, grant: bool, person_id: int) -> bool:
    """Decides a request; False where somebody has decided before. The caller has checked the right."""
    row = await session.get_one(Extension, extension_id)
    if row.decision is not None:
        return False
    row.decision, row.decided_by_person_id, row.decided_at = GRANTED if grant else REFUSED, person_id, now
    after = {"decision": row.decision, "until": row.asked_until.isoformat()}
    audit.record(session, now, "extension.decided", f"extension:{row.id}", person_id=person_id, after=after)
    await session.flush()
    return True


async def of_deadlines(session: AsyncSession, deadline_ids: Collection[int]) -> list[Asked]:
    """All requests for these deadlines, oldest first."""
    if not deadline_ids:
        return []
    rows = await session.scalars(
        select(Extension)
        .join(Record, Record.id == Extension.record_id)
        .where(Extension.deadline_id.in_(deadline_ids), Record.withdrawn_at.is_(None))
        .order_by(Extension.id)
    )
    return [_asked(row) for row in rows]


async def exempt(
    session: AsyncSession,
    now: datetime,
    *,
    fund: FundFacts,
    obligation: str,
    year: int,
    reason: str | None,
    today: date,
    person_id: int,
    draft_key: str | None = None,
) -> int:
    """Notes that a fund does not owe an obligation of a year; the record's id. The caller has checked the right."""
    record, new = await records.enter(
        session,
        now,
        kind=EXEMPT,
        area_id=fund.area_id,
        fund_id=fund.id,
        day=today,
        person_id=person_id,
        draft_key=draft_key,
    )
    if new:
        session.add(
            Exemption(record_id=record.id, area_id=fund.area_id, obligation=obligation, fiscal_year=year, reason=reason)
        )
        await session.flush()
    return record.id


async def exempted(session: AsyncSession, area_ids: Collection[int] | None = None) -> set[tuple[str, int, int]]:
    """(obligation, year, area) of all who need not send; of these areas only, where they are given."""
    asked = (
        select(Exemption.obligation, Exemption.fiscal_year, Exemption.area_id)
        .join(Record, Record.id == Exemption.record_id)
        .where(Record.withdrawn_at.is_(None))
    )
    if area_ids is not None:
        asked = asked.where(Exemption.area_id.in_(area_ids))
    rows = await session.execute(asked)
    return {(obligation, year, area_id) for obligation, year, area_id in rows}


def _asked(row: Extension) -> Asked:
    return Asked(
        row.id,
        row.deadline_id,
        row.area_id,
        row.asked_by_person_id,
        row.asked_at,
        row.asked_until,
        row.reason,
        row.decision,
        row.record_id,
    )
