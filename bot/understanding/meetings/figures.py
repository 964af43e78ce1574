"""Numbers that a report tells: money, members, funds, tambons, percent."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.meetings.attendance import Counted
from bot.understanding.meetings.cues import cue, first, table, words
from bot.understanding.meetings.page import Line, Page
from bot.understanding.meetings.shapes import Figure
from bot.understanding.numbers import NUMERIC, either

_LONGEST = 70
_MOST = 40


def find_figures(page: Page, came: Counted | None) -> list[Figure]:
    """Every number with its unit, but those of the attendance; a year to reach something by is one as well."""
    found: list[Figure] = []
    for number, line in enumerate(page.lines):
        taken = range(came.start, came.end) if came and came.line == number else range(0)
        group_end = came.end + 60 if came and came.line == number and came.attendance.groups else 0
        last = 0
        for match in _figure().finditer(line.plain):
            if match.start("n") in taken or (match["unit"] and match.start() < group_end and taken):
                last = match.end()
                continue
            if match["alone"] and not cue("money_words").search(line.plain[: match.start()]):
                continue
            if not cue("figure_never").search(line.plain[max(0, match.start() - 16) : match.start()]):
                figure = _read(line, match, last)
                between = line.plain[last : match.start()].strip(" ,")
                if not figure.what and last and found and not between:
                    # a second number of the same thing: "24 tambons, 793 households"
                    figure = Figure(found[-1].what, figure.value, figure.unit)
                found.append(figure)
                last = match.end()
        for year in cue("whose_year").finditer(line.plain):
            what = _behind(line, year.end()) or _what(line, year.start(), 0)
            found.append(Figure(what, float(year[1]), str(table("target_unit")["year"])))
    return list(dict.fromkeys(found))[:_MOST]


def _read(line: Line, match: re.Match[str], last: int) -> Figure:
    value = float(match["n"].replace(",", "")) * table("figure_many").get(match["many"] or match["alone"], 1)
    unit = match["percent"] or match["sign"] or match["unit"] or str(table("baht")["unit"])
    what = _what(line, match.start(), last)
    return Figure(what or (_behind(line, match.end()) if match["sign"] or match["percent"] else ""), value, unit)


def _what(line: Line, end: int, last: int) -> str:
    """The words before a number that say what it counts."""
    begin = max(last, end - _LONGEST)
    plain = line.plain[begin:end]
    plain_end = len(plain.rstrip(" :="))
    while True:
        lead = cue("figure_lead", r"(?<=\S)?\s?", r"\s?$").search(plain[:plain_end])
        if not lead or lead.start() == plain_end:
            break
        plain_end = len(plain[: lead.start()].rstrip())
    plain = plain[:plain_end]
    cut = 0
    for edge in re.finditer(r"[:;|\u201c\u201d\"()]\s?|,\s|\s(?=\S{4,})|\d[.)]\s?(?=\D)", plain):
        if len(plain) - edge.end() >= 6:
            cut = edge.end()
    opened = cue("figure_open").match(plain, cut)
    while opened and opened.end() < plain_end - 1:
        cut = opened.end()
        opened = cue("figure_open").match(plain, cut)
    return line.typed[begin + cut : begin + plain_end].strip(" ,-\u2013:(")


def _behind(line: Line, start: int) -> str:
    rest = line.typed[start : start + _LONGEST].strip()
    return rest[: first(re.compile(r"[,;:]|\s"), rest, 12)].strip()


@cache
def _figure() -> re.Pattern[str]:
    many = either(table("figure_many"))
    counted = rf"\s?(?P<many>{many})?\s?(?:{words('over_after')})?\s?(?P<unit>{words('figure_unit')})"
    sign = rf"\s?(?P<sign>{words('percent')})"
    rate = rf"(?P<percent>{words('percent')})\s?"
    # millions of a budget often go without the word for baht
    alone = rf"\s?(?P<alone>{many})(?=[\s,)]|$)"
    number = rf"(?P<n>{NUMERIC})(?(percent)|(?:{counted}|{sign}|{alone}))(?!\d)"
    return re.compile(rf"(?<![\d/.,])(?:{rate})?{number}")
