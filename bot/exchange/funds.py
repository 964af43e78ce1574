"""Funds from a sheet: one row for each fund, by code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange.lexicon import sheet_words
from bot.exchange.plans import Options, Plan, Progress, compare, once, plain, plan_of
from bot.exchange.tables import (
    Column,
    Table,
    as_choice,
    as_code,
    as_day,
    as_public_text,
    as_satang,
    as_text,
    as_whole,
    read_table,
)
from bot.exchange.workbooks import Sheet
from bot.services import network_writing, register_writing

KIND = "funds"
COLUMNS = (
    Column("code", as_code, needed=True),
    Column("name", as_text(), needed=True),
    Column("tambon", as_text(), needed=True),
    Column("area", as_code, needed=True),
    Column("status", as_choice),
    Column("stopped_since", as_day),
    Column("phone", as_public_text(64)),
    Column("office", as_public_text()),
    Column("meeting_day", as_text()),
    Column("payment_place", as_public_text()),
    Column("members_count", as_whole(0, 1_000_000)),
    Column("balance", as_satang),
    Column("figures_as_of", as_day),
)


async def plan(session: AsyncSession, sheets: Sequence[Sheet], options: Options) -> Plan:
    """What the sheet would change."""
    table = read_table(sheets, sheet_words(KIND), COLUMNS, options.today)
    areas = await network_writing.known_areas(session)
    once(table, [(row, row.values["code"], row.values["code"]) for row in table.rows], "code")
    _check(table, {code: area["kind"] for code, area in areas.items()}, options)
    made = plan_of(KIND, table)
    if made.faults:
        return made
    rows = []
    for row in table.rows:
        values = {key: value for key, value in row.values.items() if key != "code"}
        if "balance" in values:
            values["balance_satang"] = values.pop("balance")
        rows.append((row, row.values["code"], row.values["code"], values))
    compare(made, rows, await network_writing.known_funds(session), {"status": "active"})
    return made


def _check(table: Table, areas: dict[str, str], options: Options) -> None:
    for row in table.rows:
        code, area = row.values["code"], row.values["area"]
        if areas.get(code, "fund") != "fund":
            table.fault(row, "code", "row.twice_area", code=code)
        if area not in areas or areas[area] == "fund":
            table.fault(row, "area", "area.unknown", code=area)
        for key in ("stopped_since", "figures_as_of"):
            if (found := row.values.get(key)) is not None and found > options.today:
                table.fault(row, key, "day.future", day=f"{found.day}/{found.month}/{found.year + 543}")


async def save(session: AsyncSession, made: Plan, options: Options, now: datetime, done: Progress) -> None:
    """Writes the plan in the caller's transaction."""
    for new in made.new:
        await network_writing.put_fund(session, new.label, new.values)
        done(1)
    for change in made.changed:
        await network_writing.put_fund(session, change.label, dict(change.after), change.id)
        done(1)
    told = [(f"fund:{each.id}", plain(each.before), plain(each.after)) for each in made.changed]
    await register_writing.note_changes(session, now, "fund.imported", told)
