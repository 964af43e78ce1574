"""The area tree from a sheet: one row for each area, by code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange import cells
from bot.exchange.cells import Cell
from bot.exchange.lexicon import Heading, sheet_words
from bot.exchange.plans import Options, Plan, Progress, compare, once, plain, plan_of
from bot.exchange.tables import Column, Table, as_choice, as_code, as_text, read_table
from bot.exchange.workbooks import Sheet
from bot.services import network_writing, register_writing

KIND = "areas"
MOST_LETTERS = 400
SEPARATORS = re.compile(r"[,;\n]|\s{2,}")


def as_amphoes(cell: Cell, heading: Heading, today: date) -> str:
    """Reads a list of amphoes, each by itself or as province/amphoe; in one fixed order, so that twice is once."""
    names = (" ".join(name.split()) for name in SEPARATORS.split(cells.text(cell, MOST_LETTERS, heading.heading)))
    return ", ".join(sorted({name for name in names if name}))


COLUMNS = (
    Column("code", as_code, needed=True),
    Column("name", as_text(), needed=True),
    Column("kind", as_choice, needed=True),
    Column("parent", as_code, wanted=True),
    Column("amphoes", as_amphoes),
)
LARGEST_FIRST = ("nation", "region", "province", "zone")


async def plan(session: AsyncSession, sheets: Sequence[Sheet], options: Options) -> Plan:
    """What the sheet would change; an area may stand under one that the same sheet brings."""
    table = read_table(sheets, sheet_words(KIND), COLUMNS, options.today)
    known = await network_writing.known_areas(session)
    once(table, [(row, row.values["code"], row.values["code"]) for row in table.rows], "code")
    _check(table, {code: area["kind"] for code, area in known.items()})
    made = plan_of(KIND, table)
    if not made.faults:
        rows = [
            (row, row.values["code"], row.values["code"], {k: v for k, v in row.values.items() if k != "code"})
            for row in table.rows
        ]
        compare(made, rows, known)
    return made


def _check(table: Table, stored: dict[str, str]) -> None:
    kinds = stored | {row.values["code"]: row.values["kind"] for row in table.rows}
    labels = sheet_words(KIND).columns["kind"]
    for row in table.rows:
        code, kind, parent = row.values["code"], row.values["kind"], row.values.get("parent")
        if stored.get(code) == "fund":
            table.fault(row, "code", "area.is_fund", code=code)
        elif "amphoes" in row.values and kind != "zone":
            table.fault(row, "amphoes", "area.amphoes")
        elif parent is None:
            if kind != "nation" and code not in stored:
                table.fault(row, "parent", "area.no_parent")
        elif parent not in kinds:
            table.fault(row, "parent", "area.unknown", code=parent)
        elif kinds[parent] == "fund" or LARGEST_FIRST.index(kinds[parent]) >= LARGEST_FIRST.index(kind):
            table.fault(row, "parent", "area.under", kind=labels.label(kind), parent=parent)


async def save(session: AsyncSession, made: Plan, options: Options, now: datetime, done: Progress) -> None:
    """Writes the plan, larger areas first, in the caller's transaction."""
    for new in sorted(made.new, key=lambda each: LARGEST_FIRST.index(each.values["kind"])):
        await network_writing.put_area(session, new.label, new.values)
        done(1)
    for change in made.changed:
        await network_writing.put_area(session, change.label, dict(change.after), change.id)
        done(1)
    told = [(f"area:{each.id}", plain(each.before), plain(each.after)) for each in made.changed]
    await register_writing.note_changes(session, now, "area.imported", told)
