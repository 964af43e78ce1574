"""Offices: who holds which role where, from when until when; made by an invite code, ended at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.services import areas, audit
from bot.understanding.normalise import squash
from storage.models import Appointment, Code, Identity, Person

LEADERS = ("coordinator", "secretary")
"""Whose office an assistant's hangs on."""


@dataclass(frozen=True)
class Office:
    """One appointment in force: its id, whose it is, the shown name (None: not told yet), role and area."""

    id: int
    person_id: int
    name: str | None
    role: str
    area_id: int
    since: date


def in_force(today: object) -> ColumnElement[bool]:
    """The condition that an appointment holds today; an assistant's only while his coordinator's or secretary's does.

    `today` is a day or a bound parameter.
    """
    boss = aliased(Appointment)
    led = exists().where(
        boss.person_id == Appointment.assists_person_id,
        boss.area_id == Appointment.area_id,
        boss.role.in_(LEADERS),
        boss.from_date <= today,
        or_(boss.until_date.is_(None), boss.until_date >= today),
    )
    return and_(
        Appointment.from_date <= today,
        or_(Appointment.until_date.is_(None), Appointment.until_date >= today),
        or_(Appointment.role != "assistant", Appointment.assists_person_id.is_(None), led),
    )


async def held_in(
    session: AsyncSession, area_ids: Collection[int], today: date, roles: Collection[str] = ()
) -> list[Office]:
    """The offices in force on these areas (on the nodes themselves), all roles or only some, longest held first."""
    asked = (
        select(Appointment, Person.display_name)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.area_id.in_(area_ids), in_force(today))
        .order_by(Appointment.from_date, Appointment.id)
    )
    if roles:
        asked = asked.where(Appointment.role.in_(roles))
    return [_office(row, name) for row, name in await session.execute(asked)]


async def held_by(session: AsyncSession, person_id: int, today: date) -> list[Office]:
    """The offices in force of one person."""
    rows = await session.execute(
        select(Appointment, Person.display_name)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.person_id == person_id, in_force(today))
        .order_by(Appointment.id)
    )
    return [_office(row, name) for row, name in rows]


async def office(session: AsyncSession, office_id: int, today: date) -> Office | None:
    """One office; None where it holds no longer."""
    found = (
        await session.execute(
            select(Appointment, Person.display_name)
            .join(Person, Person.id == Appointment.person_id)
            .where(Appointment.id == office_id, in_force(today))
        )
    ).first()
    return _office(found[0], found[1]) if found else None


async def appoint(
    session: AsyncSession, now: datetime, today: date, person_id: int, role: str, area_id: int, code_id: int | None
) -> Appointment:
    """Gives a person a role from today on; an assistant works for whoever leads the area. With an audit event."""
    made = Appointment(person_id=person_id, role=role, area_id=area_id, from_date=today, code_id=code_id)
    if role == "assistant":
        made.assists_person_id = await _led_by(session, area_id, today, code_id)
    session.add(made)
    await session.flush()
    after = {"role": role, "area": area_id, "code": code_id}
    audit.record(session, now, "appointment.made", f"appointment:{made.id}", person_id=person_id, after=after)
    return made


async def end(session: AsyncSession, now: datetime, today: date, office_id: int, by_person: int, why: str) -> list[int]:
    """Ends an office at once, and those of the assistants who work for its holder there; says whose ended."""
    row = await session.get_one(Appointment, office_id)
    ended = [row]
    if row.role in LEADERS:
        ended += await session.scalars(
            select(Appointment).where(
                Appointment.role == "assistant",
                Appointment.assists_person_id == row.person_id,
                Appointment.area_id == row.area_id,
                or_(Appointment.until_date.is_(None), Appointment.until_date >= today),
            )
        )
    for each in ended:
        # `until_date` is the last day of the right: the day before, so that nothing more is allowed today
        each.until_date = today - timedelta(days=1)
        audit.record(
            session, now, "appointment.ended", f"appointment:{each.id}", person_id=by_person, after={"because": why}
        )
    await session.flush()
    return [each.person_id for each in ended]


async def met(session: AsyncSession, now: datetime, today: date, person_id: int, name: str) -> int:
    """Ends the offices of the same name, role and area that a sheet brought in for somebody without an account.

    It is the same human being, who has now taken the office up by a code; says how many there were.
    """
    ended = 0
    for own in await held_by(session, person_id, today):
        for other in await held_in(session, [own.area_id], today, [own.role]):
            account = select(Identity.id).where(Identity.person_id == other.person_id).limit(1)
            same = other.person_id != person_id and squash(other.name or "") == squash(name)
            if same and await session.scalar(account) is None:
                await end(session, now, today, other.id, person_id, "met")
                ended += 1
    return ended


async def above(session: AsyncSession, area_id: int, today: date, apart_from: int | None = None) -> list[Office]:
    """Who leads the nearest area above (coordinators, secretaries), `apart_from` one person; empty where nobody does.

    From a fund the first step is its zone.
    """
    for node in (await areas.path(session, area_id))[1:]:
        found = [each for each in await held_in(session, [node], today, LEADERS) if each.person_id != apart_from]
        if found:
            return found
    return []


async def _led_by(session: AsyncSession, area_id: int, today: date, code_id: int | None) -> int | None:
    """Whose assistant somebody becomes: who issued his code if he leads this very area, else whoever leads it."""
    leaders = [each.person_id for each in await held_in(session, [area_id], today, LEADERS)]
    issuer = await _issuer(session, code_id)
    return issuer if issuer in leaders else leaders[0] if leaders else None


async def _issuer(session: AsyncSession, code_id: int | None) -> int | None:
    code = await session.get(Code, code_id) if code_id is not None else None
    return code.issued_by_person_id if code else None


def _office(row: Appointment, name: str | None) -> Office:
    return Office(row.id, row.person_id, name, row.role, row.area_id, row.from_date)
