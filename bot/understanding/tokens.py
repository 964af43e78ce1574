"""Words of a Thai sentence: PyThaiNLP newmm with the project's own words added."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache

from bot.understanding.lexicon import lexicon

TOKENIZER = "newmm+lexicon"
"""Stored with the weights: another tokenizer gives other features."""

_LONGEST = 400


@lru_cache(maxsize=1)
def own_words() -> frozenset[str]:
    """Words of the trade and of chat that the general dictionary lacks or would cut in two."""
    return frozenset(str(word) for group in lexicon("words").values() for word in group)


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """Every word the tokenizer knows."""
    _stay_offline()
    from pythainlp.corpus import thai_words

    return frozenset(thai_words()) | own_words()


@lru_cache(maxsize=1)
def _segmenter() -> Callable[[str], list[str]]:
    _stay_offline()
    from pythainlp.tokenize.newmm import segment
    from pythainlp.util import Trie

    trie = Trie(dictionary())
    return lambda text: segment(text, custom_dict=trie)


def tokenise(text: str) -> list[str]:
    """The words of `text` in order, spaces left out; only the first 400 characters are read.

    The first call builds the dictionary (about 0.4 s, 70 MB).
    """
    return [word for word in _segmenter()(text[:_LONGEST]) if not word.isspace()]


def _stay_offline() -> None:
    # PyThaiNLP would otherwise create a folder in the home directory and may ask the network for a corpus
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
