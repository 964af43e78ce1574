"""What was said in public of the whole country: dated statements with their source (locales/th/facts.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.understanding.lexicon import FOLDER, read_yaml

BUDGET = "budget"
TARGETS = ("members", "coverage", "assessed")


@dataclass(frozen=True)
class Statement:
    """One statement: its subject, the words, who said it and on which day (common era); `year` Buddhist, if of one."""

    about: str
    words: str
    source: str
    day: date
    year: int | None = None


def statements(about: str, year: int | None = None) -> tuple[Statement, ...]:
    """What is known of a subject; of one year (Buddhist era) only, where a year is asked for."""
    return tuple(one for one in _every() if one.about == about and (year is None or one.year == year))


@cache
def _every() -> tuple[Statement, ...]:
    return tuple(Statement(**one) for one in read_yaml(FOLDER / "facts.yaml"))
