"""Where a meeting was held: the place's name as written and its tambon, amphoe and province."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.understanding.gazetteer import areas
from bot.understanding.lexicon import lexicon
from bot.understanding.meetings.cues import LETTERS, cue, first, words
from bot.understanding.meetings.held import Day
from bot.understanding.meetings.page import Line, Page, open_page
from bot.understanding.meetings.shapes import Venue
from bot.understanding.places import Home, Place, read_places

_LONGEST_NAME = 120
_LONGEST_ADDRESS = 110
_CUES = (("place_label", 6.0), ("place_at", 4.0), ("place_that", 3.0), ("place_area", 1.5), ("place_online", 1.0))


class _Spot(NamedTuple):
    score: float
    line: Line
    start: int


def read_venue(text: str, home: Home | None = None) -> Venue | None:
    """Where, out of one answer or message; None when no place is named."""
    page = open_page(text)
    found = find_venue(page, [], None, home)
    if found == Venue() and page.lines and len(page.lines) <= 2:
        # an answer to "where?" has no word before the place
        found = _read(page.lines[0], 0, home)
    return None if found == Venue() else found


def find_venue(page: Page, days: list[Day], held: Day | None, home: Home | None) -> Venue:
    """The meeting's place in a report; every part that is not told is None."""
    spots = sorted(_spots(page, days, held), key=lambda spot: -spot.score)
    for spot in spots[:4]:
        venue = _read(spot.line, spot.start, home)
        if venue != Venue():
            return venue if venue.province else _with_dateline(page, venue)
    return _with_dateline(page, Venue())


def _spots(page: Page, days: list[Day], held: Day | None) -> list[_Spot]:
    found = []
    for number, line in enumerate(page.lines):
        for key, worth in _CUES:
            for match in cue(key).finditer(line.plain):
                rest = line.plain[match.end() :]
                if key == "place_at" and cue("place_not_at").match(rest):
                    continue
                if key == "place_that" and not cue("place_type").match(rest):
                    continue
                score = worth + _nearness(number, match.start(), line, days, held)
                if score > 0.2:
                    found.append(_Spot(score, line, match.end()))
    if held:
        line = page.lines[held.line]
        follows = _after_day().match(line.plain, min(held.end, len(line.plain)))
        if cue("place_type").match(line.plain) and "/" in line.plain[: held.start]:
            found.append(_Spot(3.5, line, 0))
        if follows:
            found.append(_Spot(3.5, line, follows.end()))
    for line in page.lines[:6]:
        if cue("place_line").match(line.plain) and len(line.plain) < 90 and not page.chat:
            found.append(_Spot(1.5, line, 0))
    return found


def _nearness(number: int, start: int, line: Line, days: list[Day], held: Day | None) -> float:
    before = line.plain[max(0, start - 90) : start]
    score = -min(number, 20) * 0.1
    if cue("earlier_meeting").search(before):
        score -= 5
    if cue("next_meeting").search(before[-45:]):
        score -= 6
    if held is None:
        # without a day the place must stand beside a word of meeting
        return score if start < 2 or cue("day_held").search(before) else score - 3
    if held.line == number:
        score += 2
    others = [day for day in days if day.line == number and day.end <= start]
    if others and (others[-1].first, others[-1].last) != (held.first, held.last):
        score -= 3 if held.first != others[-1].first else 0
    return score


def _read(line: Line, start: int, home: Home | None) -> Venue:
    plain, typed = line.plain[start:], line.typed[start:]
    end = min(first(cue("place_stop"), plain, 2), _LONGEST_NAME + _LONGEST_ADDRESS)
    plain = plain[:end]
    cut = min(first(cue("place_address"), plain), _second_joined(plain), _LONGEST_NAME)
    name = typed[:cut].strip(" ,:/-\u2013(")
    if name.count(")") > name.count("("):
        name = name.rstrip(")")
    if len(name) < 3 or (cut == 0):
        name = ""
    elif name.count("(") > name.count(")"):
        name = name.rsplit("(", 1)[0].strip()
    inside: list[Place] = []
    address: list[Place] = []
    for place in read_places(plain[: cut + _LONGEST_ADDRESS], home):
        (address if place.start >= cut - 1 else inside).append(place)
    told = [_told(place, home) for place in (*address[:1], *inside[::-1])]
    tambon, amphoe, province = (next((one[at] for one in told if one[at]), None) for at in range(3))
    if not (name or tambon or amphoe or province):
        return Venue()
    return Venue(name or None, tambon, amphoe, province)


def _second_joined(plain: str) -> int:
    """Where the second of several parts written without a space begins: the first belongs to the place's name."""
    joined = [match.start() for match in cue("place_address_joined", f"(?<={LETTERS})").finditer(plain)]
    return joined[1] if len(joined) > 1 else len(plain)


def _told(place: Place, home: Home | None) -> tuple[str | None, str | None, str | None]:
    """The parts of a place that the text itself names: what the country's list would add is not told."""
    if home and home.province and place.matches == 1 and place.province == home.province:
        return place.tambon, place.amphoe, place.province
    text = place.text.replace(" ", "")
    amphoe = place.amphoe
    if amphoe and amphoe not in text:
        capital = str(lexicon("places")["capital"][0])
        amphoe = amphoe if amphoe.startswith(capital) and capital in text else None
    aliases = lexicon("places")["aliases"].get(place.province, ()) if place.province else ()
    # "Mueang Phangnga" names the amphoe; the province is named by its own word or at the end
    rest = text.replace(amphoe, "", 1) if amphoe and amphoe in text else text
    province = place.province
    if province and province not in rest and not any(str(alias) in rest for alias in aliases):
        province = None
    tambon = place.tambon if place.tambon and place.tambon.replace(" ", "") in text else None
    return tambon, amphoe, province


def _with_dateline(page: Page, venue: Venue) -> Venue:
    """The province at the head of a news report, where the venue itself names none."""
    for line in page.lines[:6]:
        match = cue("dateline").match(line.plain)
        found = areas("province", match[1].strip()) if match else ()
        if found:
            return Venue(venue.name, venue.tambon, venue.amphoe, found[0].province)
    return venue


@cache
def _after_day() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:[/,:|\u2013-]\s?)?(?={words('place_beside')})")
