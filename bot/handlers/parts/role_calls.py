"""Sentences about offices, codes, teams, handovers and groups, by their names in lexicon/hearing.yaml."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding import hearing
from bot.understanding.normalise import squash

NAMES = (
    "group.unbind",
    "group.bind",
    "handover.report",
    "handover.start",
    "code.request",
    "role.issued",
    "role.revoke",
    "role.issue",
    "team.ask",
    "team.who",
)
LONGEST = 200
"""Letters beyond which a message tells a story rather than orders one of these things."""


def role_calls(text: str) -> Iterator[str]:
    """Every one of these that a message fits."""
    if text and len(text) <= LONGEST:
        said = squash(text)
        yield from (name for name in NAMES if hearing.said_fits(said, name))
