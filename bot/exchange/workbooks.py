"""A workbook as plain rows, read by calamine (.xlsx, .xls, .ods); a file that would swamp the machine is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from bot.exchange.cells import Cell, clock_free
from bot.exchange.faults import Fault, Refused

MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 20_000_000


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is the spreadsheet's row 1, `rows[0][0]` its column A."""

    name: str
    rows: list[list[Cell]]


def open_workbook(path: Path) -> list[Sheet]:
    """The visible sheets of a file, in order; raises `Refused`."""
    if not path.is_file():
        raise Refused([Fault("file.missing", values={"file": path})])
    if path.stat().st_size > MOST_BYTES:
        raise Refused([_large(path, f"{path.stat().st_size:,} bytes")])
    try:
        with load_workbook(str(path)) as book:
            found = []
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.total_height * sheet.total_width > MOST_CELLS:
                    raise Refused([_large(path, f"{sheet.total_height:,} x {sheet.total_width:,} cells")])
                rows = sheet.to_python(skip_empty_area=False)
                found.append(Sheet(meta.name, [[clock_free(cell) for cell in row] for row in rows]))
            return found
    except PasswordError:
        raise Refused([Fault("file.locked", values={"file": path.name})]) from None
    except (CalamineError, ValueError, OSError):
        raise Refused([Fault("file.format", values={"file": path.name})]) from None


def _large(path: Path, size: str) -> Fault:
    return Fault("file.large", values={"file": path.name, "size": size})


def letters(place: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
