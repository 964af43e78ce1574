"""A message as the numbers the intent model reads: four blocks of hashed n-grams.

Words (1-2), characters (1-5), characters of the folded spelling (2-5) and concepts. Each block is weighted by rarity
(idf, learnt) and brought to length one, so that a long block does not drown a short one. Training and serving share
this module: what is learnt is what is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from bot.understanding.concepts import concepts
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import fold

BITS = 15
SIZE = 1 << BITS
BLOCKS = ("word", "char", "folded", "concept")
VERSION = 4
"""Raised when the features change: stored weights of another version are refused."""

_NUMBER = "0"


def blocks(text: str, tokens: list[str]) -> dict[str, list[int]]:
    """Per block the buckets (0 .. SIZE-1, each once) of a normalised text and its tokens."""
    plain = _numbers_out(text.lower())
    said = [_numbers_out(token.lower()) for token in tokens if token not in _polite()]
    return {
        "word": _hashed("w", _word_grams(said)),
        "char": _hashed("c", _char_grams(f" {plain} ", 1, 5)),
        "folded": _hashed("f", _char_grams(f" {fold(plain)} ", 2, 5)),
        "concept": _hashed("k", _concept_grams(concepts(text))),
    }


@lru_cache(maxsize=1)
def _polite() -> frozenset[str]:
    return frozenset(lexicon("particles")["polite"])


def _numbers_out(text: str) -> str:
    """Every digit as 0: the model learns "a number", the readers read its value."""
    return "".join(_NUMBER if character.isdecimal() else character for character in text)


def _word_grams(tokens: list[str]) -> Iterator[str]:
    yield from tokens
    padded = ["<", *tokens, ">"]
    for first, second in pairwise(padded):
        yield f"{first} {second}"


def _char_grams(text: str, shortest: int, longest: int) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _concept_grams(found: list[str]) -> Iterator[str]:
    yield from found or ["none"]
    padded = ["<", *found, ">"]
    for first, second in pairwise(padded):
        yield f"{first} {second}"
    distinct = sorted(set(found))
    for position, first in enumerate(distinct):
        for second in distinct[position + 1 :]:
            yield f"{first}+{second}"


def _hashed(block: str, grams: Iterable[str]) -> list[int]:
    return sorted({crc32(f"{block}{gram}".encode()) & (SIZE - 1) for gram in grams})
