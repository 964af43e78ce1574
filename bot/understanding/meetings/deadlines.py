"""What must be done until when. A year alone is a target and no deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.understanding.dates import DateSpan, read_dates
from bot.understanding.meetings.cues import cue, first
from bot.understanding.meetings.days import year_told
from bot.understanding.meetings.page import Line, Page
from bot.understanding.meetings.shapes import Deadline
from bot.understanding.normalise import normalise

_LONGEST = 160


def find_deadlines(page: Page, held: date | None, today: date) -> list[Deadline]:
    """Everything with a last day that lies behind the meeting's, in order, each once."""
    found: list[Deadline] = []
    for line in page.lines:
        for deadline in _in_line(line, held, today, dated=held is not None or page.chat):
            if not any(other.due == deadline.due and deadline.what in other.what for other in found):
                found.append(deadline)
    return found


def _in_line(line: Line, held: date | None, today: date, *, dated: bool) -> Iterator[Deadline]:
    last, moved = 0, ""
    for span in read_dates(line.plain, held or today, True):
        due = span.last if moved else _due(line.plain, span, last, held, dated=dated)
        what = moved or (_what(line, last, span.start, span.end) if due else "")
        moved = ""
        if due and what and cue("due_moved").match(line.plain, span.end):
            # "was due on the 15th, put off to the 31st": the later day counts
            moved = what
        elif due and what:
            yield Deadline(what, due)
        last = span.end
    for match in cue("due_days").finditer(line.plain) if held else ():
        what = _what(line, 0, match.start(), match.end())
        if what and held:
            yield Deadline(what, held + timedelta(days=int(match["days"])))


def due_in(text: str, today: date | None) -> date | None:
    """The last day that one item names, if it names one; without `today` only a day with its year."""
    plain = normalise(text)
    last = 0
    for span in read_dates(plain, today or date(2000, 1, 1), True):
        due = _due(plain, span, last, None, dated=today is not None)
        if due:
            return due
        last = span.end
    return None


def _due(plain: str, span: DateSpan, last: int, held: date | None, *, dated: bool) -> date | None:
    if span.last is None or span.ask or span.grain not in ("day", "range", "month"):
        return None
    told = year_told(span.text)
    if not told and not dated:
        return None
    before, after = plain[max(last, span.start - 90) : span.start], plain[span.end : span.end + 20]
    if cue("due_never_after").match(after):
        return None
    # "sin duean ..." is read as one with its date: the cue may stand inside
    if not cue("due_near").search(before):
        if not cue("due_far").search(before) or cue("due_never").search(before):
            return None
        if held is not None and span.last <= held:
            return None
        if span.grain == "month" and not told:
            return None
    return None if held is not None and span.last < held else span.last


def _what(line: Line, last: int, start: int, end_of_date: int) -> str:
    """The clause that the date belongs to: before it, or behind it where nothing stands before."""
    begin = max(last, start - _LONGEST)
    plain = line.plain[begin:start]
    tail = cue("due_tail", r"(?:\s?", r")+\s?$").search(plain)
    end = len(plain[: tail.start() if tail else len(plain)].rstrip())
    cut = 0
    if begin > last and " " in plain[:end]:
        cut = plain.index(" ") + 1
    for edge in cue("clause_break").finditer(plain, cut, end):
        if end - edge.end() >= 8:
            cut = edge.end()
    cut += len(plain[cut:]) - len(plain[cut:].lstrip())
    opened = cue("clause_open", r"\s?", r"\s?").match(plain, cut, end)
    while opened and end - opened.end() >= 4:
        cut = opened.end()
        opened = cue("clause_open", r"\s?", r"\s?").match(plain, cut, end)
    what = line.typed[begin + cut : begin + end].strip(" ,-\u2013:;)(")
    if len(what) >= 3:
        return what
    rest = line.plain[end_of_date:]
    what = line.typed[end_of_date : end_of_date + min(first(cue("clause_break"), rest, 4), _LONGEST)]
    what = what.strip(" ,-\u2013:;")
    return what if len(what) >= 3 else ""
