"""Thai typed with the keyboard still in Latin: `l;ylfu` means sawatdi."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.tokens import dictionary, tokenise

_THAI = re.compile("[\u0e01-\u0e5b]")
# a number that stands alone, or ends its word behind a full stop; } and " are comma and full stop in the Thai layout
_LONE_NUMBER = re.compile(r"(?:(?<!\S)|(?<=[\"}]))\d+(?:[.,/}\"]\d+)*(?!\S)")
_THAI_MARKS = str.maketrans({"}": ",", '"': "."})
_ENOUGH = 0.6


@lru_cache(maxsize=1)
def _keys() -> dict[int, str]:
    table = lexicon("layout")
    return {ord(latin): thai for latin, thai in zip(table["latin"], table["thai"], strict=True)}


def mend_layout(text: str) -> str:
    """The Thai meant by a message typed in the Latin layout; any other message unchanged.

    A conversion counts when at least 60 % of its Thai characters fall into dictionary words of two letters or more
    (docs/understanding.md). Numbers that stand alone stay numbers.
    """
    if _THAI.search(text) or not any(character.isascii() and character.isalpha() for character in text):
        return text
    said = text.lower().split()
    if all(word.isalpha() for word in said) and set(said) & set(lexicon("layout")["latin_words"]):
        return text
    converted = normalise(_convert(text))
    letters = sum(1 for character in converted if _THAI.match(character))
    if letters < 3:
        return text
    known = sum(len(word) for word in tokenise(converted) if len(word) > 1 and word in dictionary())
    return converted if known >= _ENOUGH * letters else text


def _convert(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for number in _LONE_NUMBER.finditer(text):
        pieces += [text[end : number.start()].translate(_keys()), number[0].translate(_THAI_MARKS)]
        end = number.end()
    return "".join([*pieces, text[end:].translate(_keys())])
