"""The words of meetings.yaml as compiled patterns."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bot.understanding.lexicon import lexicon
from bot.understanding.numbers import either

LETTERS = "[\u0e01-\u0e4e]"
"""A Thai letter or mark."""


@cache
def cue(key: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern for a list of meetings.yaml, with a regular expression before and after it."""
    return re.compile(before + words(key) + after)


@cache
def words(key: str) -> str:
    """A list of meetings.yaml as a group to be built into larger patterns."""
    return either(lexicon("meetings")[key])


def table(key: str) -> dict[Any, Any]:
    """A mapping of meetings.yaml."""
    found: dict[Any, Any] = lexicon("meetings")[key]
    return found


def first(pattern: re.Pattern[str], text: str, least: int = 0) -> int:
    """Where a pattern first matches from `least` on; the length of the text when it does not."""
    match = pattern.search(text, least)
    return match.start() if match else len(text)
