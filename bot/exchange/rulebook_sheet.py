"""A rulebook workbook as the document of docs/rulebook-format.md; the engine's faults come back to their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from bot.entitlement.rulebook import Rulebook, RulebookFaults, load
from bot.exchange import cells, days
from bot.exchange.cells import Cell
from bot.exchange.faults import Fault, Refused, Unreadable
from bot.exchange.lexicon import Heading, SheetWords, book_words, heading_key, is_example
from bot.exchange.rulebook_fields import BENEFIT, CODE_OF_KIND, HEAD, STEP, Field
from bot.exchange.rulebook_places import Places, at
from bot.exchange.tables import Column, Row, Table, read_table
from bot.exchange.workbooks import Sheet
from bot.understanding.normalise import squash

Document = dict[str, Any]


@dataclass
class Written:
    """A workbook read: the document and the rulebook it makes; None, and why, where it makes none."""

    document: Document
    book: Rulebook | None
    faults: list[Fault] = field(default_factory=list)


def read_rulebook(sheets: Sequence[Sheet], today: date) -> Written:
    """The rulebook in a workbook with every fault; raises `Refused` where a sheet is missing."""
    words = book_words("rulebook")
    head, places, faults = _head(sheets, words["head"], today)
    benefits = read_table(_named(sheets, words["benefits"], needed=True), words["benefits"], _columns(BENEFIT), today)
    steps = _steps(sheets, words["steps"], today)
    faults += benefits.faults + (steps.faults if steps else [])
    # Elsewhere a column may be passed over; of a rulebook nothing may be lost unseen.
    for table in (benefits, *([steps] if steps else [])):
        faults += [Fault("column.unknown", table.sheet, None, column) for column in table.passed_over]
    if faults:
        # What stands in a faulty row is not known, so nothing more can be said of how the rows hang together.
        return Written({}, None, faults)
    document = {**head, "benefits": [_nest(row, BENEFIT) for row in benefits.rows]}
    given: list[Document] = document["benefits"]
    _contribution(document)
    _codes(given)
    step_rows = _lay_steps(given, benefits, steps)
    for row, benefit in zip(benefits.rows, given, strict=True):
        _tidy(benefit, benefits, row, given)
    if faults := benefits.faults + (steps.faults if steps else []):
        return Written(document, None, faults)
    try:
        return Written(document, load(document))
    except RulebookFaults as wrong:
        codes = [str(benefit["code"]) for benefit in given]
        back = Places(places, benefits, steps, [step_rows.get(code, []) for code in codes])
        return Written(document, None, [back.fault(line) for line in wrong.lines])


def _named(sheets: Sequence[Sheet], words: SheetWords, *, needed: bool) -> list[Sheet]:
    found = [sheet for sheet in sheets if squash(sheet.name) == squash(words.name)]
    if not found and needed:
        raise Refused([Fault("rulebook.sheet", values={"sheet": words.name})])
    return found


def _columns(fields: Sequence[Field]) -> list[Column]:
    return [Column(each.key, partial(_read, each), needed=each.needed) for each in fields]


def _read(each: Field, cell: Cell, heading: Heading, today: date) -> Any:
    match each.form:
        case "code":
            return cells.code(cell, heading.example)
        case "choice":
            return _choice(each, cell, heading)
        case "choices" | "texts":
            parts = [part.strip() for part in re.split(r"[,;\n]", str(cell)) if part.strip()]
            return [_choice(each, part, heading) if each.form == "choices" else cells.text(part) for part in parts]
        case "whole":
            return cells.whole(cell)
        case "baht":
            satang = cells.satang(cell)
            return satang // 100 if satang % 100 == 0 else satang / 100
        case "yes":
            return cells.yes_no(cell)
        case "decimal":
            return cells.decimal(cell)
        case "day":
            return days.day(cell, today).isoformat()
        case "month_day":
            return days.month_day(cell, today)
    return cells.text(cell, 500, heading.heading)


def _choice(each: Field, cell: Cell, heading: Heading) -> str:
    try:
        return cells.choice(cell, heading)
    except Unreadable:
        if each.free:
            return cells.text(cell)
        raise


def _head(sheets: Sequence[Sheet], words: SheetWords, today: date) -> tuple[Document, dict[str, Fault], list[Fault]]:
    """The head stands upright: labels in the first column, answers in the second."""
    sheet = _named(sheets, words, needed=True)[0]
    known = {word: key for key, heading in words.columns.items() for word in heading.known}
    fields = {each.key: each for each in HEAD}
    document: Document = {"rulebook": {}}
    places, faults = {}, []
    for number, row in enumerate(sheet.rows, start=1):
        key = known.get(heading_key(str(row[0]))) if row else None
        if key is None and len(row) > 1 and not cells.is_empty(row[0]) and not cells.is_empty(row[1]):
            faults.append(Fault("column.unknown", sheet.name, number, f"A {cells.shown(row[0])}"))
        if key is None or key in places:
            continue
        heading, each, cell = words.columns[key], fields[key], row[1] if len(row) > 1 else ""
        place = places[key] = Fault("", sheet.name, number, f"B {heading.heading}")
        if cells.is_empty(cell):
            if each.needed:
                faults.append(at(place, "cell.needed", what=heading.help))
            continue
        try:
            _put(document, each.path, _read(each, cell, heading, today))
        except Unreadable as wrong:
            faults.append(at(place, wrong.code, **wrong.values))
    for each in HEAD:
        if each.needed and each.key not in places:
            faults.append(Fault("column.missing", sheet.name, None, "", {"heading": words.columns[each.key].heading}))
    return document, places, faults


def _put(document: Document, path: str, value: Any) -> None:
    *above, last = path.split(".")
    for name in above:
        document = document.setdefault(name, {})
    document[last] = value


def _nest(row: Row, fields: Sequence[Field]) -> Document:
    document: Document = {}
    for each in fields:
        if each.key in row.values and each.key not in ("exclusion", "exclusion_years"):
            _put(document, each.path, row.values[each.key])
    if "exclusion" in row.values:
        years = {"within_years": row.values["exclusion_years"]} if "exclusion_years" in row.values else {}
        document["exclusions"] = [{"cause": cause, **years} for cause in row.values["exclusion"]]
    return document


def _contribution(document: Document) -> None:
    given = document.get("contribution", {})
    options = [f"{span}_{given.pop(span)}" for span in ("monthly", "yearly") if span in given]
    if options:
        given["options"] = options
    if given:
        given["unit"] = "baht"


def _codes(benefits: list[Document]) -> None:
    """Gives each benefit without a code one of its kind, the second of a kind with a number."""
    taken = {benefit["code"] for benefit in benefits if "code" in benefit}
    for benefit in benefits:
        if "code" in benefit:
            continue
        usual = CODE_OF_KIND.get(benefit["kind"], benefit["kind"].upper())
        tries = (usual if number == 1 else f"{usual}_{number}" for number in range(1, len(benefits) + 2))
        benefit["code"] = next(code for code in tries if code not in taken)
        taken.add(benefit["code"])


def _find(benefits: list[Document], said: str, forms: tuple[str, ...] = ()) -> Document | None:
    """The benefit of a code or a clause; of several under one clause, the one whose amount has one of `forms`."""
    named = [b for b in benefits if b["code"] == said] or [b for b in benefits if _clause(b["clause"]) == _clause(said)]
    fitting = [b for b in named if b["amount"]["type"] in forms]
    return next(iter(fitting or named), None)


def _clause(said: str) -> str:
    """A clause's number for comparison, without the word for "clause" before it."""
    return re.sub(r"^[\u0e01-\u0e4e]+\.?\s*(?=[0-9A-Za-z(])", "", said.strip()).replace(" ", "")


def _steps(sheets: Sequence[Sheet], words: SheetWords, today: date) -> Table | None:
    found = _named(sheets, words, needed=False)
    if not found or not any(_filled(row) for row in found[0].rows[1:]):
        return None
    return read_table(found, words, _columns(STEP), today)


def _filled(row: Sequence[Cell]) -> bool:
    return not all(cells.is_empty(cell) for cell in row) and not any(is_example(cell) for cell in row[:3])


def _lay_steps(benefits: list[Document], table: Table, steps: Table | None) -> dict[str, list[Row]]:
    """Puts the steps into their benefits; gives by code the rows they came from."""
    laid: dict[str, list[Row]] = {}
    for row in steps.rows if steps else ():
        benefit = _find(benefits, row.values["benefit"], ("ladder", "by_level"))
        if benefit is None or steps is None:
            if steps is not None:
                steps.fault(row, "benefit", "rulebook.step_of", value=row.values["benefit"])
            continue
        step = {key: value for key, value in row.values.items() if key != "benefit"}
        marks = [key for key in ("days", "years", "over_years", "levels") if key in step]
        if len(marks) != 1:
            steps.fault(row, None, "rulebook.step_mark")
        laid.setdefault(benefit["code"], []).append(row)
        benefit["amount"].setdefault("steps", []).append(step)
    for row, benefit in zip(table.rows, benefits, strict=True):
        if benefit["amount"]["type"] in ("ladder", "by_level") and "steps" not in benefit["amount"]:
            table.fault(row, "form", "rulebook.steps", clause=benefit["clause"])
    return laid


def _tidy(benefit: Document, table: Table, row: Row, benefits: list[Document]) -> None:
    """Fills in what the form of the amount implies, and names benefits by their codes."""
    amount, form = benefit["amount"], benefit["amount"]["type"]
    if form in ("flat", "per_unit", "up_to") and "baht" not in amount:
        heading = book_words("rulebook")["benefits"].columns["form"].label(form)
        baht = book_words("rulebook")["benefits"].columns["baht"].heading
        table.fault(row, "baht", "rulebook.amount", form=heading, what=baht)
    if form == "per_unit":
        amount["unit"] = "night"
    for path in ("part_of", "cap_year"):
        holder = benefit if path == "part_of" else benefit.get("cap_year", {})
        key = "part_of" if path == "part_of" else "within"
        if key in holder and (meant := _find(benefits, holder[key])) is not None:
            holder[key] = meant["code"]
