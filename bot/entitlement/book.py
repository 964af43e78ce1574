"""One dated version of a fund's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.entitlement.policies import Admission, Arrears, Contribution, Rejoin, Resign
from bot.entitlement.terms import Benefit


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version, in force from `effective_from` to `effective_to` (both included; None: no end yet)."""

    code: str
    fund: str
    version: int
    approved_by: str | None
    effective_from: date
    effective_to: date | None
    benefits: tuple[Benefit, ...]
    contribution: Contribution = field(default_factory=Contribution)
    arrears: Arrears = field(default_factory=Arrears)
    resign: Resign = field(default_factory=Resign)
    rejoin: Rejoin = field(default_factory=Rejoin)
    admission: Admission = field(default_factory=Admission)
    waiting_from: Literal["joined", "first_payment"] = "joined"
    late_claims: Literal["committee", "refused"] = "committee"
    status: Literal["approved", "draft"] = "approved"

    def for_kind(self, kind: str) -> tuple[Benefit, ...]:
        """The clauses that speak of this kind, in the rulebook's order, those that only add to another one left out."""
        return tuple(b for b in self.benefits if b.kind == kind and b.part_of is None)

    def parts_of(self, code: str) -> tuple[Benefit, ...]:
        """The clauses that are paid on top of the one called `code`, for the same event."""
        return tuple(b for b in self.benefits if b.part_of == code)

    def benefit(self, code: str) -> Benefit | None:
        """The clause called `code`."""
        return next((b for b in self.benefits if b.code == code), None)

    def covers(self, on: date) -> bool:
        """Whether this version was approved and in force on that day."""
        started = self.effective_from <= on
        return self.status == "approved" and started and (self.effective_to is None or on <= self.effective_to)
