"""Two questions in one message: where the second begins."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.lexicon import words
from bot.understanding.normalise import tidy

SHORTEST = 6
"""Letters below which a piece asks nothing by itself."""


def split_questions(text: str) -> tuple[str, str] | None:
    """The message before and from its second question on; None where one question is all there is to see."""
    typed = tidy(text)
    for match in _seam().finditer(typed):
        first, second = typed[: match.start()].strip(), typed[match.start() :].lstrip(" ?\n")
        if len(first) >= SHORTEST and len(second) >= SHORTEST:
            return first, second
    return None


@lru_cache(maxsize=1)
def _seam() -> re.Pattern[str]:
    anywhere, spaced = ("|".join(map(re.escape, words("pieces", key))) for key in ("joins", "spaced"))
    return re.compile(rf"[?\n]|{anywhere}|(?<=\s)(?:{spaced})")
