"""`nongbaht outbox --month 2026-11`: what was said unasked in a month: why, by which way, at which cost, its fate."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import datetime
from typing import Annotated, Any

import typer

from storage.errors import StorageError


def outbox(
    month: Annotated[str, typer.Option("--month", help="The month: 2026-11; the running one without.")] = "",
    rows: Annotated[bool, typer.Option("--rows", help="Every message on a line of its own.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """Print what was said unasked in a month: why, by which way, at which cost, its fate. Nobody's words."""
    told = asyncio.run(_configured(month))
    if not rows:
        told.pop("rows")
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    typer.echo(f"{'why':<10} {'way':<16} {'fate':<24} {'messages':>8} {'cost':>6}")
    for line in told["lines"]:
        typer.echo(f"{line['why']:<10} {line['way']:<16} {line['fate']:<24} {line['messages']:>8} {line['cost']:>6}")
    for each in told["quota"]:
        most = "unlimited" if each["most"] is None else each["most"]
        typer.echo(
            f"{each['channel']}: {each['entered']} messages entered here; {each['used']} of {most} used by its own "
            f"count of {each['told_at']}, {each['kept']} kept for urgent matters"
        )
    for row in told.get("rows", ()):
        typer.echo("  ".join(str(row[name]) for name in ("at", "why", "way", "state", "fate", "cost", "id")))


async def _configured(month: str) -> dict[str, Any]:
    from bot.clock import SystemClock
    from bot.settings import Settings
    from storage.migrations.run import check_revision
    from storage.session import engine as open_engine
    from storage.session import reading

    settings = Settings()
    clock = SystemClock(settings.zone)
    first = _first(month or f"{clock.today():%Y-%m}", settings.zone)
    engine = open_engine(settings.database_url)
    try:
        await check_revision(engine)
        async with reading(engine)() as session:
            return await report(session, first)
    finally:
        await engine.dispose()


def _first(month: str, zone: Any) -> datetime:
    try:
        return datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        raise StorageError(f"--month {month}: write a month such as 2026-11") from None


async def report(session: Any, first: datetime) -> dict[str, Any]:
    """What was queued unasked in the month that begins at `first` (aware): counted, the quota, and row by row."""
    from sqlalchemy import func, select

    from storage.models import Delivery, QuotaEntry, QuotaReading

    month = f"{first:%Y-%m}"
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    # only these columns: words stay sealed
    asked = (
        *(Delivery.id, Delivery.created_at, Delivery.sent_at, Delivery.why, Delivery.cause, Delivery.channel),
        *(Delivery.way, Delivery.state, Delivery.fate, Delivery.tried, Delivery.cost, Delivery.urgency),
    )
    found = await session.execute(
        select(*asked)
        .where(Delivery.created_at >= first, Delivery.created_at < after)
        .where(Delivery.why.is_(None) | (Delivery.why != "answer"))
        .order_by(Delivery.created_at, Delivery.id)
    )
    counted: Counter[tuple[str, str, str]] = Counter()
    cost: Counter[tuple[str, str, str]] = Counter()
    rows = []
    for one in found:
        why, way, fate = one.why or one.cause.partition(":")[0], _way(one), _fate(one)
        counted[why, way, fate] += 1
        cost[why, way, fate] += one.cost
        at = (one.sent_at or one.created_at).astimezone(first.tzinfo)
        rows.append(
            {
                "id": one.id,
                "at": at.isoformat(timespec="minutes"),
                "why": why,
                "cause": one.cause,
                "way": way,
                "state": one.state,
                "fate": fate,
                "tried": one.tried,
                "urgency": one.urgency,
                "cost": one.cost,
            }
        )
    entered = dict(
        (
            await session.execute(
                select(QuotaEntry.channel, func.sum(QuotaEntry.cost))
                .where(QuotaEntry.month == month)
                .group_by(QuotaEntry.channel)
            )
        ).all()
    )
    readings = await session.scalars(select(QuotaReading).where(QuotaReading.month == month))
    quota = [
        {
            "channel": one.channel,
            "entered": int(entered.get(one.channel, 0)),
            "most": one.most,
            "used": one.used,
            "kept": one.kept,
            "told_at": one.at.astimezone(first.tzinfo).isoformat(timespec="minutes"),
        }
        for one in readings
    ]
    lines = [
        {"why": why, "way": way, "fate": fate, "messages": number, "cost": cost[why, way, fate]}
        for (why, way, fate), number in sorted(counted.items())
    ]
    return {"month": month, "lines": lines, "quota": quota, "rows": rows}


def _way(one: Any) -> str:
    """By which way it went, or is to go."""
    from storage.outbox import rode

    if rode(one.fate):
        return "rode along"
    return f"{one.channel} {one.way}" if one.way else str(one.channel)


def _fate(one: Any) -> str:
    """What became of it: "sent", or the state and why."""
    from storage.outbox import rode

    if one.state == "sent" or rode(one.fate):
        return "sent"
    return f"{one.state}: {one.fate}" if one.fate else str(one.state)
