"""What is wrong in a workbook: where, what, and what to write; in Thai for the treasurer, in English on request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.exchange.english import ENGLISH
from bot.words import Words


@dataclass(frozen=True)
class Fault:
    """One fault at a sheet, a row (counted as the spreadsheet counts) and a column; `code` names its sentence."""

    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    """The column's letters and heading; empty where the whole row is meant."""
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, words: Words) -> str:
        """The line in Thai: place, what is wrong, what to write."""
        what = words.of("import.fault", self.code, **self.values)
        return words("import.at", place=self._place(words), what=what) if self.sheet else what

    def told_in_english(self) -> str:
        """The same line in English; headings stay as they stand in the sheet."""
        what = ENGLISH[self.code].format(**self.values)
        place = [f'sheet "{self.sheet}"'] if self.sheet else []
        place += [f"row {self.row}"] if self.row is not None else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {what}" if place else what

    def _place(self, words: Words) -> str:
        place = words("import.place.sheet", sheet=self.sheet)
        if self.row is not None:
            place = words("import.place.row", sheet=place, row=self.row)
        return words("import.place.cell", row=place, column=self.column) if self.column else place


class Unreadable(ValueError):
    """A cell that cannot be taken; `code` and `values` as in `Fault`."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Refused(Exception):
    """The workbook as a whole cannot be read in."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.told_in_english() for fault in self.faults))
