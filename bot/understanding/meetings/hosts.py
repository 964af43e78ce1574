"""Who held a meeting: organisations as written."""

from __future__ import annotations

import re

from bot.understanding.meetings.cues import LETTERS, cue, first, words
from bot.understanding.meetings.held import Day
from bot.understanding.meetings.page import Line, Page

_LONGEST = 480
_LONGEST_HOST = 110
_MOST = 8
_ROW = 90
"""From this length on a space alone may part two organisations."""


def find_hosts(page: Page, held: Day | None) -> list[str]:
    """The organisations that held the meeting; empty when none is said to."""
    lines = [page.lines[held.line]] if held else []
    lines.extend(line for line in page.lines[:4] if line not in lines)
    for line in page.lines:
        match = cue("host_label").match(line.plain)
        if match:
            return _split(line.typed[match.end() :], line.plain[match.end() :])
    for number, line in enumerate(lines):
        found = _before_verb(line, held.end if held and number == 0 else 0) or _after_by(line)
        if found:
            return found
    return []


def _before_verb(line: Line, day_end: int) -> list[str]:
    for verb in cue("host_verb").finditer(line.plain):
        start = _subject(line.plain, day_end, verb.start())
        found = _split(line.typed[start : verb.start()], line.plain[start : verb.start()])
        if found:
            return found
    meets = cue("host_meets").search(line.plain)
    if meets and _organisation(line.plain[: meets.start()]):
        return _split(line.typed[: meets.start()], line.plain[: meets.start()])
    return []


def _subject(plain: str, day_end: int, verb: int) -> int:
    """Where those who hold it begin to be named: behind the day, a dateline, or the place."""
    start = max(0, verb - _LONGEST)
    if day_end <= verb:
        start = max(start, day_end)
    for edge in cue("host_boundary").finditer(plain, start, verb):
        start = edge.end()
    place = cue("host_place").search(plain, start, verb)
    if place:
        address = cue("host_after_place").search(plain, place.end(), verb)
        start = address.end() if address else start
    return start


def _after_by(line: Line) -> list[str]:
    match = cue("host_by").search(line.plain)
    if not match:
        return []
    end = match.end() + first(cue("host_stop"), line.plain[match.end() :], 3)
    return _split(line.typed[match.end() : end], line.plain[match.end() : end])


def _split(typed: str, plain: str) -> list[str]:
    """The organisations of a row; whatever begins like none is left out."""
    found: list[str] = []
    at = 0
    rows = [*cue("host_with").finditer(plain), *(cue("host_next").finditer(plain) if len(plain) > _ROW else ())]
    edges = [*sorted(rows, key=lambda edge: edge.start()), None]
    for edge in edges:
        end = edge.start() if edge else len(plain)
        if edge and not _organisation(plain[edge.end() :]):
            continue
        begin = _begin(plain[at:end], bool(found))
        if begin is not None:
            stop = first(cue("host_stop"), plain[at + begin : end], 3)
            name = typed[at + begin : at + begin + stop].strip(' ,:;-\u2013\u201c\u201d"')
            if 3 <= len(name) <= _LONGEST_HOST and name not in found:
                found.append(name)
        at = edge.end() if edge else end
    return found[:_MOST]


def _organisation(text: str) -> bool:
    return cue("organisation", r"\s?").match(text) is not None


def _begin(piece: str, later: bool) -> int | None:
    """Where an organisation's name begins in a piece."""
    head = re.match(r"[\s,]*", piece)
    at = head.end() if head else 0
    if cue("organisation").match(piece, at):
        return at
    if later:
        return None
    match = cue("organisation", rf"(?:(?<!{LETTERS})|{words('host_open')})").search(piece)
    return match.start() if match else None
