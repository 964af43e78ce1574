"""Lists that leave the house, as a workbook or as text: every cell as the words it shows, never a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

FONT = "TH Sarabun New"
MOST_ROWS = 20_000
MOST_WIDTH, LEAST_WIDTH = 48, 8
SHEET_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell of a text file for a formula."""

Cell = str | int | float | date | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Column:
    """A heading (Thai, from the caller's catalogue); `figures`: numbers stand right, with thousands apart."""

    heading: str
    figures: bool = False


def workbook(title: str, columns: Sequence[Column], rows: Sequence[Row], as_of: str, watermark: str) -> bytes:
    """An .xlsx with one sheet: title, the line that dates the figures, headings, rows, and who had it made and when.

    Numbers of a `figures` column are numbers, all else is written as text. Dates are shown as ISO unless the caller
    gives words. Raises ValueError beyond 20,000 rows, or for a row of another length than the headings.
    """
    _check(columns, rows)
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet(_FORBIDDEN.sub(" ", title)[:SHEET_NAME].strip("' ") or "1")

        def style(**more: object) -> Any:
            return book.add_format({"font_name": FONT, "font_size": 16, "valign": "top", **more})

        head = style(bold=True, bg_color="#DCEFE3", border=1, text_wrap=True)
        words, figure, faint = style(text_wrap=True), style(num_format="#,##0.##"), style(font_color="#5A5A5A")
        whole = style(num_format="#,##0")
        sheet.write_string(0, 0, _plain(title), style(bold=True, font_size=20))
        sheet.write_string(1, 0, _plain(as_of), faint)
        for place, column in enumerate(columns):
            sheet.write_string(3, place, _plain(column.heading), head)
            sheet.set_column(place, place, _width(column, [row[place] for row in rows]))
        for number, row in enumerate(rows, start=4):
            for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
                if column.figures and isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, place, cell, whole if cell == int(cell) else figure)
                else:
                    sheet.write_string(number, place, _plain(shown(cell)), words)
        sheet.write_string(len(rows) + 5, 0, _plain(watermark), faint)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&C{_plain(watermark).replace('&', '&&')[:200]}")
    return out.getvalue()


def text_table(title: str, columns: Sequence[Column], rows: Sequence[Row], as_of: str, watermark: str) -> bytes:
    """The same as text for any phone or spreadsheet: UTF-8 with its mark, commas between; no cell is a formula.

    Raises ValueError as workbook() does.
    """
    _check(columns, rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(title)])
    writer.writerow([_harmless(as_of)])
    writer.writerow([])
    writer.writerow([_harmless(column.heading) for column in columns])
    for row in rows:
        writer.writerow([str(cell) if _is_figure(cell) else _harmless(shown(cell)) for cell in row])
    writer.writerow([])
    writer.writerow([_harmless(watermark)])
    return out.getvalue().encode("utf-8-sig")


def text_page(title: str, lines: Sequence[str], as_of: str, watermark: str) -> bytes:
    """A record or a news draft as plain text: UTF-8 with its mark, so that old editors read the Thai too."""
    return "\r\n".join([title, as_of, "", *lines, "", watermark, ""]).encode("utf-8-sig")


def shown(cell: Cell) -> str:
    """A cell as words; nothing known is an empty cell."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _check(columns: Sequence[Column], rows: Sequence[Row]) -> None:
    if not columns or len(rows) > MOST_ROWS or any(len(row) != len(columns) for row in rows):
        raise ValueError(f"a table has headings, at most {MOST_ROWS} rows, and a cell for each heading")


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _width(column: Column, cells: Sequence[Cell]) -> int:
    """The width that shows most of a column: Thai marks stand above letters and take none of it."""
    longest = max((_spaces(shown(cell)) for cell in (column.heading, *cells[:500])), default=0)
    return min(max(longest + 2, LEAST_WIDTH), MOST_WIDTH)


def _spaces(text: str) -> int:
    lines = text.split("\n")
    return max(sum(unicodedata.category(letter) != "Mn" for letter in line) for line in lines)


def _plain(text: str) -> str:
    """The text without characters that no workbook can hold, no longer than a cell."""
    return _CONTROL.sub("", text)[:32_000]


def _harmless(text: str) -> str:
    """The text of one cell that no spreadsheet takes for a formula: an apostrophe before it, as people write it too."""
    one_line = _plain(" ".join(text.split()))
    return f"'{one_line}" if one_line.startswith(FORMULA) and one_line != "-" else one_line
