"""A pasted page as tidy lines: without HTML, names of photos and buttons, and without numbers that identify people."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from bot.understanding.masking import mask
from bot.understanding.meetings.cues import cue
from bot.understanding.normalise import arabic, tidy

LONGEST = 20_000
"""Characters that are read of one text."""
CHAT = 700
"""A text up to this length is a message of somebody who was there: days without a year are read from today."""
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_NEW_LINE = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|h\d|dt|dd|dl|section|article|figure)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WIDE = re.compile(r"\t|\s{4,}")


class Line(NamedTuple):
    """One line that is not empty: as typed (tidied), and with Arabic digits at the same positions."""

    typed: str
    plain: str
    column: str = ""
    """What stood behind a wide gap, as in a table of names and offices."""


class Page(NamedTuple):
    """The lines of a text."""

    lines: tuple[Line, ...]
    chat: bool
    """Whether it is short enough to be a message and no report."""


@lru_cache(maxsize=4)
def open_page(text: str) -> Page:
    """The text as lines; several readers ask for the same one."""
    text = mask(text[:LONGEST])
    if "<" in text or "&" in text:
        text = _TAG.sub(" ", _NEW_LINE.sub("\n", _HIDDEN.sub(" ", text)))
        text = html.unescape(text)
    lines = []
    for raw in text.splitlines():
        if cue("junk_line").search(raw):
            continue
        raw = cue("junk_inside").sub(" ", raw)
        typed = tidy(raw)
        if typed:
            parts = _WIDE.split(raw.strip(), maxsplit=1)
            lines.append(Line(typed, arabic(typed), tidy(parts[1]) if len(parts) > 1 else ""))
    return Page(tuple(lines), len(text) <= CHAT)
