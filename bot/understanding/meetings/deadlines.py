"""What must be done until when. A year alone is a target and no deadline."""

from __future__ import annotations

from datetime import date

from bot.understanding.dates import DateSpan, read_dates
from bot.understanding.meetings.cues import cue, first
from bot.understanding.meetings.held import year_told
from bot.understanding.meetings.page import Line, Page
from bot.understanding.meetings.shapes import Deadline
from bot.understanding.normalise import normalise

_LONGEST = 160


def find_deadlines(page: Page, held: date | None, today: date) -> list[Deadline]:
    """Everything with a last day that lies behind the meeting's, in order, each once."""
    found: list[Deadline] = []
    spoken = held or today
    for line in page.lines:
        last = 0
        for span in read_dates(line.plain, spoken, True):
            due = _due(line.plain, span, last, held, dated=held is not None or page.chat)
            if due:
                what = _what(line, last, span)
                if what and not any(other.due == due and (what in other.what) for other in found):
                    found.append(Deadline(what, due))
            last = span.end
    return found


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


def _what(line: Line, last: int, span: DateSpan) -> str:
    """The clause that the date belongs to: before it, or behind it where nothing stands before."""
    begin = max(last, span.start - _LONGEST)
    plain = line.plain[begin : span.start]
    near = cue("due_near").search(plain)
    end = near.start() if near else len(plain)
    end = len(cue("due_tail", r"\s?", r"\s?$").sub("", plain[:end]).rstrip())
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
    rest = line.plain[span.end :]
    what = line.typed[span.end : span.end + min(first(cue("clause_break"), rest, 4), _LONGEST)]
    what = what.strip(" ,-\u2013:;")
    return what if len(what) >= 3 else ""
