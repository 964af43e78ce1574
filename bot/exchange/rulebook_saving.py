"""A rulebook workbook into the fund's shelf of versions: what would be stored, what it closes, what forbids it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange.faults import Fault
from bot.exchange.lexicon import book_words
from bot.exchange.plans import Change, New, Note, Options, Plan, Progress, plain
from bot.exchange.rulebook_sheet import read_rulebook
from bot.exchange.workbooks import Sheet
from bot.services import audit, register_writing, rulebook_writing
from storage.models import Rulebook

KIND = "rulebook"


async def plan(session: AsyncSession, sheets: Sequence[Sheet], options: Options) -> Plan:
    """One new version, or none; the version before it gets its last day where it had none."""
    written = read_rulebook(sheets, options.today)
    sheet = book_words("rulebook")["head"].name
    made = Plan(KIND, sheet, rows=len(written.document.get("benefits", ())), faults=list(written.faults))
    if made.faults:
        return made
    document = written.document
    code = document["fund"]
    funds = await register_writing.fund_ids(session)
    if options.fund is not None and code != options.fund:
        made.faults.append(Fault("fund.other", sheet, values={"code": code, "wanted": options.fund}))
    elif code not in funds:
        made.faults.append(Fault("fund.unknown", sheet, values={"code": code}))
    else:
        shelf = await rulebook_writing.stored(session, funds[code])
        _place(made, document, shelf, funds[code], options.today)
    return made


def _place(made: Plan, document: dict[str, Any], shelf: list[Rulebook], fund_id: int, today: date) -> None:
    columns = rulebook_writing.columns(document)
    label = f"{columns['code']} {columns['version']}"
    same = next((row for row in shelf if row.version == columns["version"]), None)
    if same is not None and _like(document, same):
        made.unchanged = 1
        return
    if same is not None and same.status == "approved":
        values = {"version": same.version, "next": max(row.version for row in shelf) + 1}
        made.faults.append(Fault("rulebook.changed", made.sheet, values=values))
        return
    approved = [row for row in shelf if row.status == "approved"]
    if columns["status"] == "approved":
        for other in approved:
            _beside(made, columns, other)
    if same is not None:
        before = {"digest": same.digest}
        made.changed.append(Change(1, same.id, label, before, {"document": document}))
    else:
        made.new.append(New(1, label, {"fund_id": fund_id, "document": document}))
    if columns["effective_from"] > today and columns["status"] == "approved":
        made.notes.append(Note("rulebook_ahead", {"date": _shown(columns["effective_from"])}))


def _like(document: dict[str, Any], stored: Rulebook) -> bool:
    """Whether a stored version says the same; the last day that a later version gave it does not count."""
    mine = document
    if document["rulebook"].get("effective_to") is None:
        mine = rulebook_writing.ending(document, stored.effective_to)
    elif stored.effective_to is None:
        return False
    return bool(_bare(mine) == _bare(stored.document))


def _bare(document: Any) -> Any:
    """A document without keys that are null, which mean the same as no key."""
    if isinstance(document, dict):
        return {key: _bare(value) for key, value in document.items() if value is not None}
    return [_bare(value) for value in document] if isinstance(document, list) else document


def _beside(made: Plan, columns: dict[str, Any], other: Rulebook) -> None:
    """How a new version stands beside an approved one: closes it, or cannot be."""
    start, end = columns["effective_from"], columns["effective_to"]
    names = {"version": other.version, "other_start": _shown(other.effective_from)}
    overlap = {"start": _shown(start), "end": _shown(end), "other_end": _shown(other.effective_to), **names}
    if other.version < columns["version"]:
        if other.effective_from >= start:
            values = {"version": columns["version"], "start": _shown(start), "other": other.version}
            made.faults.append(
                Fault("rulebook.order", made.sheet, values={**values, "other_start": _shown(other.effective_from)})
            )
        elif other.effective_to is None:
            last = start - timedelta(days=1)
            made.changed.append(
                Change(1, other.id, f"{other.code} {other.version}", {"effective_to": None}, {"effective_to": last})
            )
            made.notes.append(Note("rulebook_closes", {"version": other.version, "date": _shown(last)}))
        elif other.effective_to >= start:
            made.faults.append(Fault("rulebook.overlap", made.sheet, values=overlap))
    elif end is None:
        values = {"other": other.version, "other_start": _shown(other.effective_from)}
        made.faults.append(Fault("rulebook.end", made.sheet, values=values))
    elif end >= other.effective_from:
        made.faults.append(Fault("rulebook.overlap", made.sheet, values=overlap))


def _shown(found: date | None) -> str:
    return f"{found.day}/{found.month}/{found.year + 543}" if found else "…"


async def save(session: AsyncSession, made: Plan, options: Options, now: datetime, done: Progress) -> None:
    """Writes the plan in the caller's transaction, with an audit event for each version touched."""
    for change in made.changed:
        if "effective_to" in change.after:
            await rulebook_writing.close(session, change.id, change.after["effective_to"])
            audit.record(
                session,
                now,
                "rulebook.closed",
                f"rulebook:{change.id}",
                actor="operator",
                before=plain(change.before),
                after=plain(change.after),
            )
        else:
            await rulebook_writing.replace_draft(session, change.id, change.after["document"])
            audit.record(session, now, "rulebook.draft_replaced", f"rulebook:{change.id}", actor="operator")
        done(1)
    for new in made.new:
        row = await rulebook_writing.add(session, new.values["fund_id"], new.values["document"])
        after = {"version": row.version, "digest": row.digest}
        audit.record(session, now, "rulebook.imported", f"rulebook:{row.id}", actor="operator", after=after)
        done(1)
