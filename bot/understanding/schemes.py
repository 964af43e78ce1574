"""Which other scheme (state card, social security, cremation association …) a message speaks of."""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash


def read_scheme(text: str) -> str | None:
    """The key of the first other scheme named in a message, None where there is none (domain.md 4.3, U27, U121)."""
    said = squash(text)
    return next((key for key, words in _schemes() if any(word in said for word in words)), None)


@lru_cache(maxsize=1)
def _schemes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, tuple(squash(str(word)) for word in words)) for key, words in lexicon("schemes").items())
