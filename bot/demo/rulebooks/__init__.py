"""The rulebooks of the demo network (fictional, demo.md)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.entitlement.rulebook import Rulebook, load_file

_HERE = Path(__file__).parent


@cache
def _all() -> dict[str, tuple[Rulebook, ...]]:
    books: dict[str, tuple[Rulebook, ...]] = {}
    for path in sorted(_HERE.glob("*.yaml")):
        versions = tuple(load_file(path))
        books[versions[0].code] = versions
    return books


def demo_rulebooks() -> dict[str, list[Rulebook]]:
    """The versions of each demo rulebook, oldest first, by code (RB-A to RB-D); raises RulebookFaults."""
    return {code: list(versions) for code, versions in _all().items()}


def demo_rulebooks_of(fund: str) -> list[Rulebook] | None:
    """The versions of a demo fund, oldest first; an empty list where it has no rulebook, None for any other name."""
    own = [book for versions in _all().values() for book in versions if book.fund == fund]
    return own or ([] if fund in ("DEMO-E", "DEMO-F") else None)
