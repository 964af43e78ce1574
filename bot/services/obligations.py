"""What is owed each fiscal year, by whom, and who chases it: locales/th/obligations.yaml, read once and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.services.fiscal import fiscal_year
from bot.understanding.lexicon import FOLDER, read_yaml

LEVELS = ("fund", "zone", "province")
OWNERS = ("officers", "coordinator", "secretary")
SHIFT = {"last": -1, "this": 0, "next": 1}
LONGEST_CODE = 24
RESOLUTION = "resolution"
"""What a meeting decided to be done until a day counts as owed too; it is in no template."""


class BadTemplate(ValueError):
    """A line of obligations.yaml that cannot be used; says which and why."""


@dataclass(frozen=True)
class Obligation:
    """One line of the template; `months`: in which months it usually falls."""

    code: str
    level: str
    owner: str
    chasers: tuple[str, ...]
    all_funds: bool
    shift: int
    months: tuple[int, int]

    def year_of(self, day: date) -> int:
        """The fiscal year (Buddhist era) that is meant where it falls due on `day` and none is said."""
        return fiscal_year(day) + self.shift


@cache
def template() -> dict[str, Obligation]:
    """Every obligation by code, in the order of the file. Raises BadTemplate."""
    return {str(code): _read(str(code), given) for code, given in read_yaml(FOLDER / "obligations.yaml").items()}


def _read(code: str, given: dict[str, object]) -> Obligation:
    level, owner, of = given.get("level"), given.get("owner"), str(given.get("of", "this"))
    chasers = tuple(str(one) for one in given.get("chasers") or ())  # type: ignore[attr-defined]
    first, _, last = str(given.get("when", "1-12")).partition("-")
    if len(code) > LONGEST_CODE or level not in LEVELS or owner not in OWNERS or of not in SHIFT:
        raise BadTemplate(f"obligations.yaml: {code}: level, owner, of or the code itself")
    if not set(chasers) <= set(OWNERS) or not (first.isdigit() and last.isdigit()):
        raise BadTemplate(f"obligations.yaml: {code}: chasers or when")
    every = given.get("funds") == "all"
    return Obligation(code, str(level), str(owner), chasers, every, SHIFT[of], (int(first), int(last)))
