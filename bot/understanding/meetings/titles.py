"""Titles and the names behind them."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.meetings.cues import LETTERS, cue, first, words

_LONGEST_WORD = 24
_LONGEST_GIVEN = 12


@cache
def title(in_list: bool) -> re.Pattern[str]:
    """A title that makes the next word a name; in a list of those who came everyday ones count too."""
    listed = f"|{words('title_in_list')}" if in_list else ""
    return re.compile(rf"(?:{words('title')}{listed})\s?(?=[\u0e01-\u0e2e\u0e40-\u0e44])")


def name_end(plain: str, at: int, *, everyday: bool) -> int:
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
    titled = title(False).match(plain, family.start("family"))
    if titled and (everyday or not cue("everyday_title").match(titled[0])):
        return end
    return family.start("family") + min(first(cue("name_cut"), family["family"], 3), _LONGEST_WORD)


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
