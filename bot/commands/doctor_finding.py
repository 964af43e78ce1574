"""What one check of the doctor saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["good", "advice", "bad"]


@dataclass(frozen=True)
class Finding:
    """What one check saw. Advice is worth reading and stops nothing; what is bad must be mended."""

    sort: Sort
    text: str


def good(text: str) -> Finding:
    """All is well with this."""
    return Finding("good", text)


def advice(text: str) -> Finding:
    """It works, but could be better."""
    return Finding("advice", text)


def bad(text: str) -> Finding:
    """It does not work; the text names the remedy."""
    return Finding("bad", text)
