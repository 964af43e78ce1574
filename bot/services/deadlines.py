"""Deadlines: set, moved, listed, and a new fiscal year opened without dates (domain.md 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit, records
from bot.services.fiscal import fiscal_year
from bot.services.obligations import template
from storage.models import Area, Deadline, Extension, Record
from storage.queues import Queue, one_claimer

KIND = "deadline"


@dataclass(frozen=True)
class Due:
    """One deadline that stands: for all of an area; `due_on` None where no day is set yet; the year is Buddhist era."""

    id: int
    area_id: int
    obligation: str
    year: int
    due_on: date | None
    set_at: datetime


async def set_day(
    session: AsyncSession,
    now: datetime,
    *,
    area_id: int,
    obligation: str,
    year: int,
    due_on: date,
    person_id: int,
    draft_key: str | None = None,
) -> tuple[int, Due | None]:
    """Sets or moves a deadline: the record's id, and the deadline as it was before.

    A new date is a new row, so its reminders count anew. The caller has checked the right; a draft is saved once.
    """
    record, new = await records.enter(
        session, now, kind=KIND, area_id=area_id, day=due_on, person_id=person_id, draft_key=draft_key, year=year
    )
    if not new:
        return record.id, None
    before = await _row(session, area_id, obligation, year)
    if before is not None:
        before.ended_at = now
        await session.flush()
    row = Deadline(
        area_id=area_id,
        obligation=obligation,
        fiscal_year=year,
        due_on=due_on,
        set_by_person_id=person_id,
        set_at=now,
        record_id=record.id,
        moved_from_id=before.id if before else None,
    )
    session.add(row)
    await session.flush()
    if before is not None:
        await _carry(session, before.id, row)
    audit.record(
        session,
        now,
        "deadline.set",
        f"deadline:{row.id}",
        person_id=person_id,
        before={"due": before.due_on.isoformat()} if before and before.due_on else None,
        after={"due": due_on.isoformat(), "obligation": obligation, "year": year},
    )
    return record.id, _due(before) if before else None


async def withdrawn(session: AsyncSession, now: datetime, record: Record) -> None:
    """A deadline that was set wrongly ends; the one that it replaced stands again."""
    row = await session.scalar(select(Deadline).where(Deadline.record_id == record.id, Deadline.ended_at.is_(None)))
    if row is None:
        return
    row.ended_at = now
    await session.flush()
    before = await session.get(Deadline, row.moved_from_id) if row.moved_from_id else None
    if before is not None:
        before.ended_at = None
        await session.flush()
        await _carry(session, row.id, before)


async def standing(session: AsyncSession, area_ids: Collection[int] | None = None) -> list[Due]:
    """The deadlines of these areas (of all, for None): those with a day first, in the order of days."""
    rows = await session.scalars(select(Deadline).where(Deadline.ended_at.is_(None)))
    found = [_due(row) for row in rows if area_ids is None or row.area_id in area_ids]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.min, one.area_id, one.id))


async def find(session: AsyncSession, area_ids: Sequence[int], obligation: str, year: int) -> Due | None:
    """The deadline of the nearest of these areas (from below upwards)."""
    for area_id in area_ids:
        if (row := await _row(session, area_id, obligation, year)) is not None:
            return _due(row)
    return None


async def get(session: AsyncSession, deadline_id: int) -> Due | None:
    """One deadline; None where it stands no longer."""
    row = await session.get(Deadline, deadline_id)
    return _due(row) if row is not None and row.ended_at is None else None


async def open_year(session: AsyncSession, now: datetime, today: date) -> int:
    """Opens the fiscal year of `today` for each province: what is owed in it, without days; says how much is new.

    Done again it does nothing: what is there stays as it is. Which years the obligations are about tells the template.
    """
    await one_claimer(session, Queue.YEARS)
    provinces = list(await session.scalars(select(Area.id).where(Area.kind == "province")))
    wanted = [(area, one.code, fiscal_year(today) + one.shift) for area in provinces for one in template().values()]
    known = {(each.area_id, each.obligation, each.year) for each in await standing(session)}
    fresh = [key for key in wanted if key not in known]
    if not fresh:
        return 0
    for area_id, code, year in fresh:
        session.add(Deadline(area_id=area_id, obligation=code, fiscal_year=year, set_at=now))
    await session.flush()
    audit.record(session, now, "deadline.year_opened", f"year:{fiscal_year(today)}", actor="system")
    return len(fresh)


async def _carry(session: AsyncSession, from_id: int, to: Deadline) -> None:
    """Extensions beyond the new day go on to hold; what asked for less has been given by the move."""
    asked = await session.scalars(select(Extension).where(Extension.deadline_id == from_id))
    for one in asked:
        if to.due_on is None or one.asked_until > to.due_on:
            one.deadline_id = to.id


async def _row(session: AsyncSession, area_id: int, obligation: str, year: int) -> Deadline | None:
    found: Deadline | None = await session.scalar(
        select(Deadline).where(
            Deadline.area_id == area_id,
            Deadline.obligation == obligation,
            Deadline.fiscal_year == year,
            Deadline.ended_at.is_(None),
        )
    )
    return found


def _due(row: Deadline) -> Due:
    return Due(row.id, row.area_id, row.obligation, row.fiscal_year, row.due_on, row.set_at)
