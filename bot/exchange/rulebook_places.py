"""Where in the workbook something went wrong that the rules found in the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.exchange.faults import Fault
from bot.exchange.lexicon import book_words
from bot.exchange.rulebook_fields import BENEFIT, HEAD, Field
from bot.exchange.tables import Row, Table

_PLACE = re.compile(r"(?P<where>[a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*): (?P<what>.*)", re.DOTALL)
_BENEFIT_AT = re.compile(r"benefits\[(\d+)\]\.?(.*)")
_STEP_AT = re.compile(r"amount\.steps\[(\d+)\]\.?(.*)")


def at(place: Fault, code: str, /, **values: object) -> Fault:
    """A fault at a place that is kept as a fault without words."""
    return Fault(code, place.sheet, place.row, place.column, values)


@dataclass(frozen=True)
class Places:
    """Brings lines of the engine back to the cells they came from; `step_rows` stand in the order of the benefits."""

    places: dict[str, Fault]
    benefits: Table
    steps: Table | None
    step_rows: list[list[Row]]

    def fault(self, line: str) -> Fault:
        """The fault of one line "place: what is wrong"."""
        match = _PLACE.fullmatch(line)
        where, what = (match["where"], match["what"]) if match else ("", line)
        found = _BENEFIT_AT.fullmatch(where)
        return self._in_benefit(int(found[1]), found[2], what) if found else self._in_head(where, what)

    def _in_head(self, where: str, what: str) -> Fault:
        words = book_words("rulebook")["head"]
        each = _by_path(HEAD, _contribution_path(where, what))
        values = {"detail": what, "hint": words.columns[each.key].help if each else words.about}
        place = self.places.get(each.key) if each else None
        if place is None:
            return Fault("rulebook.engine", words.name, None, "", values)
        return at(place, "rulebook.engine", **values)

    def _in_benefit(self, number: int, path: str, what: str) -> Fault:
        words, row, rows = book_words("rulebook"), self.benefits.rows[number], self.step_rows[number]
        step = _STEP_AT.fullmatch(path)
        if step and self.steps is not None and int(step[1]) < len(rows):
            key = step[2] if step[2] in self.steps.places else "baht"
            values = {"detail": what, "hint": words["steps"].columns[key].help}
            return Fault("rulebook.engine", self.steps.sheet, rows[int(step[1])].number, self.steps.places[key], values)
        each = _by_path(BENEFIT, path)
        key = each.key if each else "clause"
        values = {"detail": what, "hint": words["benefits"].columns[key].help}
        heading = words["benefits"].columns[key].heading
        return Fault("rulebook.engine", self.benefits.sheet, row.number, self.benefits.places.get(key, heading), values)


def _contribution_path(where: str, what: str) -> str:
    if where == "contribution.options":
        return "contribution.yearly" if "yearly" in what else "contribution.monthly"
    return where


def _by_path(fields: Sequence[Field], path: str) -> Field | None:
    exact = next((each for each in fields if each.path == path), None)
    return exact or next((each for each in fields if path and each.path.startswith(path.split("[")[0])), None)
