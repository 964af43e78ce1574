"""What is known of a case: the member, what was paid before, what happened. None always means "not known".

Dates are common era, amounts satang.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Sex = Literal["female", "male"]
LEFT = ("resigned", "ended", "terminated", "left", "expelled")


@dataclass(frozen=True, slots=True)
class ArrearsPaid:
    """A debt that was settled: on which day, and how many months it had grown to."""

    on: dt.date
    months: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A line of the register. `paid_to` is the last month paid ("YYYY-MM"), `payments` how many months were paid.

    `joined` belongs to the running membership, `first_joined` to an earlier one. `status` is what the register tells;
    one of `LEFT` ends every right from `ended_on` on (always, where that day is not known).
    """

    joined: dt.date | None = None
    born: dt.date | None = None
    sex: Sex | None = None
    paid_to: str | None = None
    payments: int | None = None
    status: str | None = None
    ever_claimed: bool | None = None
    paid_satang: int | None = None
    savings_satang: int | None = None
    first_paid: dt.date | None = None
    first_joined: dt.date | None = None
    ended_on: dt.date | None = None
    arrears_paid: ArrearsPaid | None = None
    beneficiary_named: bool | None = None


@dataclass(frozen=True, slots=True)
class PastClaim:
    """One benefit that was paid; `date` is the day it counts by (a hospital stay: the discharge)."""

    kind: str
    date: dt.date
    satang: int | None = None
    nights: int | None = None
    count: int | None = None
    times: int = 1
    admitted: dt.date | None = None
    discharged: dt.date | None = None
    occasion: str | None = None
    level: str | None = None
    who: str | None = None

    @property
    def counted_on(self) -> dt.date:
        """The day of the event, of a stay the discharge."""
        return self.discharged or self.date

    @property
    def began_on(self) -> dt.date:
        """The day of the event, of a stay the admission."""
        return self.admitted or self.counted_on - dt.timedelta(days=self.nights or 0)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, or is asked about. `kind`: one of terms.KINDS, or "resign"; `who`: silent for the usual person."""

    kind: str
    date: dt.date | None = None
    admitted: dt.date | None = None
    discharged: dt.date | None = None
    nights: int | None = None
    who: str | None = None
    count: int | None = None
    gpa: float | None = None
    level: str | None = None
    occasion: str | None = None
    spouse_is_member: bool | None = None
    claimed_on: dt.date | None = None
    cause: str | None = None
