"""What a meeting resolved: the items behind the words for it, as written and without their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.understanding.meetings.cues import cue, first
from bot.understanding.meetings.deadlines import due_in
from bot.understanding.meetings.items import item_spans, item_text
from bot.understanding.meetings.page import Line, Page, open_page
from bot.understanding.meetings.shapes import Resolution

_LONGEST = 400
_LONGEST_OWNER = 60
_MOST = 60


def read_resolutions(text: str, today: date | None = None) -> list[Resolution]:
    """Resolutions out of an answer or a message, each with its owner and due date where it names them.

    Without `today` only dates that name their year are read.
    """
    page = open_page(text)
    found = find_resolutions(page, today)
    if found:
        return found
    items: list[str] = []
    for line in page.lines:
        items.extend(_items_of(line.typed, line.plain))
    return [_resolution(item, today) for item in items]


def find_resolutions(page: Page, today: date | None) -> list[Resolution]:
    """The resolutions of a report, in order, each once for each time that it was taken."""
    texts: list[str] = []
    number = 0
    while number < len(page.lines):
        line = page.lines[number]
        number += 1
        for start, end in _heads(line):
            rest = line.typed[start:end].strip(" :\uff1a-\u2013")
            if rest:
                texts.extend(_items_of(rest, open_page(rest).lines[0].plain))
                if not item_spans(rest):
                    continue
            elif end == len(line.plain):
                follow = list(_following(page, number))
                number += len(follow)
                texts.extend(follow)
    return [_resolution(text, today) for text in texts[:_MOST] if text]


def _heads(line: Line) -> Iterator[tuple[int, int]]:
    """Where what was resolved begins and ends in a line."""
    marks = [
        match
        for match in cue("resolution_head").finditer(line.plain)
        if not cue("resolution_never").match(line.plain[match.end() :])
        and not cue("resolution_never_before").search(line.plain[: match.start()])
    ]
    for at, match in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(line.plain)
        yield match.end(), min(first(cue("resolution_end"), line.plain, match.end()), end)


def _following(page: Page, number: int) -> Iterator[str]:
    """The items in the lines behind a heading; a line that is no item is one only directly behind the heading."""
    for counted, line in enumerate(page.lines[number:]):
        if cue("resolution_head").match(line.plain) or cue("heading").search(line.plain):
            return
        text = item_text(line.typed, line.plain)
        if text is None:
            if counted:
                return
            yield line.typed[:_LONGEST]
            return
        yield text[:_LONGEST]


def _items_of(typed: str, plain: str) -> list[str]:
    spans = item_spans(typed)
    if spans:
        return [typed[start:end].strip(" ,;") for start, end in spans]
    text = item_text(typed, plain)
    return [(text if text is not None else typed)[:_LONGEST].strip()]


def _resolution(text: str, today: date | None) -> Resolution:
    return Resolution(text, _owner(text), due_in(text, today))


def _owner(text: str) -> str | None:
    match = cue("owner").search(text)
    if not match:
        return None
    who = next(group for group in match.groups() if group)
    # a title or an office is no place to stop at
    who = who[: first(cue("owner_stop"), who, 2)].strip(" :")
    return who if 1 < len(who) <= _LONGEST_OWNER else None
