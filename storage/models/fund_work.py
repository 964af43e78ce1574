"""What is told of a fund over time: its state, figures, matching money, and its revival (domain.md 3.3, 3.4, S0-15)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, Satang, document


class FundState(Base):
    """A fund's state from a day on. `suspected`: the teller was not sure. `reason` in neutral words, no illness."""

    __tablename__ = "fund_states"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    since: Mapped[date | None] = mapped_column(Date)
    since_grain: Mapped[str] = mapped_column(String(8), default="day")
    reason: Mapped[str | None] = mapped_column(Text)
    suspected: Mapped[bool] = mapped_column(Boolean, default=False)


class FundFigures(Base):
    """A fund's figures on a day; money in satang. `by_kind`: {"general", "child", "elderly", …} → current members.

    The identity accumulated − dead − resigned − ended = current is checked before saving (domain.md 3.3).
    `unchanged`: nothing new was told, only that the figures still hold.
    """

    __tablename__ = "fund_figures"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    members: Mapped[int | None] = mapped_column()
    founding: Mapped[int | None] = mapped_column()
    accumulated: Mapped[int | None] = mapped_column()
    joined: Mapped[int | None] = mapped_column()
    resigned: Mapped[int | None] = mapped_column()
    dead: Mapped[int | None] = mapped_column()
    ended: Mapped[int | None] = mapped_column()
    by_kind: Mapped[Json | None] = mapped_column(document())
    population: Mapped[int | None] = mapped_column()
    population_as_of: Mapped[date | None] = mapped_column(Date)
    balance_satang: Mapped[int | None] = mapped_column(Satang)
    balance_as_of: Mapped[date | None] = mapped_column(Date)
    unchanged: Mapped[bool] = mapped_column(Boolean, default=False)


class Matching(Base):
    """Matching money of one party for one fiscal year; `received_on` may lie in another (domain.md 3.1).

    `party`: member, local or state. `outcome`: received, approved, pending or none (then `reason` says why).
    `members_then`: the fund's members at this round, the base of the next round's increase.
    """

    __tablename__ = "matchings"
    __table_args__ = (
        CheckConstraint("party IN ('member', 'local', 'state')", name="party"),
        CheckConstraint("outcome IN ('received', 'approved', 'pending', 'none')", name="outcome"),
        Index(None, "party", "for_year"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    party: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(8))
    for_year: Mapped[int] = mapped_column()
    satang: Mapped[int | None] = mapped_column(Satang)
    persons: Mapped[int | None] = mapped_column()
    members_then: Mapped[int | None] = mapped_column()
    received_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text)


class MatchingRule(Base):
    """By which rule matching is asked for in an area: data, since it changes by year and place (domain.md A5, 3.4).

    `mode`: increment, actual or universal; `basis` net or gross; `fiscal_year` None holds for every year without a
    rule of its own. `per_head_satang` a round and head; a member is matched at most `most_rounds` times.
    """

    __tablename__ = "matching_rules"
    __table_args__ = (Index(None, "area_id", "fiscal_year", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    fiscal_year: Mapped[int | None] = mapped_column()
    mode: Mapped[str] = mapped_column(String(16))
    threshold: Mapped[int] = mapped_column(default=100)
    basis: Mapped[str] = mapped_column(String(8), default="net")
    per_head_satang: Mapped[int] = mapped_column(Satang)
    most_rounds: Mapped[int] = mapped_column(default=3)


class RevivalCase(Base):
    """A stopped fund that is being brought back: opened, cared for by somebody, closed one day (domain.md S0-16)."""

    __tablename__ = "revival_cases"
    __table_args__ = (CheckConstraint("state IN ('open', 'revived', 'given_up')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"), index=True)
    owner_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    opened_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    closed_on: Mapped[date | None] = mapped_column(Date)
    next_visit: Mapped[date | None] = mapped_column(Date)


class RevivalVisit(Base):
    """One visit to a stopped fund: what was found and done, and when the next one is.

    `outcome`: ongoing, revived or given_up; the case stands as its last visit that still counts says.
    """

    __tablename__ = "revival_visits"
    __table_args__ = (Index(None, "case_id", "number"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("revival_cases.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    visited_on: Mapped[date] = mapped_column(Date)
    found: Mapped[str | None] = mapped_column(Text)
    next_visit: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(String(16), default="ongoing")
