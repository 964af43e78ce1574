"""Empty workbooks to fill in: headings, an example row, lists to choose from, and a page that explains each column.

Every cell is text (`write_string`, format `@`): a spreadsheet then turns no number into a date and no text into a
formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from bot.exchange import areas, contributions, funds, members, people
from bot.exchange.lexicon import Heading, SheetWords, book_words, common, sheet_words
from bot.exchange.rulebook_fields import BENEFIT, HEAD, STEP, Field
from bot.exchange.tables import Column

COLUMNS: dict[str, tuple[Column, ...]] = {
    module.KIND: module.COLUMNS for module in (areas, funds, people, members, contributions)
}
KINDS = (*COLUMNS, "rulebook")
ROWS = 5000
"""So many rows carry formats and lists."""
LIST_LETTERS = 255
"""Longer lists do not fit into a cell's validation and stand on the explaining page alone."""

Filled = Mapping[str, Sequence[Mapping[str, str]]]
"""Rows to write under the headings, by sheet key: column key to text."""


def write_template(kind: str, path: Path, filled: Filled | None = None) -> None:
    """Writes the workbook of one kind; `filled` replaces the example rows. Raises OSError, KeyError."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        writer = _Writer(book)
        if kind == "rulebook":
            _rulebook(writer, filled or {})
        else:
            words = sheet_words(kind)
            needed = frozenset(column.key for column in COLUMNS[kind] if column.needed)
            writer.table(words, needed, (filled or {}).get(kind))
            writer.explain([(words, needed)])
    finally:
        book.close()


def _rulebook(writer: _Writer, filled: Filled) -> None:
    words = book_words("rulebook")
    fields: dict[str, tuple[Field, ...]] = {"head": HEAD, "benefits": BENEFIT, "steps": STEP}
    needed = {key: frozenset(each.key for each in found if each.needed) for key, found in fields.items()}
    writer.upright(words["head"], needed["head"], filled.get("head"))
    writer.table(words["benefits"], needed["benefits"], filled.get("benefits"), 300)
    writer.table(words["steps"], needed["steps"], filled.get("steps"), 300)
    writer.explain([(words[key], needed[key]) for key in fields])


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book

        def style(**more: object) -> Any:
            return book.add_format({"font_name": "TH Sarabun New", "font_size": 14, **more})

        wrapped = {"text_wrap": True, "valign": "top"}
        self.head = style(bold=True, bg_color="#DCEFE3", border=1, **wrapped)
        self.head_needed = style(bold=True, bg_color="#FFE3A3", border=1, **wrapped)
        self.plain = style(num_format="@")
        self.example = style(num_format="@", italic=True, font_color="#7A7A7A")
        self.wrap = style(**wrapped)
        self.title = style(bold=True)

    def table(
        self,
        words: SheetWords,
        needed: frozenset[str],
        rows: Sequence[Mapping[str, str]] | None,
        listed: int = ROWS,
    ) -> None:
        """A sheet with headings across; marked ones must be filled."""
        sheet = self.book.add_worksheet(words.name)
        for place, (key, heading) in enumerate(words.asked.items()):
            sheet.write_string(0, place, heading.heading, self.head_needed if key in needed else self.head)
            sheet.write_comment(0, place, heading.help or heading.heading, {"author": ""})
            sheet.set_column(place, place, heading.width, self.plain)
            self._choose(sheet, heading, place, listed)
        sheet.freeze_panes(1, 2)
        if rows is None:
            for place, heading in enumerate(words.asked.values()):
                sheet.write_string(1, place, heading.example, self.example)
            return
        for number, row in enumerate(rows, start=1):
            for place, key in enumerate(words.asked):
                sheet.write_string(number, place, row.get(key, ""), self.plain)

    def upright(self, words: SheetWords, needed: frozenset[str], rows: Sequence[Mapping[str, str]] | None) -> None:
        """A sheet with headings down the first column, answers in the second."""
        sheet = self.book.add_worksheet(words.name)
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 32, self.plain)
        sheet.set_column(2, 2, 60)
        given = rows[0] if rows else {}
        for number, (key, heading) in enumerate(words.asked.items()):
            sheet.write_string(number, 0, heading.heading, self.head_needed if key in needed else self.head)
            sheet.write_string(number, 1, given.get(key, ""), self.plain)
            sample = f"{common()['example']}: {heading.example}" if heading.example else ""
            sheet.write_string(number, 2, f"{heading.help} {sample}".strip(), self.wrap)
            if heading.choices and len(",".join(heading.labels())) <= LIST_LETTERS:
                sheet.data_validation(number, 1, number, 1, self._list(heading))

    def _choose(self, sheet: Any, heading: Heading, place: int, rows: int) -> None:
        labels = heading.labels()
        if labels and len(",".join(labels)) <= LIST_LETTERS:
            sheet.data_validation(1, place, rows, place, self._list(heading))

    def _list(self, heading: Heading) -> dict[str, Any]:
        # A warning, not a bar: several choices may stand in one cell, and the import says what does not fit.
        return {
            "validate": "list",
            "source": heading.labels(),
            "error_type": "information",
            "error_title": heading.heading[:32],
            "error_message": heading.help[:255],
        }

    def explain(self, sheets: Iterable[tuple[SheetWords, frozenset[str]]]) -> None:
        """The page that says what each column is."""
        told, sheet = common(), self.book.add_worksheet(common()["explanation"])
        for place, width in enumerate((30, 14, 60, 60, 30)):
            sheet.set_column(place, place, width, self.wrap)
        number = 0
        for line in told["how"]:
            sheet.write_string(number, 0, line, self.title)
            number += 1
        for words, needed in sheets:
            number += 1
            sheet.write_string(number, 0, f"{words.name}: {words.about}", self.title)
            number += 1
            for place, label in enumerate(told["explained"].values()):
                sheet.write_string(number, place, label, self.head)
            for key, heading in words.asked.items():
                number += 1
                cells = (
                    heading.heading,
                    told["needed"] if key in needed else told["optional"],
                    heading.help,
                    ", ".join(heading.labels()),
                    heading.example.removeprefix(told["example"]).strip(),
                )
                for place, text in enumerate(cells):
                    sheet.write_string(number, place, text, self.wrap)
            number += 1
