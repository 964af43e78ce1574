"""Areas, funds and office holders from sheets, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.models import Appointment, Area, AuditEvent, Fund, Person, ZoneAmphoe
from tests.contracts.import_house import AREAS, FUND, Sessions, count, found, only, saved, settle, sheet, tried

OFFICE = {"name": "สมศรี ดีงาม", "role": "เหรัญญิก", "area": "F-1", "from_date": "1 ต.ค. 2568"}


async def test_a_network_comes_in_whatever_the_order_of_its_rows(sessions: Sessions, tmp_path: Path) -> None:
    rich = {**FUND, "balance": "412,500.50", "members_count": "๒๙๘", "figures_as_of": "31 ต.ค. 2569"}
    await settle(sessions, tmp_path, ("funds", [rich]), ("people", [OFFICE]))
    zone = await only(sessions, Area, Area.code == "Z-1")
    province = await only(sessions, Area, Area.code == "P-1")
    place = await only(sessions, Area, Area.code == "F-1")
    assert (zone.parent_id, place.parent_id, place.kind) == (province.id, zone.id, "fund")
    fund = await only(sessions, Fund)
    assert (fund.area_id, fund.phone, fund.status) == (place.id, "034-000-201", "active")
    assert (fund.balance_satang, fund.members_count, fund.figures_as_of) == (41250050, 298, date(2026, 10, 31))
    office = await only(sessions, Appointment)
    assert (office.role, office.area_id, office.from_date, office.until_date) == (
        "treasurer",
        place.id,
        date(2025, 10, 1),
        None,
    )


async def test_importing_twice_changes_nothing(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("people", [OFFICE]))
    before = await count(sessions, AuditEvent)
    for kind, rows in (("areas", AREAS), ("funds", [FUND]), ("people", [OFFICE])):
        plan = await saved(sessions, kind, sheet(tmp_path, kind, rows))
        assert (plan.work, plan.unchanged, plan.faults) == (0, len(rows), [])
    assert await count(sessions, AuditEvent) == before


async def test_changed_facts_are_written_and_audited(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("people", [OFFICE]))
    changes = (
        ("areas", [{**AREAS[0], "name": "โซนใหม่"}, *AREAS[1:]]),
        ("funds", [{**FUND, "status": "หยุด", "stopped_since": "1/10/2567", "name": "กองทุนใหม่"}]),
        ("people", [{**OFFICE, "until_date": "30/9/2570"}]),
    )
    for kind, rows in changes:
        assert len((await saved(sessions, kind, sheet(tmp_path, kind, rows))).changed) == 1
    assert (await only(sessions, Area, Area.code == "Z-1")).name == "โซนใหม่"
    fund = await only(sessions, Fund)
    assert (fund.status, fund.stopped_since, fund.name) == ("stopped", date(2024, 10, 1), "กองทุนใหม่")
    assert (await only(sessions, Area, Area.code == "F-1")).name == "กองทุนใหม่"
    assert (await only(sessions, Appointment)).until_date == date(2027, 9, 30)
    event = await only(sessions, AuditEvent, AuditEvent.action == "appointment.imported")
    assert (event.before, event.after) == ({"until_date": None}, {"until_date": "2027-09-30"})


async def test_one_person_may_hold_two_offices(sessions: Sessions, tmp_path: Path) -> None:
    both = [OFFICE, {**OFFICE, "role": "ผู้ประสานงาน", "area": "Z-1"}]
    await settle(sessions, tmp_path, ("people", both))
    assert (await count(sessions, Person), await count(sessions, Appointment)) == (1, 2)
    await saved(sessions, "people", sheet(tmp_path, "people", [*both, {**OFFICE, "role": "กรรมการ"}]))
    assert (await count(sessions, Person), await count(sessions, Appointment)) == (1, 3)


async def test_a_secretary_is_the_funds_or_the_provinces_by_his_place(sessions: Sessions, tmp_path: Path) -> None:
    rows = [{**OFFICE, "role": "เลขานุการ", "area": area} for area in ("F-1", "P-1")]
    await settle(sessions, tmp_path, ("people", rows))
    async with sessions() as session:
        roles = list(await session.scalars(select(Appointment.role).order_by(Appointment.id)))
    assert roles == ["fund_secretary", "secretary"]
    assert (await saved(sessions, "people", sheet(tmp_path, "people", rows))).unchanged == 2


@pytest.mark.parametrize(
    ("kind", "row", "code"),
    [
        ("areas", {"code": "Z-2", "name": "โซน", "kind": "โซน"}, "area.no_parent"),
        ("areas", {"code": "Z-2", "name": "โซน", "kind": "โซน", "parent": "P-9"}, "area.unknown"),
        ("areas", {"code": "P-2", "name": "จังหวัด", "kind": "จังหวัด", "parent": "Z-1"}, "area.under"),
        ("areas", {"code": "F-1", "name": "โซน", "kind": "โซน", "parent": "P-1"}, "area.is_fund"),
        ("areas", {"code": "โซน2", "name": "โซน", "kind": "โซน", "parent": "P-1"}, "cell.code"),
        ("funds", {**FUND, "code": "F-2", "area": "Z-9"}, "area.unknown"),
        ("funds", {**FUND, "code": "Z-1"}, "row.twice_area"),
        ("funds", {**FUND, "figures_as_of": "1/1/2580"}, "day.future"),
        ("people", {**OFFICE, "area": "F-9"}, "area.unknown"),
        ("people", {**OFFICE, "role": "หัวหน้า"}, "cell.choice"),
        ("people", {**OFFICE, "until_date": "1/1/2560"}, "day.order"),
        ("people", {**OFFICE, "name": "สมศรี 081-234-5678"}, "cell.identifier"),
    ],
)
async def test_each_fault_of_a_network(
    sessions: Sessions, tmp_path: Path, kind: str, row: dict[str, str], code: str
) -> None:
    await settle(sessions, tmp_path)
    assert found(await tried(sessions, kind, sheet(tmp_path, kind, [row]))) == [(code, 2)]


async def test_two_people_of_one_name_in_one_office_are_asked_about(sessions: Sessions, tmp_path: Path) -> None:
    await settle(sessions, tmp_path, ("people", [OFFICE]))
    async with sessions.begin() as session:
        office = (await session.scalars(Appointment.__table__.select())).first()
        assert office is not None
        twin = Person(display_name=OFFICE["name"], created_at=(await session.get_one(Person, 1)).created_at)
        session.add(twin)
        await session.flush()
        place = await session.get_one(Appointment, office)
        session.add(Appointment(person_id=twin.id, role="treasurer", area_id=place.area_id, from_date=place.from_date))
    assert found(await tried(sessions, "people", sheet(tmp_path, "people", [OFFICE]))) == [("person.two", 2)]


async def test_a_zone_has_amphoes_and_an_amphoe_several_zones(sessions: Sessions, tmp_path: Path) -> None:
    rows = [
        {**AREAS[0], "amphoes": "บ้านแพ้ว,  เมือง ,เพชรบุรี/ท่ายาง"},
        *AREAS[1:],
        {"code": "Z-2", "name": "โซนสอง", "kind": "โซน", "parent": "P-1", "amphoes": "เมือง"},
    ]
    await saved(sessions, "areas", sheet(tmp_path, "areas", rows))
    async with sessions() as session:
        kept = {
            (code, row.province, row.amphoe)
            for row, code in await session.execute(select(ZoneAmphoe, Area.code).join(Area))
        }
    assert kept == {
        ("Z-1", "ตัวอย่าง", "บ้านแพ้ว"),
        ("Z-1", "ตัวอย่าง", "เมือง"),
        ("Z-1", "เพชรบุรี", "ท่ายาง"),
        ("Z-2", "ตัวอย่าง", "เมือง"),
    }
    again = await saved(sessions, "areas", sheet(tmp_path, "areas", rows))
    assert (again.work, again.unchanged) == (0, 4)
    changed = await saved(sessions, "areas", sheet(tmp_path, "areas", [{**rows[3], "amphoes": "บ้านโป่ง"}]))
    assert len(changed.changed) == 1
    wrong = await tried(sessions, "areas", sheet(tmp_path, "areas", [{**AREAS[1], "amphoes": "เมือง"}]))
    assert found(wrong) == [("area.amphoes", 2)]


async def test_assistants_and_joint_secretaries_come_in(sessions: Sessions, tmp_path: Path) -> None:
    """An assistant works for whoever leads his zone, wherever in the sheet he stands."""
    people = [
        {"name": "ฟ้า", "role": "ผู้ช่วยงาน", "area": "Z-1", "from_date": "1/10/2568"},
        {"name": "นิด", "role": "ผู้ประสานงาน", "area": "Z-1", "from_date": "1/10/2568"},
        {"name": "พมจ.", "role": "กองเลขาร่วม", "area": "P-1", "from_date": "1/10/2568"},
    ]
    await settle(sessions, tmp_path, ("people", people))
    async with sessions() as session:
        offices = {row.role: row for row in await session.scalars(select(Appointment))}
    assert set(offices) == {"assistant", "coordinator", "joint_secretary"}
    assert offices["assistant"].assists_person_id == offices["coordinator"].person_id
