"""The number of a record as people quote it: "take back number 12"."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either


def read_record_number(text: str) -> int | None:
    """The number behind a word for records; None where none is quoted."""
    found = _numbered().search(normalise(text))
    return int(found[1]) if found else None


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"{either(lexicon('forms')['record_words'])}\s*(\d{{1,9}})(?!\d)")
