"""What is read out of a report of a meeting: plain frozen values, absent things None or empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

LEVELS = ("fund", "zone", "district", "province", "region", "nation")
"""Whose meeting it was, smallest first; district is an amphoe."""
SECTIONS = ("situation", "strengths", "obstacles", "plan")
"""What a breakout group reports."""


@dataclass(frozen=True)
class Venue:
    """Where: the place's name as written, tambon, amphoe and province by their official names where they were told."""

    name: str | None = None
    tambon: str | None = None
    amphoe: str | None = None
    province: str | None = None


@dataclass(frozen=True)
class Attendance:
    """How many came; `qualifier` is exact, over, about or nearly; groups with their own numbers as written."""

    count: int
    qualifier: str = "exact"
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class PersonRole:
    """Somebody with title and name, and the role or office, both as written; an answer may give a role alone."""

    name: str | None
    role: str | None = None


@dataclass(frozen=True)
class Figure:
    """A number that was told; money in whole baht has the unit for baht, percent its word."""

    what: str
    value: float
    unit: str


@dataclass(frozen=True)
class Resolution:
    """One thing resolved, as written without its numbering; who does it and until when, where that is said."""

    text: str
    owner: str | None = None
    due: date | None = None


@dataclass(frozen=True)
class Deadline:
    """Something to be done, as written, and its last day."""

    what: str
    due: date


@dataclass(frozen=True)
class MeetingReading:
    """A draft of a meeting. What the text does not tell is None or empty."""

    held_from: date | None = None
    held_to: date | None = None
    venue: Venue = Venue()
    attendance: Attendance | None = None
    level: str | None = None
    zones: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    people: tuple[PersonRole, ...] = ()
    figures: tuple[Figure, ...] = ()
    agenda: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    sections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reporter: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The draft as `nongbaht understand --meeting FILE --json` prints it; dates in ISO common era."""
        count, qualifier = (self.attendance.count, self.attendance.qualifier) if self.attendance else (None, None)
        return {
            "held_from": self.held_from.isoformat() if self.held_from else None,
            "held_to": self.held_to.isoformat() if self.held_to else None,
            "venue": dict(vars(self.venue)),
            "attendance": {"count": count, "qualifier": qualifier},
            "level": self.level,
            "hosts": list(self.hosts),
            "people": [dict(vars(person)) for person in self.people],
            "figures": [{**vars(figure), "value": _plain(figure.value)} for figure in self.figures],
            "resolutions": [resolution.text for resolution in self.resolutions],
            "deadlines": [{"what": one.what, "due": one.due.isoformat()} for one in self.deadlines],
        }


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
