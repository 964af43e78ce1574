"""A small network to import into, and an import as the command does it, on either database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.exchange import importing
from bot.exchange.plans import Options, Plan
from bot.exchange.templates import write_template
from storage.models import Base
from tests.contracts.conftest import NOW

TODAY = date(2026, 11, 21)
OPTIONS = Options(TODAY)
Sessions = async_sessionmaker[AsyncSession]
Rows = list[dict[str, str]]

AREAS = [
    {"code": "Z-1", "name": "โซนหนึ่ง", "kind": "โซน", "parent": "P-1"},
    {"code": "P-1", "name": "จังหวัดตัวอย่าง", "kind": "จังหวัด", "parent": "TH"},
    {"code": "TH", "name": "ประเทศ", "kind": "ประเทศ"},
]
FUND = {"code": "F-1", "name": "กองทุนหนึ่ง", "tambon": "หนึ่ง", "area": "Z-1", "phone": "034-000-201"}
MEMBER = {
    "fund": "F-1",
    "number": "M-1",
    "name": "ดวงดาว แจ่มจ้า",
    "sex": "หญิง",
    "born": "14/2/2510",
    "joined": "1/4/2562",
    "paid_to": "ต.ค. 2569",
    "payments": "91",
    "as_of": "31/10/2569",
}
PAID = {
    "fund": "F-1",
    "number": "M-1",
    "period_from": "ต.ค. 2569",
    "amount": "30",
    "paid_on": "10/10/2569",
    "receipt_no": "1/15",
}


async def tried(sessions: Sessions, kind: str, path: Path, options: Options = OPTIONS) -> Plan:
    """What an import would do."""
    async with sessions() as session:
        return await importing.plan(session, kind, path, options)


async def saved(sessions: Sessions, kind: str, path: Path, options: Options = OPTIONS) -> Plan:
    """An import with --yes."""
    async with sessions.begin() as session:
        plan = await importing.plan(session, kind, path, options)
        if plan.work and not plan.faults:
            await importing.write(session, plan, path, options, NOW, lambda _: None)
        return plan


def sheet(folder: Path, kind: str, rows: Rows) -> Path:
    """A filled template."""
    path = folder / f"{kind}-{len(list(folder.iterdir()))}.xlsx"
    write_template(kind, path, {kind: rows})
    return path


async def settle(sessions: Sessions, folder: Path, *more: tuple[str, Rows]) -> None:
    """The areas, the fund, and what else is given, saved."""
    given: Sequence[tuple[str, Rows]] = (("areas", AREAS), ("funds", [FUND]), *more)
    for kind, rows in given:
        plan = await saved(sessions, kind, sheet(folder, kind, rows))
        assert plan.faults == []


async def count(sessions: Sessions, model: type[Base]) -> int:
    """How many rows a table has."""
    async with sessions() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def only(sessions: Sessions, model: type[Any], *where: Any) -> Any:
    """The one row of a table that fits."""
    async with sessions() as session:
        return (await session.scalars(select(model).where(*where))).one()


def found(plan: Plan) -> list[tuple[str, int | None]]:
    """The faults by code and row."""
    return [(fault.code, fault.row) for fault in plan.faults]
