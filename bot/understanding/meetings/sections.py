"""What breakout groups report, and the agenda."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.meetings.cues import LETTERS, cue, table, words
from bot.understanding.meetings.items import item_text, split_items
from bot.understanding.meetings.page import Line, Page, open_page
from bot.understanding.numbers import either


def read_sections(text: str) -> dict[str, dict[str, str]]:
    """Per breakout group what it said of `situation`, `strengths`, `obstacles` and `plan`, as written.

    The group's name is "" where none is named. A section is announced by its word with a colon, or by a line that is
    the word alone.
    """
    return find_sections(open_page(text))


def find_sections(page: Page) -> dict[str, dict[str, str]]:
    """The sections of a report by group."""
    found: dict[str, dict[str, str]] = {}
    group = section = ""
    for line in page.lines:
        marks = list(_marks().finditer(line.plain))
        if not marks:
            named = _group_alone().match(line.plain)
            if named:
                group, section = line.typed[: named.end("group")].strip(" :"), ""
            elif section:
                if cue("heading").search(line.plain) or cue("resolution_head").match(line.plain):
                    section = ""
                else:
                    _add(found, group, section, item_text(line.typed, line.plain) or line.typed)
            continue
        for at, match in enumerate(marks):
            named_before = _group_before().search(line.plain[(marks[at - 1].end() if at else 0) : match.start()])
            if named_before:
                group = named_before["group"].strip(" :")
            section = next(name for name in table("section") if match[name])
            end = marks[at + 1].start() if at + 1 < len(marks) else len(line.plain)
            text = line.typed[match.end() : end]
            if at + 1 < len(marks):
                text = _group_before().sub("", text)
            _add(found, group, section, _until_head(text))
    return {name: parts for name, parts in found.items() if parts}


def _until_head(text: str) -> str:
    end = re.search(rf"\s(?={words('resolution_head')})", text)
    return text[: end.start()] if end else text


def _add(found: dict[str, dict[str, str]], group: str, section: str, text: str) -> None:
    text = text.strip(" :\uff1a,;-")
    if text:
        parts = found.setdefault(group, {})
        parts[section] = f"{parts[section]}; {text}" if section in parts else text


def read_agenda(text: str) -> list[str]:
    """The items of the agenda, as written and without their numbers."""
    return find_agenda(open_page(text))


def find_agenda(page: Page) -> list[str]:
    """The agenda of a report: lines that name it, the items under its heading, or a row of numbers."""
    found: list[str] = []
    listing = False
    for line in page.lines:
        row = [] if found else _in_a_row(line)
        named = cue("agenda_item").match(line.plain)
        if len(row) > 1:
            return row
        if named:
            found.append(line.typed[named.start("item") :].strip())
            listing = False
        elif cue("agenda_head").match(line.plain):
            listing = True
        elif listing:
            text = item_text(line.typed, line.plain)
            listing = text is not None
            if text:
                found.append(text)
        else:
            found.extend(row)
    return found


def _in_a_row(line: Line) -> list[str]:
    match = cue("agenda_inline").search(line.plain)
    if not match:
        return []
    text = line.typed[match.end() :]
    end = re.search(rf"\s(?={words('resolution_head')})", text)
    text = text[: end.start()] if end else text
    return split_items(text) or ([text.strip()] if match[0].rstrip().endswith(":") and text.strip() else [])


@cache
def _marks() -> re.Pattern[str]:
    names = "|".join(f"(?P<{name}>{either(forms)})" for name, forms in table("section").items())
    return re.compile(rf"(?<!{LETTERS})(?:\d{{1,2}}[.)]\s?)?(?:{names})\s?(?:[:\uff1a=]|(?<=^)$|$)\s?")


@cache
def _group_before() -> re.Pattern[str]:
    return re.compile(rf"(?P<group>{words('section_group')})\s?[:\uff1a-]?\s?$")


@cache
def _group_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:[-*\u2022]\s?|\d{{1,2}}[.)]\s?)?(?P<group>{words('section_group')})\s?[:\uff1a]?$")
