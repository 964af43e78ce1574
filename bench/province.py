"""A province in a database: zones, funds, their officers on LINE, a part of them on Telegram too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.transcript.stage import DATA_KEY
from storage.models import Appointment, Area, Base, Consent, Deadline, Fund, Identity, Person
from storage.session import engine as open_engine
from storage.session import sessions as session_maker

TOGETHER = 2000
SINCE = date(2025, 10, 1)


async def lay(
    path: Path, now: datetime, *, funds: int, zones: int, dues: Sequence[tuple[str, int, date]], telegram: float = 0.5
) -> AsyncEngine:
    """Fills a new SQLite file: one province, its secretary, a coordinator a zone, one officer a fund.

    `dues`: obligation, fiscal year (Buddhist era), day; `telegram`: the share of people who are on Telegram too.
    """
    engine = open_engine(f"sqlite+aiosqlite:///{path}", DATA_KEY)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    areas: list[dict[str, Any]] = [{"id": 1, "kind": "province", "code": "P", "name": "P", "parent_id": None}]
    areas += [{"id": 2 + z, "kind": "zone", "code": f"Z{z}", "name": f"Z{z}", "parent_id": 1} for z in range(zones)]
    base = 2 + zones
    areas += [
        {"id": base + f, "kind": "fund", "code": f"F{f}", "name": f"F{f}", "parent_id": 2 + f % zones}
        for f in range(funds)
    ]
    offices = [("secretary", 1), *(("coordinator", 2 + z) for z in range(zones))]
    offices += [("treasurer", base + f) for f in range(funds)]
    people = range(1, len(offices) + 1)
    every = max(1, round(1 / telegram)) if telegram else 0
    async with session_maker(engine).begin() as session:
        tables: list[tuple[Any, list[dict[str, Any]]]] = [
            (Area, areas),
            (
                Fund,
                [
                    {"id": 1 + f, "area_id": base + f, "code": f"F{f}", "name": f"F{f}", "tambon": f"T{f}"}
                    for f in range(funds)
                ],
            ),
            (Person, [{"id": p, "created_at": now} for p in people]),
            (Identity, [{"person_id": p, "channel": "line", "account_id": f"U{p}"} for p in people]),
            (
                Identity,
                [
                    {"person_id": p, "channel": "telegram", "account_id": str(p)}
                    for p in people
                    if every and p % every == 0
                ],
            ),
            (
                Consent,
                [
                    {"person_id": p, "kind": "reminders", "text_version": "1", "channel": "line", "given_at": now}
                    for p in people
                ],
            ),
            (
                Appointment,
                [
                    {"person_id": p, "role": role, "area_id": area, "from_date": SINCE}
                    for p, (role, area) in zip(people, offices, strict=True)
                ],
            ),
            (
                Deadline,
                [
                    {"area_id": 1, "obligation": code, "fiscal_year": year, "due_on": due, "set_at": now}
                    for code, year, due in dues
                ],
            ),
        ]
        for model, rows in tables:
            for start in range(0, len(rows), TOGETHER):
                await session.execute(insert(model), rows[start : start + TOGETHER])
    return engine
