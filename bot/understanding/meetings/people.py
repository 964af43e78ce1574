"""Who was there: people with title and name, their roles and offices as written, each once."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.understanding.meetings.cues import LETTERS, cue, first, words
from bot.understanding.meetings.items import split_items
from bot.understanding.meetings.page import Line, Page, open_page
from bot.understanding.meetings.shapes import PersonRole

_LONGEST_ROLE = 110
_LONGEST_WORD = 24
_LONGEST_GIVEN = 12


class _Named(NamedTuple):
    start: int
    end: int
    role_end: int
    name: str
    role: str | None


def read_people(text: str) -> list[PersonRole]:
    """People out of an answer, one a line, numbered or in a row; a role without a name has the name None."""
    page = open_page(text)
    found: list[PersonRole] = []
    for line in page.lines:
        items = split_items(line.typed) or [line.typed]
        for item in items:
            for part in _apart(item):
                typed = part.strip(" -\u2013\u2022*,")
                named = _in_line(
                    Line(typed, open_page(typed).lines[0].plain if typed else ""), listed=True, informal=True
                )
                found.extend(PersonRole(one.name, one.role) for one in named)
                if not named and typed:
                    found.append(PersonRole(None, typed))
    return _once(found)


def find_people(page: Page) -> list[PersonRole]:
    """Everybody who is named in a report, in order."""
    found: list[PersonRole] = []
    absent = listing = False
    for line in page.lines:
        if cue("absent_list").search(line.plain):
            absent, listing = True, False
        elif cue("came_list").search(line.plain):
            absent, listing = False, True
        elif absent and _entry().match(line.plain):
            continue
        else:
            absent = False
            entry = _entry().match(line.plain)
            named = _in_line(line, listed=entry is not None or listing, informal=listing)
            listing = listing and (bool(named) or len(line.plain) < 60)
            known = {_given(one.name) for one in found if one.name}
            # somebody named again in prose: what follows his name now is the sentence
            again = [one for one in named if not entry and one.role is None and _given(one.name) in known]
            found.extend(PersonRole(one.name, one.role) for one in named if one not in again)
    return _once(found)


def _given(name: str) -> str:
    """Title and given name."""
    return name.split(" ")[0]


def _apart(item: str) -> list[str]:
    """An answer in a row: parts behind commas, where each could be somebody."""
    parts = [part for part in re.split(r"[,;]|\n", item) if part.strip()]
    return parts or [item]


def _in_line(line: Line, *, listed: bool, informal: bool) -> list[_Named]:
    plain, typed = line.plain, line.typed
    found: list[_Named] = []
    start = _entry_end(plain) if listed else 0
    at = start
    while True:
        match = _title(informal and at == start).search(plain, at)
        if match is None:
            return found
        end = _name_end(plain, match.end(), everyday=cue("everyday_title").match(match[0]) is not None)
        at = max(end, match.end())
        if not end:
            continue
        whole_rest = listed and not found and match.start() <= start + 2
        role, role_end = _role_after(plain, typed, end, line, whole=whole_rest)
        if role is None:
            role = _role_before(plain, typed, match.start(), found)
        found.append(_Named(match.start(), end, role_end, " ".join(typed[match.start() : end].split()), role))
        at = max(role_end, at)


def _name_end(plain: str, at: int, *, everyday: bool) -> int:
    """Where the name behind a title ends; 0 when there is none."""
    at += len(plain[at:]) - len(plain[at:].lstrip(" "))
    given = _word().match(plain, at)
    if not given or cue("no_given").match(plain, at) or cue("office").match(plain, at):
        return 0
    cut = first(cue("name_cut"), given[0], 2)
    if cut > _LONGEST_GIVEN:
        # a message without spaces: the name runs into the sentence
        cut = first(cue("name_stop"), given[0], 2)
    end = at + min(cut, _LONGEST_WORD)
    family = _family().match(plain, end) if end == given.end() else None
    if not family or _no_family().match(plain, family.start("family")):
        return end
    # "Dr Sunthorn Khun..." is a family name, "Khun A Khun B" are two people
    titled = _title(False).match(plain, family.start("family"))
    if titled and (everyday or not cue("everyday_title").match(titled[0])):
        return end
    return family.start("family") + min(first(cue("name_cut"), family["family"], 3), _LONGEST_WORD)


def _role_after(plain: str, typed: str, end: int, line: Line, *, whole: bool) -> tuple[str | None, int]:
    gap = _gap().match(plain, end)
    if cue("elected").search(plain[max(0, end - 160) : end]):
        gap = cue("as_office").match(plain, end) or gap
    at = gap.end() if gap else end
    rest = plain[at : at + _LONGEST_ROLE]
    next_one = _title(False).search(rest)
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


def _role_before(plain: str, typed: str, start: int, found: list[_Named]) -> str | None:
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


def _once(found: list[PersonRole]) -> list[PersonRole]:
    kept: list[PersonRole] = []
    for one in found:
        same = next((at for at, other in enumerate(kept) if _same(one, other)), None)
        if same is None:
            kept.append(one)
        elif one.name and (kept[same].role is None or len(one.name) > len(kept[same].name or "")):
            name = max(one.name, kept[same].name or "", key=len)
            kept[same] = PersonRole(name, kept[same].role or one.role)
    return kept


def _same(one: PersonRole, other: PersonRole) -> bool:
    if one.name is None or other.name is None:
        return one == other
    return one.name == other.name or f"{one.name} " in f"{other.name} " or f"{other.name} " in f"{one.name} "


def _entry_end(plain: str) -> int:
    match = _entry().match(plain)
    return match.end() if match else 0


@cache
def _entry() -> re.Pattern[str]:
    return re.compile(r"(?:\d{1,3}\s?[.)]\s?|[-*\u2022]\s?|\d{1,2}\s(?=\S))")


@cache
def _title(in_list: bool) -> re.Pattern[str]:
    listed = f"|{words('title_in_list')}" if in_list else ""
    return re.compile(rf"(?:{words('title')}{listed})\s?(?=[\u0e01-\u0e2e\u0e40-\u0e44])")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"{LETTERS}{{2,}}")


@cache
def _family() -> re.Pattern[str]:
    return re.compile(rf"\s(?P<family>(?:{words('of_family')}\s)?{LETTERS}{{2,}})")


@cache
def _no_family() -> re.Pattern[str]:
    lists = ("office", "no_given", "organisation", "group", "no_family")
    return re.compile("|".join(words(name) for name in lists))


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(r"\s?(?:[,:(\u2013\u2014-]\s?)?")


@cache
def _row() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:,\s?|{words('joining')}\s?)?")
