"""A fund's register from a sheet: one row for each member, by fund and number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange.lexicon import sheet_words
from bot.exchange.plans import Note, Options, Plan, compare, once, plain, plan_of
from bot.exchange.plans import Progress as Done
from bot.exchange.tables import (
    Column,
    Row,
    Table,
    as_choice,
    as_code,
    as_day,
    as_member_number,
    as_month,
    as_text,
    as_whole,
    read_table,
)
from bot.exchange.workbooks import Sheet
from bot.services import register_writing
from storage.models import Member

KIND = "members"
COLUMNS = (
    Column("fund", as_code),
    Column("number", as_member_number, needed=True),
    Column("name", as_text(), needed=True),
    Column("prefix", as_text(40)),
    Column("surname", as_text()),
    Column("sex", as_choice),
    Column("born", as_day),
    Column("joined", as_day, needed=True),
    Column("paid_to", as_month),
    Column("payments", as_whole(0, 1800)),
    Column("status", as_choice),
    Column("ended_on", as_day),
    Column("as_of", as_day),
)
AHEAD_YEARS = 5
"""Nobody pays further ahead than this."""


async def plan(session: AsyncSession, sheets: Sequence[Sheet], options: Options) -> Plan:
    """What the sheet would change. Rows of an older day than the stored line's are kept out, and told."""
    table = read_table(sheets, sheet_words(KIND), COLUMNS, options.today)
    funds = await register_writing.fund_ids(session)
    placed = place_in_funds(table, funds, options)
    for row, _ in placed:
        _check(table, row, options)
    once(table, [(row, (fund, row.values["number"]), row.values["number"]) for row, fund in placed], "number")
    made = plan_of(KIND, table)
    if made.faults:
        return made
    known = await register_writing.known_members(session, {fund for _, fund in placed})
    wanted, kept = [], 0
    for row, fund in placed:
        values = _values(row, fund, options)
        stored = known.get((fund, values["number"]))
        if stored is not None and values["as_of"] < stored["as_of"]:
            # A book of an earlier day cannot tell what was learnt since.
            kept += 1
            continue
        wanted.append((row, (fund, values["number"]), values["number"], values))
    empty = dict.fromkeys(register_writing.MEMBER_FIELDS)
    compare(made, wanted, known, {**empty, "status": "active"})
    made.unchanged += kept
    if kept:
        made.notes.append(Note("kept", {"count": f"{kept:,}"}))
    return made


def place_in_funds(table: Table, funds: dict[str, int], options: Options) -> list[tuple[Row, int]]:
    """Each row with its fund's id; a row without one, or of another fund than the one asked for, is a fault."""
    placed = []
    for row in table.rows:
        code = row.values.get("fund") or options.fund
        if code is None:
            table.fault(row, "fund", "fund.none")
        elif options.fund is not None and code != options.fund:
            table.fault(row, "fund", "fund.other", code=code, wanted=options.fund)
        elif code not in funds:
            table.fault(row, "fund", "fund.unknown", code=code)
        else:
            placed.append((row, funds[code]))
    return placed


def _check(table: Table, row: Row, options: Options) -> None:
    values, today = row.values, options.today
    for key in ("born", "joined", "ended_on", "as_of"):
        if (found := values.get(key)) is not None and found > today:
            table.fault(row, key, "day.future", day=_shown(found))
    for early, late in (("born", "joined"), ("joined", "ended_on")):
        if early in values and late in values and values[late] < values[early]:
            table.fault(row, late, "day.order", day=_shown(values[late]), other=_shown(values[early]))
    if "as_of" not in values and options.as_of is None:
        table.fault(row, "as_of", "as_of.none")
    paid_to = values.get("paid_to")
    if paid_to is not None:
        months = int(paid_to[:4]) * 12 + int(paid_to[5:])
        joined = values["joined"]
        if months < joined.year * 12 + joined.month - 1:
            table.fault(
                row,
                "paid_to",
                "member.paid_before",
                month=f"{paid_to[5:]}/{int(paid_to[:4]) + 543}",
                joined=_shown(joined),
            )
        elif months > (today.year + AHEAD_YEARS) * 12 + today.month:
            table.fault(row, "paid_to", "member.paid_ahead", month=f"{paid_to[5:]}/{int(paid_to[:4]) + 543}")


def _shown(found: date) -> str:
    return f"{found.day}/{found.month}/{found.year + 543}"


def _values(row: Row, fund: int, options: Options) -> dict[str, Any]:
    values = {key: value for key, value in row.values.items() if key not in ("fund", "prefix", "surname")}
    given = row.values
    values["name"] = " ".join(filter(None, (given.get("prefix", "") + given["name"], given.get("surname"))))
    values.setdefault("as_of", options.as_of)
    return {"fund_id": fund, **values}


async def save(session: AsyncSession, made: Plan, options: Options, now: Any, done: Done) -> None:
    """Writes the plan in the caller's transaction, each changed line with its audit event."""
    await register_writing.add_rows(session, Member, [new.values for new in made.new], done)
    await register_writing.change_rows(session, Member, [(each.id, each.after) for each in made.changed], done)
    told = [(f"member:{each.id}", plain(each.before), plain(each.after)) for each in made.changed]
    await register_writing.note_changes(session, now, "register.imported", told)
