"""Words of somebody who may harm himself, caught before any intent (domain.md U119)."""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash


def is_crisis(text: str) -> bool:
    """Whether a message must get the helpline answer; a question about a death or a rule does not count."""
    said = squash(text)
    if any(word in said for word in _words("always")):
        return True
    return any(word in said for word in _words("say")) and not any(word in said for word in _words("unless"))


@lru_cache(maxsize=4)
def _words(key: str) -> tuple[str, ...]:
    return tuple(squash(str(word)) for word in lexicon("crisis")[key])
