"""Who was there: people with title and name, their roles and offices as written, each once."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.meetings.cues import cue
from bot.understanding.meetings.items import split_items
from bot.understanding.meetings.page import Line, Page, open_page
from bot.understanding.meetings.roles import Named, role_after, role_before
from bot.understanding.meetings.shapes import PersonRole
from bot.understanding.meetings.titles import name_end, title
from bot.understanding.normalise import arabic


def read_people(text: str) -> list[PersonRole]:
    """People out of an answer, one a line, numbered or in a row; a role without a name has the name None."""
    page = open_page(text)
    found: list[PersonRole] = []
    for line in page.lines:
        items = split_items(line.typed) or [line.typed]
        for item in items:
            for part in _apart(item):
                typed = part.strip(" -\u2013\u2022*,")
                named = _in_line(Line(typed, arabic(typed)), listed=True, informal=True)
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


def _in_line(line: Line, *, listed: bool, informal: bool) -> list[Named]:
    plain, typed = line.plain, line.typed
    found: list[Named] = []
    start = _entry_end(plain) if listed else 0
    at = start
    while True:
        match = title(informal and at == start).search(plain, at)
        if match is None:
            return found
        end = name_end(plain, match.end(), everyday=cue("everyday_title").match(match[0]) is not None)
        at = max(end, match.end())
        if not end:
            continue
        whole_rest = listed and not found and match.start() <= start + 2
        role, role_end = role_after(plain, typed, end, whole=whole_rest)
        if role is None:
            role = role_before(plain, typed, match.start(), found)
        found.append(Named(match.start(), end, role_end, " ".join(typed[match.start() : end].split()), role))
        at = max(role_end, at)


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
