"""`nongbaht nudges --at 2026-11-27T09:00 --json`: who would be reminded of what, by which way, at which cost."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storage.errors import StorageError

if TYPE_CHECKING:
    from bot.reminders.planning import Sheaf


def nudges(
    at: Annotated[
        str, typer.Option("--at", help="The moment to look at, local time: 2026-11-27T09:00; now without.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of lines.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Look at a fresh demo network instead of the database.")] = False,
) -> None:
    """Print the reminders that a tick would queue at a moment, without queueing or sending anything."""
    rows = asyncio.run(_demo(at) if demo else _configured(at))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows["digests"]:
        typer.echo(f"{row['send_at']}  {row['to']}  {row['channel']}  cost {row['cost']}")
        for line in row["nudges"]:
            typer.echo(f"    {line['stage']:>6}  {line['part']:<8}  due {line['due']}  {line['what']}  {line['place']}")
    total = rows["total"]
    typer.echo(f"{total['digests']} digests, {total['nudges']} nudges, {total['cost']} of the month's messages")


async def _configured(at: str) -> dict[str, Any]:
    from bot.settings import Settings
    from storage.migrations.run import check_revision
    from storage.session import engine as open_engine

    settings = Settings()
    engine = open_engine(settings.database_url)
    try:
        await check_revision(engine)
        return await look(engine, _free(settings), at, settings.zone)
    finally:
        await engine.dispose()


async def _demo(at: str) -> dict[str, Any]:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from bot.clock import BANGKOK
    from bot.demo import network
    from bot.transcript import line_stage
    from bot.transcript.stage import DATA_KEY, fill
    from storage.session import engine as open_engine

    with TemporaryDirectory(prefix="nongbaht-nudges-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}"
        await fill(url, "line", line_stage.ACCOUNTS, line_stage.CHATS)
        engine = open_engine(url, DATA_KEY)
        try:
            return await look(engine, {"line": False}, at or network.start().isoformat(), BANGKOK)
        finally:
            await engine.dispose()


def _free(settings: Any) -> dict[str, bool]:
    """The configured channels, and whether their pushes are free."""
    found = {"line": False} if settings.line_channel_access_token is not None else {}
    return found | ({"telegram": True} if settings.telegram_token is not None else {}) or {"line": False}


async def look(engine: Any, free: dict[str, bool], at: str, zone: Any) -> dict[str, Any]:
    """What would be queued at a moment; reads only. Raises StorageError for a moment that is none."""
    from bot.clock import SystemClock
    from bot.reminders import hours
    from bot.reminders.planning import sheaves
    from bot.reminders.ways import addresses
    from storage.session import reading

    try:
        moment = datetime.fromisoformat(at) if at else SystemClock(zone).now()
    except ValueError:
        raise StorageError(f"--at {at}: write a moment such as 2026-11-27T09:00") from None
    now = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    looked = hours.opening(now, zone)
    pushed = datetime.combine(looked.astimezone(zone).date(), hours.PUSHES, zone)
    async with reading(engine)() as session:
        found = await sheaves(session, looked, zone)
        chats = await addresses(session, [each.person_id for each in found], free)
        names = await _names(session, found)
        lines = {each.person_id: await _lines(session, each) for each in found if each.person_id in chats}
    digests: list[dict[str, Any]] = [
        {
            "to": names[each.person_id],
            "person": each.person_id,
            "channel": chats[each.person_id].channel,
            "way": "push",
            "cost": 0 if free[chats[each.person_id].channel] else 1,
            "send_at": (looked if each.snooze_id is not None else max(looked, pushed)).astimezone(zone).isoformat(),
            "why": "asked for it" if each.snooze_id is not None else "due",
            "nudges": lines[each.person_id],
        }
        for each in found
        if each.person_id in chats
    ]
    return {
        "at": now.isoformat(),
        "quiet": looked != now,
        "digests": digests,
        "total": {
            "digests": len(digests),
            "nudges": sum(len(each["nudges"]) for each in digests),
            "cost": sum(each["cost"] for each in digests),
        },
    }


async def _names(session: Any, found: list[Sheaf]) -> dict[int, str]:
    from sqlalchemy import select

    from storage.models import Person

    ids = [each.person_id for each in found]
    rows = await session.execute(select(Person.id, Person.display_name).where(Person.id.in_(ids)))
    return {person: name or f"person {person}" for person, name in rows}


async def _lines(session: Any, sheaf: Sheaf) -> list[dict[str, Any]]:
    from sqlalchemy import select

    from storage.models import Area, Deadline

    lines = []
    for one in sheaf.wanted:
        debt = one.debt
        due = await session.get(Deadline, int(debt.matter[1:])) if debt.matter.startswith("d") else None
        place = await session.scalar(select(Area.name).where(Area.id == debt.area_id))
        lines.append(
            {
                "what": f"{due.obligation} {due.fiscal_year}" if due else "resolution",
                "place": place,
                "stage": one.stage,
                "part": one.part,
                "due": debt.due_on.isoformat(),
            }
        )
    return lines
