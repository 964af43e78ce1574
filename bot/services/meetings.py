"""Meetings on record: saved once from a confirmed draft, with who was there, what was decided and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from storage.models import Attendance, Meeting, MeetingZone, Record, Resolution


@dataclass(frozen=True)
class Decided:
    """One decision: what, by whom, until which day (common era)."""

    text: str
    owner: str | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Held:
    """A meeting as told. `areas`: ids of the zones, fund or province that met; the first is the record's place.

    `people`: (name, role) of each line of an attendance list. `notes`: see storage.models.Meeting.
    """

    areas: tuple[int, ...]
    held_from: date
    held_to: date
    level: str | None = None
    title: str | None = None
    venue: str | None = None
    tambon: str | None = None
    amphoe: str | None = None
    province: str | None = None
    attendance: int | None = None
    qualifier: str | None = None
    attendance_groups: tuple[dict[str, Any], ...] = ()
    hosts: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    resolutions: tuple[Decided, ...] = ()
    people: tuple[tuple[str | None, str | None], ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)
    reporter: str | None = None
    fund_id: int | None = None


async def record_meeting(
    session: AsyncSession, now: datetime, held: Held, person_id: int, draft_key: str | None = None
) -> Record:
    """Saves a meeting; a draft that was saved before gives its record again (the caller has checked the authority)."""
    record, new = await records.enter(
        session,
        now,
        kind="meeting",
        area_id=held.areas[0],
        fund_id=held.fund_id,
        day=held.held_from,
        person_id=person_id,
        draft_key=draft_key,
    )
    if not new:
        return record
    session.add(
        Meeting(
            record_id=record.id,
            level=held.level,
            title=held.title,
            held_from=held.held_from,
            held_to=held.held_to,
            venue=held.venue,
            tambon=held.tambon,
            amphoe=held.amphoe,
            province=held.province,
            attendance=held.attendance,
            attendance_qualifier=held.qualifier,
            attendance_groups=_items(held.attendance_groups),
            hosts=_items(held.hosts),
            agenda=_items(held.agenda),
            notes=held.notes,
            reporter=held.reporter,
        )
    )
    session.add_all(MeetingZone(record_id=record.id, area_id=area_id) for area_id in dict.fromkeys(held.areas))
    session.add_all(
        Attendance(record_id=record.id, number=number, name=name, role=role)
        for number, (name, role) in enumerate(held.people, 1)
    )
    session.add_all(
        Resolution(record_id=record.id, number=number, text=one.text, owner=one.owner, due_on=one.due_on)
        for number, one in enumerate(held.resolutions, 1)
    )
    await session.flush()
    return record


async def last_venue(session: AsyncSession, person_id: int) -> str | None:
    """Where this person's last recorded meeting was: offered again, so that it need not be typed (domain.md S0-02)."""
    found: str | None = await session.scalar(
        select(Meeting.venue)
        .join(Record, Record.id == Meeting.record_id)
        .where(Record.person_id == person_id, Record.withdrawn_at.is_(None), Meeting.venue.is_not(None))
        .order_by(Record.id.desc())
        .limit(1)
    )
    return found


def _items(values: Sequence[Any]) -> dict[str, Any] | None:
    return {"items": list(values)} if values else None
