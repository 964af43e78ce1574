"""Announcements as people begin them: "announce in the district's group: meeting on 5 Dec ..."; what, and to whom."""

from __future__ import annotations

import re
from functools import cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash

LONGEST_HEAD = 80
"""Letters before the colon: more is no heading any more."""
_PARTS = re.compile(r"[:\n\uff1a]")


def opens(text: str) -> bool:
    """Whether a message begins as an announcement does."""
    return squash(text).startswith(_words("opens"))


def read_audience(text: str) -> str | None:
    """To whom: groups, officers or coordinators; None where the words do not say."""
    said = squash(text)
    for code, words in lexicon("announcing")["audiences"].items():
        if any(squash(str(word)) in said for word in words):
            return str(code)
    return None


def read_announcement(text: str) -> tuple[str, str | None] | None:
    """The heading and what is announced, as typed (None: not told yet); None for what does not begin as one."""
    if not opens(text):
        return None
    cut = _PARTS.search(text)
    if cut is None or cut.start() > LONGEST_HEAD:
        return text, None
    return text[: cut.start()], text[cut.end() :].strip() or None


def read_when(text: str) -> str | None:
    """ "now" or "morning": when to send what is written outside the hours; None for other words."""
    said = squash(text)
    if any(word in said for word in _words("morning")):
        return "morning"
    return "now" if any(word in said for word in _words("at_once")) else None


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted((squash(str(word)) for word in lexicon("announcing")[name]), key=len, reverse=True))
