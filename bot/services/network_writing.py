"""Writing the network: areas, funds, and who holds which office, from spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import offices
from bot.understanding.role_words import bare_area
from storage.models import Appointment, Area, Fund, Person, ZoneAmphoe

FUND_FIELDS = (
    *("name", "tambon", "status", "stopped_since", "phone", "office", "meeting_day", "payment_place"),
    *("members_count", "balance_satang", "figures_as_of"),
)


async def known_areas(session: AsyncSession) -> dict[str, dict[str, Any]]:
    """Every area by code: id, name, kind, its parent's code, and a zone's amphoes in one line (None without)."""
    rows = list(await session.scalars(select(Area)))
    codes = {row.id: row.code for row in rows}
    amphoes = await _amphoes(session, rows)
    return {
        row.code: {
            "id": row.id,
            "name": row.name,
            "kind": row.kind,
            "parent": codes.get(row.parent_id or 0),
            "amphoes": amphoes.get(row.id),
        }
        for row in rows
    }


async def _amphoes(session: AsyncSession, rows: Sequence[Area]) -> dict[int, str]:
    """The amphoes of each zone as a sheet has them: alone in the zone's own province, else with their province."""
    by_id = {row.id: row for row in rows}
    found: dict[int, list[str]] = {}
    for each in await session.scalars(select(ZoneAmphoe)):
        own = _province(by_id, each.area_id)
        name = each.amphoe if each.province == own else f"{each.province}/{each.amphoe}"
        found.setdefault(each.area_id, []).append(name)
    return {area_id: ", ".join(sorted(names)) for area_id, names in found.items()}


async def _put_amphoes(session: AsyncSession, area: Area, listed: str) -> None:
    """A zone's amphoes anew, from "amphoe, province/amphoe"."""
    rows = {row.id: row for row in await session.scalars(select(Area))}
    own = _province(rows, area.id)
    await session.execute(delete(ZoneAmphoe).where(ZoneAmphoe.area_id == area.id))
    for name in filter(None, (part.strip() for part in listed.split(","))):
        province, _, amphoe = name.rpartition("/")
        session.add(ZoneAmphoe(area_id=area.id, province=province.strip() or own, amphoe=amphoe.strip()))
    await session.flush()


def _province(rows: Mapping[int, Area], area_id: int) -> str:
    """The bare name of the province that an area lies in; empty where none is above it."""
    area = rows.get(area_id)
    while area is not None and area.kind != "province":
        area = rows.get(area.parent_id or 0)
    return bare_area(area.name) if area is not None else ""


async def known_funds(session: AsyncSession) -> dict[str, dict[str, Any]]:
    """Every fund by code: its facts, its own id and the code of the area it stands under (`area`)."""
    areas = await known_areas(session)
    return {
        fund.code: {
            "id": fund.id,
            "area": areas[fund.code]["parent"] if fund.code in areas else None,
            **{name: getattr(fund, name) for name in FUND_FIELDS},
        }
        for fund in await session.scalars(select(Fund))
    }


async def put_area(session: AsyncSession, code: str, values: dict[str, Any], area_id: int | None = None) -> Area:
    """A new area, or an area's changed facts; `parent` is the code of the area above."""
    values = dict(values)
    amphoes = values.pop("amphoes", None)
    if "parent" in values:
        parent = await session.scalar(select(Area).where(Area.code == values.pop("parent")))
        values["parent_id"] = parent.id if parent else None
    if area_id is None:
        area = Area(code=code, **values)
        session.add(area)
    else:
        area = await session.get_one(Area, area_id)
        for name, value in values.items():
            setattr(area, name, value)
    await session.flush()
    if amphoes is not None:
        await _put_amphoes(session, area, str(amphoes))
    return area


async def put_fund(session: AsyncSession, code: str, values: dict[str, Any], fund_id: int | None = None) -> Fund:
    """A new fund with its node of the tree, or a fund's changed facts."""
    facts = {name: value for name, value in values.items() if name != "area"}
    if "balance_satang" in facts:
        facts["balance_as_of"] = None  # a spreadsheet dates both figures with one day
    place = {"parent": values["area"]} if "area" in values else {}
    named = {"name": values["name"]} if "name" in values else {}
    if fund_id is None:
        area = await put_area(session, code, {"kind": "fund", **named, **place})
        fund = Fund(code=code, area_id=area.id, **facts)
        session.add(fund)
    else:
        fund = await session.get_one(Fund, fund_id)
        if place or named:
            await put_area(session, code, {**named, **place}, fund.area_id)
        for name, value in facts.items():
            setattr(fund, name, value)
    await session.flush()
    return fund


async def known_offices(session: AsyncSession) -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    """Every appointment by the person's name, the area's code and the role; more than one where names are shared."""
    rows = await session.execute(
        select(Appointment, Person.display_name, Area.code)
        .join(Person, Appointment.person_id == Person.id)
        .join(Area, Appointment.area_id == Area.id)
        .order_by(Appointment.id)
    )
    found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for appointment, name, code in rows:
        found.setdefault((name or "", code, appointment.role), []).append(
            {
                "id": appointment.id,
                "person_id": appointment.person_id,
                "from_date": appointment.from_date,
                "until_date": appointment.until_date,
            }
        )
    return found


async def put_office(
    session: AsyncSession, values: dict[str, Any], person_id: int | None, now: datetime, today: date
) -> int:
    """Appoints a person, a new one where `person_id` is None; gives the person's id.

    An assistant works for whoever leads his area today.
    """
    if person_id is None:
        person = Person(display_name=values["name"], created_at=now)
        session.add(person)
        await session.flush()
        person_id = person.id
    area = await session.scalar(select(Area).where(Area.code == values["area"]))
    assert area is not None  # noqa: S101 - the plan has looked it up in this transaction
    made = Appointment(
        person_id=person_id,
        role=values["role"],
        area_id=area.id,
        from_date=values["from_date"],
        until_date=values.get("until_date"),
    )
    if made.role == "assistant":
        leaders = await offices.held_in(session, [area.id], today, offices.LEADERS)
        made.assists_person_id = leaders[0].person_id if leaders else None
    session.add(made)
    await session.flush()
    return person_id


async def change_office(session: AsyncSession, appointment_id: int, values: dict[str, Any]) -> None:
    """An appointment's changed days."""
    appointment = await session.get_one(Appointment, appointment_id)
    for name, value in values.items():
        setattr(appointment, name, value)
