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
CHAT = 500
"""A text up to this length is a message of somebody who was there: days without a year are read from today."""
LONG = 1500
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_NEW_LINE = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|h\d|dt|dd|dl|section|article|figure)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_THREE = re.compile("([\u0e01-\u0e2e])\\1\\1")
_HELD = "\ue000"
"""Stands for the third of three like letters, which are no elongation in a name ("thanon Nawamin")."""


class Line(NamedTuple):
    """One line that is not empty: as typed (tidied), and with Arabic digits at the same positions."""

    typed: str
    plain: str


class Page(NamedTuple):
    """The lines of a text."""

    lines: tuple[Line, ...]
    chat: bool
    """Whether it is short enough to be a message and no report."""
    long: bool
    """Whether it is too long to have been written by somebody who speaks of now."""


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
        held = tidy(_THREE.sub(rf"\1\1{_HELD}", raw.replace(_HELD, " ")))
        if held:
            typed = re.sub(f"(.){_HELD}", r"\1\1", held) if _HELD in held else held
            lines.append(Line(typed, arabic(held)))
    return Page(tuple(lines), len(text) <= CHAT, len(text) > LONG)
