"""Contributions from a sheet: one row for each receipt, by member, period and receipt."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange.lexicon import sheet_words
from bot.exchange.members import place_in_funds
from bot.exchange.plans import Note, Options, Plan, Progress, compare, once, plain, plan_of
from bot.exchange.tables import (
    Column,
    Row,
    as_code,
    as_day,
    as_member_number,
    as_month,
    as_satang,
    as_text,
    read_table,
)
from bot.exchange.workbooks import Sheet
from bot.services import register_writing
from storage.models import Contribution

KIND = "contributions"
COLUMNS = (
    Column("fund", as_code),
    Column("number", as_member_number, needed=True),
    Column("period_from", as_month, needed=True),
    Column("period_to", as_month),
    Column("amount", as_satang, needed=True),
    Column("paid_on", as_day, needed=True),
    Column("receipt_no", as_text(64)),
)


async def plan(session: AsyncSession, sheets: Sequence[Sheet], options: Options) -> Plan:
    """What the sheet would change; members whose register line lags behind what they paid are counted and told."""
    table = read_table(sheets, sheet_words(KIND), COLUMNS, options.today)
    funds = await register_writing.fund_ids(session)
    placed = place_in_funds(table, funds, options)
    members = await register_writing.known_members(session, {fund for _, fund in placed})
    found = []
    behind: set[int] = set()
    for row, fund in placed:
        values = row.values
        if values["paid_on"] > options.today:
            table.fault(row, "paid_on", "day.future", day=_shown(values["paid_on"]))
        if values.get("period_to", values["period_from"]) < values["period_from"]:
            table.fault(row, "period_to", "day.order", day=values["period_to"], other=values["period_from"])
        member = members.get((fund, values["number"]))
        if member is None:
            code = row.values.get("fund") or options.fund
            table.fault(row, "number", "member.unknown", fund=code, number=values["number"])
            continue
        if (member["paid_to"] or "") < values.get("period_to", values["period_from"]):
            behind.add(member["id"])
        found.append((row, member["id"]))
    keyed = [(row, _key(row, member), row.values.get("receipt_no", row.values["number"])) for row, member in found]
    once(table, keyed, "receipt_no")
    made = plan_of(KIND, table)
    if made.faults or not found:
        return made
    wanted = [(row, _key(row, member), row.values["number"], _values(row, member)) for row, member in found]
    first, last = min(key[1] for _, key, _, _ in wanted), max(key[1] for _, key, _, _ in wanted)
    known = await register_writing.known_contributions(session, {fund for _, fund in placed}, first, last)
    compare(made, wanted, known, {"receipt_no": None})
    if behind and made.work:
        made.notes.append(Note("register_behind", {"count": f"{len(behind):,}"}))
    return made


def _key(row: Row, member: int) -> tuple[int, date, str]:
    receipt = row.values.get("receipt_no") or row.values["paid_on"].isoformat()
    return member, _first(row.values["period_from"]), receipt


def _values(row: Row, member: int) -> dict[str, Any]:
    values = row.values
    made = {
        "member_id": member,
        "period_from": _first(values["period_from"]),
        "period_to": _last(values.get("period_to", values["period_from"])),
        "satang": values["amount"],
        "paid_on": values["paid_on"],
    }
    return made | ({"receipt_no": values["receipt_no"]} if "receipt_no" in values else {})


def _first(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def _last(month: str) -> date:
    first = _first(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _shown(found: date) -> str:
    return f"{found.day}/{found.month}/{found.year + 543}"


async def save(session: AsyncSession, made: Plan, options: Options, now: datetime, done: Progress) -> None:
    """Writes the plan in the caller's transaction, each changed payment with its audit event."""
    await register_writing.add_rows(session, Contribution, [new.values for new in made.new], done)
    await register_writing.change_rows(session, Contribution, [(each.id, each.after) for each in made.changed], done)
    told = [(f"contribution:{each.id}", plain(each.before), plain(each.after)) for each in made.changed]
    await register_writing.note_changes(session, now, "contributions.imported", told)
