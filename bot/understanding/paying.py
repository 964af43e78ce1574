"""Whether a message asks how and where to pay, which anybody may know."""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash


def asks_how_to_pay(text: str) -> bool:
    """True for "where do I pay", "which account", False for "how much have I paid" (domain.md U43, U44)."""
    said = squash(text)
    return any(word in said for word in _words())


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    return tuple(squash(str(word)) for word in lexicon("paying")["how"])
