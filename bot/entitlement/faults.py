"""Reading a document written by hand: every fault is noted with its place and remedy, and all are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime


class Faults(ValueError):
    """What is wrong in a document: one line each, "place: what is wrong, what to write"."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


_MISSING = object()


class Node:
    """One mapping of a document. Readers give the value, or None and note a fault; `finish` names unread keys."""

    def __init__(self, value: Mapping[object, object], place: str, faults: list[str]) -> None:
        self._value = value
        self.place = place
        self.faults = faults
        self._known: set[object] = set()

    def at(self, key: object) -> str:
        """The place of `key` as a person would look it up: `[2].event.kind`."""
        if isinstance(key, int):
            return f"{self.place}[{key}]"
        return f"{self.place}.{key}" if self.place else str(key)

    def fault(self, key: object, what: str) -> None:
        """Notes a fault at `key`."""
        self.faults.append(f"{self.at(key)}: {what}")

    def has(self, key: str) -> bool:
        """Whether the key is written, even as null."""
        return key in self._value

    def raw(self, key: str, *, required: bool = False) -> object:
        """The bare value, None for null and absent."""
        self._known.add(key)
        value = self._value.get(key, _MISSING)
        if value is _MISSING or value is None:
            if required:
                self.fault(key, "is missing" if value is _MISSING else "is null, write a value")
            return None
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text; a number is taken as it is written."""
        value = self.raw(key, required=required)
        if value is None or isinstance(value, str):
            return value.strip() if value else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self._wrong(key, value, "a text")
        return None

    def word(self, key: str, words: Iterable[str], *, required: bool = False) -> str | None:
        """One of the given words."""
        value = self.raw(key, required=required)
        allowed = tuple(words)
        if value is None:
            return None
        if not isinstance(value, str) or value.strip().lower() not in allowed:
            self.fault(key, f'unknown {key.replace("_", " ")} "{value}", write one of {", ".join(allowed)}')
            return None
        return value.strip().lower()

    def whole(self, key: str, *, required: bool = False, least: int = 0, most: int = 100_000) -> int | None:
        """A whole number, `least` to `most`; no number of days or payments in a life is more."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self._wrong(key, value, f"a whole number, {least} or more")
            return None
        if value > most:
            self._wrong(key, value, f"a whole number, {most:,} or less")
            return None
        return value

    def years(self, key: str, *, least: int = 0) -> int | None:
        """A number of years in a life."""
        return self.whole(key, least=least, most=150)

    def number(self, key: str) -> float | None:
        """A number, 0 or more."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
            self._wrong(key, value, "a number, 0 or more")
            return None
        return float(value)

    def baht(self, key: str, *, required: bool = False) -> int | None:
        """An amount written in baht, given in satang."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= value < 10**12 or round(value * 100, 6) != round(value * 100):  # type: ignore[operator]
            self._wrong(key, value, "an amount in baht, 0 or more")
            return None
        return round(value * 100)  # type: ignore[operator]

    def flag(self, key: str) -> bool | None:
        """true or false."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return value
        self._wrong(key, value, "true or false")
        return None

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A day, ISO common era."""
        value = self.raw(key, required=required)
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value.strip())
        if isinstance(value, datetime):
            value = value.date()
        if value is None:
            return None
        if not isinstance(value, date):
            self._wrong(key, value, "a day as YYYY-MM-DD, common era")
            return None
        return value if self._common_era(key, value.year, value) else None

    def month(self, key: str) -> str | None:
        """A month as "YYYY-MM", common era; of a whole day its month is taken."""
        value = self.raw(key)
        if value is None:
            return None
        written = value.isoformat() if isinstance(value, date) else str(value).strip()
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(-\d\d)?", written)
        if not found:
            self._wrong(key, value, "a month as YYYY-MM, common era")
            return None
        return written[:7] if self._common_era(key, int(found[1]), value) else None

    def _common_era(self, key: str, year: int, value: object) -> bool:
        if 2400 <= year <= 2700:
            self.fault(key, f"{value} is a Buddhist year, write the common era ({year - 543})")
        elif not 1850 <= year <= 2200:
            self.fault(key, f"{value} is too far away, write a year of the common era")
        return 1850 <= year <= 2200

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single one needs no list."""
        value = self.raw(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, Sequence) or not all(isinstance(item, str | int) for item in items):
            self._wrong(key, value, "a list of texts")
            return ()
        return tuple(str(item).strip() for item in items)

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """A mapping inside this one."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        return self.wrap(value, self.at(key), self.faults)

    def nodes(self, key: str, *, required: bool = False) -> Iterator[Node]:
        """The mappings of a list."""
        value = self.raw(key, required=required)
        if value is None:
            return
        if not isinstance(value, list | tuple):
            self._wrong(key, value, "a list")
            return
        for place, item in enumerate(value):
            node = self.wrap(item, f"{self.at(key)}[{place}]", self.faults)
            if node is not None:
                yield node

    @staticmethod
    def wrap(value: object, place: str, faults: list[str]) -> Node | None:
        """A node over `value`, or a fault where it is no mapping."""
        if isinstance(value, Mapping):
            return Node(value, place, faults)
        faults.append(f"{place + ': ' if place else ''}{shown(value)} is not a mapping, write `key: value` lines")
        return None

    def _wrong(self, key: str, value: object, wanted: str) -> None:
        self.fault(key, f"{shown(value)} will not do, write {wanted}")

    def finish(self) -> None:
        """Notes each key that nobody asked for."""
        for key in self._value:
            if key not in self._known:
                self.fault(key, f"unknown key, write one of {', '.join(sorted(map(str, self._known)))}")


def shown(value: object) -> str:
    """The value as a fault line shows it."""
    written = f'"{value}"' if isinstance(value, str) else str(value)
    return written if len(written) <= 60 else written[:57] + "..."
