"""The words of sheets (locales/th/sheets): headings with their variants, choices, explanations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from bot.understanding.lexicon import FOLDER, read_yaml
from bot.understanding.normalise import squash


def heading_key(cell: str) -> str:
    """A heading for comparison: without spaces, line breaks, stars and whatever stands in brackets at its end."""
    before = squash(cell.split("(")[0])
    return before or squash(cell)


@dataclass(frozen=True)
class Heading:
    """How one column is written: its heading, other headings that mean it, what to fill in, an example, choices."""

    heading: str
    also: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    width: int = 16
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By stored value; the first word of each is shown."""
    hidden: bool = False
    """Understood where a fund's own book has it, not asked for by the template."""

    @property
    def known(self) -> frozenset[str]:
        """Every heading that means this column, squashed."""
        return frozenset(key(word) for word in (self.heading, *self.also) for key in (squash, heading_key))

    @cached_property
    def known_choices(self) -> dict[str, str]:
        """The stored value of every word of every choice, squashed."""
        return {squash(word): value for value, words in self.choices.items() for word in (value, *words)}

    def labels(self) -> list[str]:
        """The choices as shown in a list."""
        return [words[0] for words in self.choices.values()]

    def label(self, value: str) -> str:
        """One choice as shown; a value without words is shown as it is."""
        return self.choices[value][0] if value in self.choices else value


@dataclass(frozen=True)
class SheetWords:
    """The words of one sheet: its name, what it is for, its columns by key, in order."""

    name: str
    about: str
    columns: dict[str, Heading]

    @property
    def asked(self) -> dict[str, Heading]:
        """The columns of the template."""
        return {key: heading for key, heading in self.columns.items() if not heading.hidden}


@cache
def sheet_words(kind: str) -> SheetWords:
    """The words of locales/th/sheets/`kind`.yaml; raises FileNotFoundError."""
    return _sheet(read_yaml(FOLDER / "sheets" / f"{kind}.yaml"))


@cache
def book_words(kind: str) -> dict[str, SheetWords]:
    """The words of a workbook of several sheets, by the sheet's key."""
    return {key: _sheet(given) for key, given in read_yaml(FOLDER / "sheets" / f"{kind}.yaml")["sheets"].items()}


def _sheet(given: dict[str, Any]) -> SheetWords:
    return SheetWords(
        given["sheet"], given["about"], {key: _heading(column) for key, column in given["columns"].items()}
    )


def _heading(given: dict[str, Any]) -> Heading:
    choices = {str(value): tuple(map(str, words)) for value, words in given.get("choices", {}).items()}
    return Heading(
        str(given["header"]),
        tuple(map(str, given.get("also", ()))),
        str(given.get("help", "")),
        str(given.get("example", "")),
        int(given.get("width", 16)),
        choices,
        bool(given.get("hidden", False)),
    )


@cache
def common() -> dict[str, Any]:
    """What every sheet shares."""
    words: dict[str, Any] = read_yaml(FOLDER / "sheets" / "common.yaml")
    return words


@cache
def listed(key: str) -> frozenset[str]:
    """One word list of common.yaml, squashed."""
    return frozenset(squash(str(word)) for word in common()[key])


def is_example(cell: object) -> bool:
    """Whether a cell marks its row as the template's example."""
    return isinstance(cell, str) and cell.strip().startswith(common()["example"])


@cache
def _total() -> re.Pattern[str]:
    return re.compile(common()["total"])


def is_total(cell: object) -> bool:
    """Whether a cell begins a row of totals."""
    return isinstance(cell, str) and _total().match(cell.strip()) is not None
