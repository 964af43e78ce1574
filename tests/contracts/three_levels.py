"""A network of three levels for tests of rights: a region, two provinces, three zones, five funds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Appointment, Area, Fund, Identity, Person

PARENTS = {
    "R": None,
    "P1": "R",
    "P2": "R",
    "Z1": "P1",
    "Z2": "P1",
    "Z3": "P2",
    "F1": "Z1",
    "F2": "Z1",
    "F3": "Z2",
    "F4": "Z3",
    "F5": "Z3",
}
NAMES = {
    "R": "ภาคทดสอบ",
    "P1": "จังหวัดหนึ่งเดียว",
    "P2": "จังหวัดสองสี",
    "Z1": "โซนตะวันออก",
    "Z2": "โซนตะวันตก",
    "Z3": "โซนทะเลใต้",
    "F1": "บ้านแหลม",
    "F2": "คลองหลวง",
    "F3": "หนองบัว",
    "F4": "ดอนทราย",
    "F5": "เขาขาว",
}
KINDS = {"R": "region", "P": "province", "Z": "zone", "F": "fund"}
SINCE = date(2025, 10, 1)
Net = dict[str, int]


def above(code: str) -> list[str]:
    """A node and all above it, as the test knows it without asking the house."""
    found: list[str] = []
    here: str | None = code
    while here is not None:
        found.append(here)
        here = PARENTS[here]
    return found


def inside(top: str) -> set[str]:
    """A node and all below it."""
    return {code for code in PARENTS if top in above(code)}


@dataclass
class Laid:
    """Ids by code: areas, funds, and the persons made so far by name."""

    areas: Net = field(default_factory=dict)
    funds: Net = field(default_factory=dict)
    persons: Net = field(default_factory=dict)


async def lay(session: AsyncSession) -> Laid:
    """The bare tree with its funds."""
    laid = Laid()
    for code, parent in PARENTS.items():
        area = Area(
            kind=KINDS[code[0]],
            code=code,
            name=NAMES[code] if code[0] != "F" else f"กองทุนสวัสดิการชุมชนตำบล{NAMES[code]}",
            parent_id=laid.areas[parent] if parent else None,
        )
        session.add(area)
        await session.flush()
        laid.areas[code] = area.id
        if code[0] == "F":
            fund = Fund(area_id=area.id, code=code, name=area.name, tambon=NAMES[code], status="active")
            session.add(fund)
            await session.flush()
            laid.funds[code] = fund.id
    return laid


async def person(session: AsyncSession, laid: Laid, name: str, now: datetime, *offices: tuple[str, str]) -> int:
    """A person with an account and offices (role, area code), in force since last year."""
    made = Person(display_name=name, created_at=now)
    session.add(made)
    await session.flush()
    session.add(Identity(person_id=made.id, channel="terminal", account_id=name))
    for role, code in offices:
        session.add(Appointment(person_id=made.id, role=role, area_id=laid.areas[code], from_date=SINCE))
    await session.flush()
    laid.persons[name] = made.id
    return made.id
