"""Ways of saying one thing, folded into one name: `how_much`, `papers`, `until_when` ..."""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import fold, normalise


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], tuple[int, ...]]:
    table: dict[str, str] = {}
    for concept, phrases in lexicon("concepts").items():
        for phrase in phrases:
            table.setdefault(_key(str(phrase)), concept)
    return table, tuple(sorted({len(key) for key in table}, reverse=True))


def concepts(text: str) -> list[str]:
    """The concepts in a text from left to right; at each place the longest phrase counts."""
    table, lengths = _table()
    folded = _key(text)
    found: list[str] = []
    place = 0
    while place < len(folded):
        for length in lengths:
            concept = table.get(folded[place : place + length])
            if concept is not None:
                found.append(concept)
                place += length
                break
        else:
            place += 1
    return found


def _key(text: str) -> str:
    return fold(normalise(text)).replace(" ", "")
