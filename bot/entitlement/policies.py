"""What a rulebook says of membership: paying in, falling behind, leaving, coming back, joining (domain.md 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

RefundPolicy = Literal["none", "savings_only", "full_if_never_claimed", "full", "percent", "custom"]
REFUNDS: tuple[RefundPolicy, ...] = get_args(RefundPolicy)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a member pays in; `due_day` is the last good day of each month (None: the month's last day)."""

    monthly_satang: int | None = None
    yearly_satang: int | None = None
    per_day_satang: int | None = None
    entry_fee_satang: int = 0
    due_day: int | None = None


@dataclass(frozen=True, slots=True)
class Arrears:
    """What falling behind does; months are counted in payments missed, days from the first missed due day.

    `deduct`: a benefit is paid less what is owed. `notice_months` and `notice_days`: after so many months a letter goes
    out, and so many days later membership ends. `reset_days`: later than this, and tenure starts again at zero.
    """

    warn_months: int | None = None
    suspend_months: int | None = None
    terminate_months: int | None = None
    reinstate_wait_days: int = 0
    notice_months: int | None = None
    notice_days: int = 30
    reset_days: int | None = None
    deduct: bool = False
    basis: Literal["consecutive", "total"] = "consecutive"


@dataclass(frozen=True, slots=True)
class Resign:
    """What a member who leaves gets back."""

    refund: RefundPolicy = "none"
    percent: int | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Rejoin:
    """On which terms somebody who left may come back."""

    allowed: bool = True
    entry_fee: bool = True
    waiting_restart: bool = True
    cooloff_days: int = 0
    cooloff_months: int = 0


@dataclass(frozen=True, slots=True)
class Admission:
    """How to become a member; the entry fee stands in `Contribution`."""

    residence: str | None = None
    age_min: int | None = None
    guardian_under: int | None = None
    documents: tuple[str, ...] = ()
    accepted_by: str | None = None
    beneficiary_required: bool = False
    note: str | None = None
