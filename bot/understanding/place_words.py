"""Where the name of a place begins and ends: announcing words, the country's names, and names nobody knows."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.funds import ends_name
from bot.understanding.gazetteer import LEVELS, Level, areas, longest
from bot.understanding.lexicon import lexicon
from bot.understanding.numbers import either
from bot.understanding.tokens import tokenise

LETTER = re.compile("[\u0e01-\u0e4e]")
"""A Thai letter or mark."""
_SHORTEST_UNKNOWN = 3
_LONGEST_UNKNOWN = 5
"""Words in a name that the country does not know."""


@lru_cache(maxsize=1)
def announced() -> re.Pattern[str]:
    """The announcing words, each in a group `kind_level` (kinds: sure, weak, known; see places.yaml)."""
    table = lexicon("places")
    kinds = [(kind, level) for kind in ("sure", "weak", "known") for level in LEVELS if table[level][kind]]
    groups = "|".join(f"(?P<{kind}_{level}>{either(table[level][kind])})" for kind, level in kinds)
    return re.compile(rf"(?:{groups})\s?(?=[\u0e01-\u0e4e])")


def known_name(plain: str, at: int, level: Level) -> str:
    """The longest real name at a position that ends where a name can end."""
    for length in range(min(longest(level), len(plain) - at), 1, -1):
        name = plain[at : at + length]
        if areas(level, name) and _ends(plain, at + length):
            return name
    return ""


def _ends(plain: str, at: int) -> bool:
    if not LETTER.match(plain, at) or announced().match(plain, at) or _village().match(plain, at):
        return True
    # provinces are few and long enough to be told from the rest of a name
    if any(areas("province", plain[at : at + length]) for length in range(longest("province"), 3, -1)):
        return True
    return stops(tokenise(plain[at:].split(" ")[0])[0])


def stops(word: str) -> bool:
    """Whether a name ends before this word."""
    # the dictionary joins "send" and "report" to one word: its beginning tells
    return ends_name(word) or word in _own_stops() or any(ends_name(word[:length]) for length in range(3, len(word)))


def unknown_name(plain: str, at: int) -> str:
    """A name as typed, where the country knows none: until a space, another part or a word that no name has."""
    body = plain[at:].split(" ")[0]
    cut = next((place for place in range(1, len(body)) if announced().match(plain, at + place)), len(body))
    taken = ""
    for number, token in enumerate(tokenise(body[:cut])):
        if not LETTER.match(token) or number >= _LONGEST_UNKNOWN:
            break
        # "nong" and its like are half a name: whatever follows belongs to it
        if stops(token) and taken not in _half_names():
            break
        taken += token
    return taken if len(taken) >= _SHORTEST_UNKNOWN else ""


@lru_cache(maxsize=1)
def _village() -> re.Pattern[str]:
    return re.compile(either(lexicon("places")["village"]))


@lru_cache(maxsize=1)
def _own_stops() -> frozenset[str]:
    return frozenset(str(word) for word in lexicon("places")["stop"])


@lru_cache(maxsize=1)
def _half_names() -> frozenset[str]:
    return frozenset(str(word) for word in lexicon("funds")["place"])
