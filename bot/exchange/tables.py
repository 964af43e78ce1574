"""A sheet as rows of values: the headings are found, every cell is read, every fault is named at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.exchange import cells, days
from bot.exchange.cells import Cell
from bot.exchange.faults import Fault, Refused, Unreadable
from bot.exchange.lexicon import Heading, SheetWords, heading_key, is_example, is_total, listed
from bot.exchange.workbooks import Sheet, letters
from bot.understanding.normalise import squash

LOOKED_AT = 15
"""Headings stand in one of the first rows."""
Reader = Callable[[Cell, Heading, date], Any]


@dataclass(frozen=True)
class Column:
    """One column as code knows it: its key in locales/th/sheets, how a cell is read, whether it must be filled.

    `wanted`: whether the column must be there at all; what is `needed` is wanted too, unless something else gives it.
    """

    key: str
    read: Reader
    needed: bool = False
    wanted: bool | None = None

    @property
    def must_be_there(self) -> bool:
        """Whether a sheet without this column is faulty."""
        return self.needed if self.wanted is None else self.wanted


@dataclass
class Row:
    """One row: its number in the spreadsheet, and the values that were filled, by column key."""

    number: int
    values: dict[str, Any]


@dataclass
class Table:
    """A sheet's rows with the faults met; `passed_over`: headings that were not read."""

    sheet: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """By column key: letters and heading, as a fault names the column."""

    def fault(self, row: Row | int | None, key: str | None, code: str, /, **values: object) -> None:
        """Notes a fault at a row and a column."""
        number = row.number if isinstance(row, Row) else row
        self.faults.append(Fault(code, self.sheet, number, self.places.get(key or "", ""), values))


def read_table(sheets: Sequence[Sheet], words: SheetWords, columns: Sequence[Column], today: date) -> Table:
    """The sheet whose headings fit best, read; raises `Refused` where none does."""
    headings = words.columns
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:LOOKED_AT]):
            fits = len(set(_columns_of(row, headings)))
            fits += squash(sheet.name) == squash(words.name) and fits > 0
            if best is None or fits > best[0]:
                best = (fits, sheet, place)
    if best is None or best[0] < 2:
        needed = ", ".join(headings[column.key].heading for column in columns if column.needed)
        raise Refused([Fault("sheet.none", values={"headings": needed})])
    return _Reading(best[1], best[2], headings, columns, today).table()


def _columns_of(row: Sequence[Cell], headings: dict[str, Heading]) -> list[str]:
    known = {word: key for key, heading in headings.items() for word in heading.known}
    return [key for cell in row if isinstance(cell, str) and (key := known.get(heading_key(cell)))]


class _Reading:
    def __init__(
        self, sheet: Sheet, top: int, headings: dict[str, Heading], columns: Sequence[Column], today: date
    ) -> None:
        self.sheet, self.top, self.headings, self.columns, self.today = sheet, top, headings, columns, today
        self.found = Table(sheet.name)
        self.at: dict[str, int] = {}

    def table(self) -> Table:
        self._place_headings()
        for column in self.columns:
            if column.key not in self.at and column.must_be_there:
                self.found.fault(self.top + 1, None, "column.missing", heading=self.headings[column.key].heading)
        whole, examples = not self.found.faults, 0
        for place in range(self.top + 1, len(self.sheet.rows)):
            row = self.sheet.rows[place]
            if all(cells.is_empty(cell) for cell in row):
                continue
            if any(is_example(cell) for cell in row[:3]):
                examples += 1
                continue
            if not self._is_total(row):
                self._read_row(place, row)
        if not whole:
            # The rows were read for their faults; without all their columns nothing more can be said of them.
            self.found.rows.clear()
        if not self.found.rows and not self.found.faults:
            self.found.fault(None, None, "row.example_only" if examples else "sheet.empty")
        return self.found

    def _place_headings(self) -> None:
        known = {word: key for key, heading in self.headings.items() for word in heading.known}
        for place, cell in enumerate(self.sheet.rows[self.top]):
            if cells.is_empty(cell):
                continue
            key = known.get(heading_key(str(cell)))
            name = f"{letters(place)} {cells.shown(cell)}"
            filled = [row[place] for row in self.sheet.rows[self.top + 1 :] if place < len(row) and row[place] != ""]
            if heading_key(str(cell)) in listed("citizen") or cells.holds_citizen_ids(filled):
                self.found.places[name] = name
                self.found.fault(self.top + 1, name, "column.citizen")
            elif key is None:
                self.found.passed_over.append(name)
            elif key in self.at:
                self.found.places[name] = name
                self.found.fault(self.top + 1, name, "column.twice", first=letters(self.at[key]))
            else:
                self.at[key], self.found.places[key] = place, name

    def _is_total(self, row: Sequence[Cell]) -> bool:
        """Whether a row is the sum under the table: it begins like one, and lacks what every record has."""
        needed = [self.at[column.key] for column in self.columns if column.needed and column.key in self.at]
        lacking = any(place >= len(row) or cells.is_empty(row[place]) for place in needed)
        return lacking and any(is_total(cell) for cell in row)

    def _read_row(self, place: int, row: Sequence[Cell]) -> None:
        read = Row(place + 1, {})
        before = len(self.found.faults)
        for column in self.columns:
            at = self.at.get(column.key)
            cell = row[at] if at is not None and at < len(row) else ""
            heading = self.headings[column.key]
            if cells.is_empty(cell):
                if column.needed and at is not None:
                    self.found.fault(read, column.key, "cell.needed", what=heading.help or heading.heading)
                continue
            try:
                read.values[column.key] = column.read(cell, heading, self.today)
            except Unreadable as wrong:
                self.found.fault(read, column.key, wrong.code, **wrong.values)
        if len(self.found.faults) == before:
            self.found.rows.append(read)


def as_text(most: int = 200) -> Reader:
    """Reads plain text."""
    return lambda cell, heading, today: cells.text(cell, most, heading.heading)


def as_public_text(most: int = 200) -> Reader:
    """Reads text that may hold the fund's own telephone number."""
    return lambda cell, heading, today: cells.public_text(cell, most)


def as_code(cell: Cell, heading: Heading, today: date) -> str:
    """Reads a code."""
    return cells.code(cell, heading.example.split()[-1] if heading.example else "DEMO-A")


def as_member_number(cell: Cell, heading: Heading, today: date) -> str:
    """Reads a member's number."""
    return cells.member_number(cell, heading.heading)


def as_choice(cell: Cell, heading: Heading, today: date) -> str:
    """Reads a choice."""
    return cells.choice(cell, heading)


def as_whole(least: int = 0, most: int = 100_000) -> Reader:
    """Reads a whole number."""
    return lambda cell, heading, today: cells.whole(cell, least, most)


def as_satang(cell: Cell, heading: Heading, today: date) -> int:
    """Reads baht as satang."""
    return cells.satang(cell)


def as_day(cell: Cell, heading: Heading, today: date) -> date:
    """Reads a day."""
    return days.day(cell, today)


def as_month(cell: Cell, heading: Heading, today: date) -> str:
    """Reads a month."""
    return days.month(cell, today)
