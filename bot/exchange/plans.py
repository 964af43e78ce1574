"""What an import would do: counted, listed, and carried out only where there is no fault."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.exchange.faults import Fault
from bot.exchange.tables import Row, Table

Progress = Callable[[int], None]
"""Told how many rows were written since the last call."""


@dataclass(frozen=True)
class Options:
    """What the operator said beside the file: the fund of all rows, the day of the register, today."""

    today: date
    fund: str | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Change:
    """One record that differs: its id, what it was and what it becomes, only the fields that differ."""

    row: int
    id: int
    label: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class New:
    """One record that is not there yet."""

    row: int
    label: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Note:
    """Something to tell that stops nothing; `code` names its sentence `import.note.*`."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Plan:
    """What would happen to each row."""

    kind: str
    sheet: str
    rows: int = 0
    new: list[New] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def work(self) -> int:
        """How many records would be written."""
        return len(self.new) + len(self.changed)


def plan_of(kind: str, table: Table) -> Plan:
    """The plan of a sheet before its rows are compared with what is stored."""
    plan = Plan(kind, table.sheet, rows=len(table.rows), faults=table.faults)
    if table.passed_over:
        plan.notes.append(Note("passed_over", {"columns": ", ".join(table.passed_over)}))
    return plan


def compare(
    plan: Plan,
    rows: Iterable[tuple[Row, Hashable, str, dict[str, Any]]],
    known: Mapping[Any, Mapping[str, Any]],
    defaults: Mapping[str, Any] | None = None,
) -> None:
    """Sorts rows (row, key, label, values) into new, changed and unchanged.

    What a row does not fill stays as it is; a new record gets `defaults` for that. Known records carry their `id`.
    """
    for row, key, label, values in rows:
        stored = known.get(key)
        if stored is None:
            plan.new.append(New(row.number, label, {**(defaults or {}), **values}))
            continue
        after = {name: value for name, value in values.items() if stored[name] != value}
        if not after:
            plan.unchanged += 1
            continue
        plan.changed.append(Change(row.number, stored["id"], label, {name: stored[name] for name in after}, after))


def once(table: Table, keyed: Sequence[tuple[Row, Hashable, str]], column: str) -> None:
    """Notes a fault at each row whose key another row had before."""
    first: dict[Hashable, int] = {}
    for row, key, label in keyed:
        if key in first:
            table.fault(row, column, "row.twice", label=label, first=first[key])
        first.setdefault(key, row.number)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them, for the audit."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
