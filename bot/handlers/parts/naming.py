"""Names as they are said in a chat: the first name alone, without title and family name."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.numbers import either


def first_name(name: str | None) -> str:
    """The given name of a register's full name; empty where the register has none."""
    pieces = (name or "").split()
    if len(pieces) > 1 and _titles().fullmatch(pieces[0]):
        pieces = pieces[1:]
    return _titles().sub("", pieces[0], count=1) or pieces[0] if pieces else ""


@lru_cache(maxsize=1)
def _titles() -> re.Pattern[str]:
    return re.compile(f"^{either(lexicon('codes')['titles'])}")
