"""Who holds which office, from a sheet: one row for each office, by name, place and role (domain.md 7.2).

People of the same name in one sheet are one person. They meet the bot later, by an invite code.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange.lexicon import sheet_words
from bot.exchange.plans import Options, Plan, Progress, compare, once, plain, plan_of
from bot.exchange.tables import Column, as_choice, as_code, as_day, as_text, read_table
from bot.exchange.workbooks import Sheet
from bot.services import network_writing, register_writing

KIND = "people"
COLUMNS = (
    Column("name", as_text(), needed=True),
    Column("role", as_choice, needed=True),
    Column("area", as_code, needed=True),
    Column("from_date", as_day, needed=True),
    Column("until_date", as_day),
)
FUND = {"kind": "fund"}


async def plan(session: AsyncSession, sheets: Sequence[Sheet], options: Options) -> Plan:
    """What the sheet would change."""
    table = read_table(sheets, sheet_words(KIND), COLUMNS, options.today)
    areas = await network_writing.known_areas(session)
    offices = await network_writing.known_offices(session)
    keyed = []
    for row in table.rows:
        values = row.values
        if values["role"] == "fund_secretary" and areas.get(values["area"], FUND)["kind"] != "fund":
            values["role"] = "secretary"  # "secretary" alone, of a province or a zone
        key = (values["name"], values["area"], values["role"])
        keyed.append((row, key, values["name"]))
        if values["area"] not in areas:
            table.fault(row, "area", "area.unknown", code=values["area"])
        if "until_date" in values and values["until_date"] < values["from_date"]:
            until, start = values["until_date"], values["from_date"]
            table.fault(row, "until_date", "day.order", day=until.isoformat(), other=start.isoformat())
        if len({office["person_id"] for office in offices.get(key, ())}) > 1:
            table.fault(row, "name", "person.two", name=values["name"], area=values["area"])
    once(table, keyed, "name")
    made = plan_of(KIND, table)
    if not made.faults:
        known = {key: found[-1] for key, found in offices.items()}
        # the key fields are the row's identity; of a known office only its days can change
        rows = [
            (row, key, label, {k: v for k, v in row.values.items() if key not in known or k.endswith("_date")})
            for row, key, label in keyed
        ]
        compare(made, rows, known)
    return made


async def save(session: AsyncSession, made: Plan, options: Options, now: datetime, done: Progress) -> None:
    """Writes the plan in the caller's transaction."""
    offices = await network_writing.known_offices(session)
    persons: dict[str, int] = {}
    # assistants last: whom they work for may stand in the same sheet
    for new in sorted(made.new, key=lambda each: each.values["role"] == "assistant"):
        name, area = new.values["name"], new.values["area"]
        here = {o["person_id"] for (n, a, _), found in offices.items() if (n, a) == (name, area) for o in found}
        person = persons.get(name) or (here.pop() if len(here) == 1 else None)
        persons[name] = await network_writing.put_office(session, new.values, person, now, options.today)
        done(1)
    for change in made.changed:
        await network_writing.change_office(session, change.id, dict(change.after))
        done(1)
    told = [(f"appointment:{each.id}", plain(each.before), plain(each.after)) for each in made.changed]
    await register_writing.note_changes(session, now, "appointment.imported", told)
