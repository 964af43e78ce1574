"""Meetings that were held in an area, their decisions, and what of those is still open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import audit
from storage.models import Attendance, Consent, Meeting, MeetingZone, Person, Record, Resolution

MOST = 60
PUBLICITY = "publicity"
"""The consent to be named in public."""


@dataclass(frozen=True)
class Past:
    """One meeting as it was recorded: days in the common era, `areas` the ids of what met."""

    record_id: int
    area_id: int
    person_id: int | None
    recorded_at: datetime
    held_from: date
    held_to: date
    level: str | None
    title: str | None
    venue: str | None
    tambon: str | None
    amphoe: str | None
    province: str | None
    attendance: int | None
    qualifier: str | None
    hosts: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    attendance_groups: tuple[Any, ...] = ()
    areas: tuple[int, ...] = ()


@dataclass(frozen=True)
class Decision:
    """One decision of a meeting: its number there, what, by whom, until when; `state` open, done or dropped."""

    id: int
    record_id: int
    number: int
    text: str
    owner: str | None
    due_on: date | None
    state: str
    held_on: date


@dataclass(frozen=True)
class Present:
    """One line of an attendance list."""

    name: str | None
    role: str | None


def _inside(area_ids: Collection[int]) -> ColumnElement[bool]:
    """The condition that a record is of these areas, or that one of them took part."""
    took_part = exists().where(MeetingZone.record_id == Record.id, MeetingZone.area_id.in_(area_ids))
    return or_(Record.area_id.in_(area_ids), took_part)


async def held(
    session: AsyncSession,
    area_ids: Collection[int],
    *,
    first: date | None = None,
    last: date | None = None,
    record_id: int | None = None,
    most: int = MOST,
) -> list[Past]:
    """Meetings of these areas, the latest first; between two days, or only one record."""
    asked = (
        select(Record, Meeting)
        .join(Meeting, Meeting.record_id == Record.id)
        .where(Record.withdrawn_at.is_(None), _inside(area_ids))
        .order_by(Meeting.held_from.desc(), Record.id.desc())
        .limit(most)
    )
    if first is not None:
        asked = asked.where(Meeting.held_to >= first)
    if last is not None:
        asked = asked.where(Meeting.held_from <= last)
    if record_id is not None:
        asked = asked.where(Record.id == record_id)
    rows = [(record, meeting) for record, meeting in await session.execute(asked)]
    zones = await _zones(session, [record.id for record, _ in rows])
    return [_past(record, meeting, zones.get(record.id, ())) for record, meeting in rows]


async def decisions(session: AsyncSession, record_ids: Collection[int]) -> list[Decision]:
    """The decisions of meetings, in the order of meetings and numbers."""
    if not record_ids:
        return []
    rows = await session.execute(
        select(Resolution, Meeting.held_from)
        .join(Meeting, Meeting.record_id == Resolution.record_id)
        .where(Resolution.record_id.in_(record_ids))
        .order_by(Meeting.held_from.desc(), Resolution.record_id.desc(), Resolution.number)
    )
    return [_decision(row, day) for row, day in rows]


async def open_decisions(session: AsyncSession, area_ids: Collection[int]) -> list[Decision]:
    """What meetings of these areas decided and nobody has done yet; what is due first comes first."""
    rows = await session.execute(
        select(Resolution, Meeting.held_from)
        .join(Record, Record.id == Resolution.record_id)
        .join(Meeting, Meeting.record_id == Record.id)
        .where(Resolution.state == "open", Record.withdrawn_at.is_(None), _inside(area_ids))
    )
    found = [_decision(row, day) for row, day in rows]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or one.held_on, one.id))


async def decision(session: AsyncSession, decision_id: int) -> Decision | None:
    """One decision; None where there is none, or its meeting was withdrawn."""
    found = (
        await session.execute(
            select(Resolution, Meeting.held_from)
            .join(Record, Record.id == Resolution.record_id)
            .join(Meeting, Meeting.record_id == Record.id)
            .where(Resolution.id == decision_id, Record.withdrawn_at.is_(None))
        )
    ).first()
    return _decision(found[0], found[1]) if found else None


async def finish(session: AsyncSession, now: datetime, decision_id: int, person_id: int) -> bool:
    """Notes that a decision is done; False where it was already. The caller has checked the right."""
    row = await session.get_one(Resolution, decision_id)
    if row.state != "open":
        return False
    row.state, row.done_at = "done", now
    subject = f"resolution:{row.id}"
    audit.record(
        session, now, "resolution.done", subject, person_id=person_id, before={"state": "open"}, after={"state": "done"}
    )
    await session.flush()
    return True


async def present(session: AsyncSession, record_id: int) -> list[Present]:
    """The attendance list of a meeting."""
    rows = await session.scalars(
        select(Attendance).where(Attendance.record_id == record_id).order_by(Attendance.number)
    )
    return [Present(row.name, row.role) for row in rows]


async def credited(session: AsyncSession, person_id: int | None) -> str | None:
    """By which name a reporter may stand in the public, if he has agreed to that; None otherwise (domain.md S1-27)."""
    if person_id is None:
        return None
    agreed = exists().where(Consent.person_id == Person.id, Consent.kind == PUBLICITY, Consent.withdrawn_at.is_(None))
    name: str | None = await session.scalar(select(Person.display_name).where(Person.id == person_id, agreed))
    return name


async def _zones(session: AsyncSession, record_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    if not record_ids:
        return {}
    rows = await session.execute(
        select(MeetingZone.record_id, MeetingZone.area_id)
        .where(MeetingZone.record_id.in_(record_ids))
        .order_by(MeetingZone.area_id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for record_id, area_id in rows:
        found[record_id] = (*found.get(record_id, ()), area_id)
    return found


def _past(record: Record, meeting: Meeting, zones: tuple[int, ...]) -> Past:
    same = ("held_from", "held_to", "level", "title", "venue", "tambon", "amphoe", "province", "attendance")
    return Past(
        record_id=record.id,
        area_id=record.area_id,
        person_id=record.person_id,
        recorded_at=record.recorded_at,
        **{name: getattr(meeting, name) for name in same},
        qualifier=meeting.attendance_qualifier,
        hosts=_items(meeting.hosts),
        agenda=_items(meeting.agenda),
        attendance_groups=_items(meeting.attendance_groups),
        areas=zones or (record.area_id,),
    )


def _items(kept: dict[str, Any] | None) -> tuple[Any, ...]:
    return tuple((kept or {}).get("items", ()))


def _decision(row: Resolution, held_on: date) -> Decision:
    return Decision(row.id, row.record_id, row.number, row.text, row.owner, row.due_on, row.state, held_on)
