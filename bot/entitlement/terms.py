"""What one clause of a rulebook says: who, after how long, how much, up to which caps, until when (domain.md 2.2).

All amounts are integer satang. Nothing here computes; `assess` reads these values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "birth",
    "hospital",
    "death",
    "elderly",
    "education",
    "disaster",
    "tradition",
    "disability",
    "housing",
    "debt",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
RESIGN = "resign"

Per = Literal["event", "child", "month", "year"]
PERS: tuple[Per, ...] = get_args(Per)
Basis = Literal["fiscal", "calendar", "anniversary", "month"]
BASES: tuple[Basis, ...] = get_args(Basis)


@dataclass(frozen=True, slots=True)
class Flat:
    """One amount per event, child, month or year."""

    satang: int
    per: Per = "event"


@dataclass(frozen=True, slots=True)
class PerUnit:
    """An amount for each unit; the only unit in use is the night."""

    satang: int
    unit: Literal["night"] = "night"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: after `days`, at the anniversary of `years`, or the day after that of `over_years`."""

    satang: int
    days: int | None = None
    years: int | None = None
    over_years: int | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """Amounts that rise with membership ("tenure") or with age in years ("age")."""

    rungs: tuple[Rung, ...]
    by: Literal["tenure", "age"] = "tenure"
    per: Per = "event"


@dataclass(frozen=True, slots=True)
class UpTo:
    """At most this much, the real amount is found by inspection or by the committee."""

    satang: int


@dataclass(frozen=True, slots=True)
class LevelStep:
    """One amount for some school levels, each written as people write it."""

    levels: tuple[str, ...]
    satang: int


@dataclass(frozen=True, slots=True)
class ByLevel:
    """An amount that depends on the school level."""

    steps: tuple[LevelStep, ...]


@dataclass(frozen=True, slots=True)
class ByMeeting:
    """No amount in the rulebook: each case is settled by a meeting."""


Amount = Flat | PerUnit | Ladder | UpTo | ByLevel | ByMeeting


@dataclass(frozen=True, slots=True)
class EventCap:
    """The most that one event can bring."""

    satang: int | None = None
    nights: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodCap:
    """The most within a year, a month, or any `years` years in a row.

    `within` names the benefit of the same rulebook whose cap this one shares; its own limits are then unused. A stay
    counts on its `date_of`: the discharge, or the admission.
    """

    satang: int | None = None
    nights: int | None = None
    times: int | None = None
    basis: Basis = "fiscal"
    years: int | None = None
    within: str | None = None
    date_of: Literal["discharge", "admission"] = "discharge"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The most in a lifetime, over all or for each school level."""

    times: int | None = None
    satang: int | None = None
    per: Literal["all", "level"] = "all"


@dataclass(frozen=True, slots=True)
class ClaimWindow:
    """Until when to claim: `days` after the event, or a day of the year ("MM-DD"), or before something happens."""

    days: int | None = None
    opens: str | None = None
    until: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A cause that is not paid, always or only within the first years of membership."""

    cause: str
    within_years: int | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What else must hold. None or empty: not asked for."""

    age_min: int | None = None
    gpa_min: float | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benefit:
    """One clause of a rulebook. `who` holds the words of docs/rulebook-format.md, `name` and `note` are Thai."""

    code: str
    kind: Kind
    clause: str
    name: str
    who: tuple[str, ...]
    amount: Amount
    waiting_days: int | None = None
    waiting_years: int | None = None
    cap_event: EventCap = EventCap()
    cap_year: PeriodCap | None = None
    cap_month: PeriodCap | None = None
    cap_years: PeriodCap | None = None
    lifetime: Lifetime | None = None
    documents: tuple[str, ...] = ()
    claim_window: ClaimWindow | None = None
    paid_in_month: int | None = None
    sensitive: bool = False
    conditions: Conditions = Conditions()
    occasions: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    part_of: str | None = None
    beneficiary: Literal["none", "named", "required"] = "none"
    discretion: bool = False
    official_category: int | None = None
    note: str | None = None

    @property
    def caps(self) -> tuple[tuple[str, PeriodCap], ...]:
        """The caps over time with the finding each one makes."""
        named = (("cap_year", self.cap_year), ("cap_month", self.cap_month), ("cap_years", self.cap_years))
        return tuple((rule, cap) for rule, cap in named if cap is not None)

    @property
    def open_to_non_members(self) -> bool:
        """Whether somebody outside the register may have it."""
        return "non_member" in self.who
