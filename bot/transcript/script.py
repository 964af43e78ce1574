"""The transcript language, parsed: who speaks where and when, what is said, what must be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

Act = Literal["say", "button", "date", "image", "sticker", "audio", "location", "unsend"]

_SPECIAL = re.compile(r"^\[(button|date|image|sticker|audio|location|unsend)(?:\s+(.*))?\]$")


class ScriptFault(ValueError):
    """A line that is not of the transcript language; the message says where and what to write."""


@dataclass(frozen=True)
class As:
    """`@as malee`: from here on this persona speaks."""

    line: int
    persona: str


@dataclass(frozen=True)
class In:
    """`@in village` or `@in direct`."""

    line: int
    place: str


@dataclass(frozen=True)
class At:
    """`@at 2026-11-21T10:00`: sets the clock (Bangkok)."""

    line: int
    instant: datetime


@dataclass(frozen=True)
class Do:
    """`> …`: one thing that the persona does."""

    line: int
    act: Act
    argument: str = ""


@dataclass(frozen=True)
class Expect:
    """`< glob`, `<! glob`, `< (silence)`, `<persona glob`."""

    line: int
    glob: str
    reader: str | None = None
    negated: bool = False
    silence: bool = False


Step = As | In | At | Do | Expect


def parse(path: Path) -> list[Step]:
    """The steps of a transcript file. Raises ScriptFault, OSError."""
    steps = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if (line := raw.strip()) and not line.startswith("#"):
            steps.append(_step(line, number, path))
    return steps


def parse_line(line: str) -> Step:
    """One step by itself, for the interactive chat. Raises ScriptFault."""
    return _step(line.strip(), 1, Path("input"))


def _step(line: str, number: int, path: Path) -> Step:
    head, _, rest = line.partition(" ")
    rest = rest.strip()
    if head == "@as" and rest:
        return As(number, rest)
    if head == "@in" and rest:
        return In(number, rest)
    if head == "@at":
        try:
            return At(number, datetime.fromisoformat(rest))
        except ValueError:
            raise ScriptFault(f"{path}:{number}: {rest!r} is no time; write @at 2026-11-21T10:00") from None
    if line.startswith(">"):
        return _do(line[1:].strip(), number, path)
    if line.startswith("<"):
        return _expect(line[1:], number)
    raise ScriptFault(f"{path}:{number}: {line!r} is no step; a line begins with @as, @in, @at, >, < or #")


def _do(text: str, number: int, path: Path) -> Do:
    special = _SPECIAL.match(text)
    if special is None:
        return Do(number, "say", text.replace("\\n", "\n"))
    act, argument = special[1], (special[2] or "").strip()
    if act == "date":
        try:
            date.fromisoformat(argument)
        except ValueError:
            raise ScriptFault(f"{path}:{number}: {argument!r} is no date; write > [date 2026-11-15]") from None
    return Do(number, act, argument)  # type: ignore[arg-type]


def _expect(text: str, number: int) -> Expect:
    negated = text.startswith("!")
    text = text[1:] if negated else text
    reader = None
    if text and not text[0].isspace():
        reader, _, text = text.partition(" ")
    glob = text.strip()
    return Expect(number, glob, reader, negated, silence=glob == "(silence)")


def matches(glob: str, text: str) -> bool:
    """Whether a text matches a glob of `*`; every run of spaces and line breaks is one space, case is ignored."""
    pattern = ".*".join(re.escape(_plain(piece)) for piece in glob.split("*"))
    return re.fullmatch(pattern, _plain(text, strip=True), re.DOTALL) is not None


def _plain(text: str, strip: bool = False) -> str:
    folded = re.sub(r"\s+", " ", text).casefold()
    return folded.strip() if strip else folded
