"""Whole messages that call one fixed function: reading waiting questions, binding a group, the privacy notice."""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash


def read_errand(text: str) -> str | None:
    """The errand's key of errands.yaml when the message is nothing but that, polite words aside."""
    said = squash(text)
    return next((key for key, words in _errands() if said in words), None)


@lru_cache(maxsize=1)
def _errands() -> tuple[tuple[str, frozenset[str]], ...]:
    table = lexicon("errands")
    tails = [squash(str(word)) for word in lexicon("dialog")["around"]]
    endings = ["", *(tail for tail in tails if tail)]
    return tuple(
        (key, frozenset(squash(str(word)) + end for word in words for end in endings)) for key, words in table.items()
    )
