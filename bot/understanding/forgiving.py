"""Word lists as patterns that forgive a dropped tone mark or a mistaken vowel length."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile("[\u0e01-\u0e4e]{5,}")
_TONES = frozenset("\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_PAIRS = {
    vowel: f"[{pair}]"
    for pair in ("\u0e34\u0e35", "\u0e36\u0e37", "\u0e38\u0e39", "\u0e30\u0e32", "\u0e40\u0e41", "\u0e43\u0e44")
    for vowel in pair
}


def forgiving(words: Iterable[object]) -> str:
    """A regex group of alternatives, longest first; plain words of five letters or more match misspelt as well.

    Short words stay exact: one stroke less makes them another word.
    """
    ordered = sorted((str(word) for word in words), key=lambda word: -len(word))
    return "(?:" + "|".join(_loose(word) if _PLAIN.fullmatch(word) else word for word in ordered) + ")"


def _loose(word: str) -> str:
    """The word with every tone mark optional and vowel pairs interchangeable."""
    pieces = []
    for character in word:
        if character in _TONES:
            pieces.append(f"{character}?")
        else:
            pieces.append(_PAIRS.get(character, character))
    return "".join(pieces)
