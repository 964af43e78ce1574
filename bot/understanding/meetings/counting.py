"""Numbers of people in a text, with how sure they are, and groups that are counted one by one."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bot.understanding.meetings.cues import cue, words
from bot.understanding.numbers import counted_value, number_pattern

_MOST = 1_000_000


class Group(NamedTuple):
    """A group of those who came: who, how many, and where the number stands."""

    who: str
    heads: int
    start: int
    end: int


def count_of(text: str) -> int:
    """The whole number that a text is; 0 for any other text."""
    try:
        return min(int(counted_value(text)), _MOST)
    except ValueError:
        return 0


def groups_of(plain: str, start: int, until: int | None = None, opened: str = "") -> list[Group]:
    """Groups of people with their numbers, one behind the other: (who, how many, start, end)."""
    found: list[Group] = []
    if opened:
        match = cue(opened, r"[\s,]*").match(plain, start)
        if not match:
            return []
        start = match.end()
    at = start
    while True:
        match = _group().match(plain, at)
        if not match or (until and match.end() > until + 120):
            return found
        kind = "gender" if match["gender"] else "who"
        number = "number" if match["gender"] else "count"
        found.append(Group(match[kind].strip(" :,"), count_of(match[number]), match.start(number), match.end()))
        at = match.end()


def as_kept(groups: list[Group]) -> tuple[tuple[str, int], ...]:
    """The groups as an attendance keeps them; a single one is none."""
    return tuple((who, count) for who, count, _, _ in groups) if len(groups) > 1 else ()


@cache
def any_number() -> re.Pattern[str]:
    """A number, with its hedges."""
    return re.compile(rf"{_hedged()}\s?(?P<unit>{words('people_unit')})?")


@cache
def heads() -> re.Pattern[str]:
    """A number of people."""
    return re.compile(rf"(?<![\d,.]){_hedged()}\s?(?P<unit>{words('people_unit')})")


@cache
def heads_behind() -> re.Pattern[str]:
    """A number right behind a word of coming."""
    return re.compile(rf"{words('came_between')}*{_hedged()}\s?(?P<unit>{words('people_unit')})?")


@cache
def heads_loosely() -> re.Pattern[str]:
    """A number of people a few words behind a word of coming."""
    return re.compile(rf"{words('came_loose')}{_hedged()}\s?(?P<unit>{words('people_unit')})")


@cache
def heads_described() -> re.Pattern[str]:
    """Who came, in words, and then how many."""
    return re.compile(rf"{words('came_opens')}[^\n:;]{{2,70}}?\s{_hedged()}\s?(?P<unit>{words('people_unit')})")


@cache
def heads_total() -> re.Pattern[str]:
    """A total behind its groups."""
    return re.compile(rf"[\s,)=]*{words('came_total')}\s?{_hedged()}\s?(?P<unit>{words('people_unit')})?")


@cache
def _group() -> re.Pattern[str]:
    who = rf"(?P<who>(?!{words('group_never')})[^\d,;:\n]{{2,50}}?)"
    number = rf"\s?(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})\s?(?:{words('people_unit')})"
    bare = rf"(?P<gender>{words('gender')})[\s:]*(?P<number>\d{{1,5}})(?![\d.,])\s?(?:{words('people_unit')})?"
    return re.compile(rf"[\s,(]*+(?!{words('came_total')})(?:{bare}|{who}{number})")


@cache
def _hedged() -> str:
    hedges = "|".join(f"(?P<{name}>{words(name)})" for name in ("over", "about", "nearly"))
    span = r"(?:\s?[-\u2013]\s?\d{1,4})?"
    return rf"(?:(?:{hedges})\s?)?(?P<count>{number_pattern()}){span}\s?(?P<more>{words('over_after')})?"
