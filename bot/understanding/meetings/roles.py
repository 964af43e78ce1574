"""The role or office of somebody, behind his name or before it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.understanding.meetings.cues import cue, first, words
from bot.understanding.meetings.titles import title

_LONGEST_ROLE = 110


class Named(NamedTuple):
    """Somebody in a line: where title and name stand, where his role ends, and both as written."""

    start: int
    end: int
    role_end: int
    name: str
    role: str | None


def role_after(plain: str, typed: str, end: int, *, whole: bool) -> tuple[str | None, int]:
    """The role behind a name and where it ends; with `whole` the rest of a list's line is one in any case."""
    gap = _gap().match(plain, end)
    if cue("elected").search(plain[max(0, end - 160) : end]):
        gap = cue("as_office").match(plain, end) or gap
    at = gap.end() if gap else end
    rest = plain[at : at + _LONGEST_ROLE]
    next_one = title(False).search(rest)
    rest = rest[: next_one.start()] if next_one else rest
    inside = gap is not None and gap[0].rstrip().endswith("(")
    if not rest or not (cue("office").match(rest) or (whole and not cue("role_stop").match(" " + rest))):
        return None, end
    cut = first(re.compile(r"\)"), rest) if inside else _role_cut(rest)
    role = typed[at : at + cut].strip(" ,-\u2013:")
    role = re.sub(r"\s?(?:[,(]|" + words("joining") + r")$", "", role)
    if role.count("(") > role.count(")"):
        role = role.rsplit("(", 1)[0].strip()
    return (role or None), at + cut


def _role_cut(rest: str) -> int:
    joined = words("joining")
    stops = (
        cue("role_stop"),
        cue("group", rf"\s(?:{joined}\s?)?"),
        cue("office", rf"\s{joined}\s?"),
        cue("group", joined),
    )
    return min(first(stop, rest, 2) for stop in stops)


def role_before(plain: str, typed: str, start: int, found: list[Named]) -> str | None:
    """A role that stands before the name ("chair of the day Mr X"), or the one that a row of people shares."""
    if found and _row().fullmatch(plain, found[-1].role_end, start):
        return found[-1].role if found[-1].role_end == found[-1].end else None
    begin = max(found[-1].role_end if found else 0, start - 90)
    before = plain[begin:start].rstrip(" :")
    chunk_at = before.rfind(" ") + 1
    chunk = before[chunk_at:]
    opened = list(cue("role_before_open").finditer(chunk))
    cut = next((match.end() for match in reversed(opened) if cue("office").match(chunk, match.end())), 0)
    if not cue("office").match(chunk, cut) or len(chunk) - cut < 3:
        return None
    at = begin + chunk_at + cut
    return typed[at : at + len(chunk) - cut].strip(" ,:")


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(r"\s?(?:[,:(\u2013\u2014-]\s?)?")


@cache
def _row() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:,\s?|{words('joining')}\s?)?")
