"""What is meant to be done: six-topic action plans, targets, and what was sent in (domain.md S4-22, S0-10, 3.2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Satang


class PlanItem(Base):
    """One activity of an area's action plan: its topic (1 to 6), who, until when, for how much (satang)."""

    __tablename__ = "plan_items"
    __table_args__ = (
        CheckConstraint("topic BETWEEN 1 AND 6", name="topic"),
        CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    for_year: Mapped[int] = mapped_column()
    topic: Mapped[int] = mapped_column()
    activity: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    budget_satang: Mapped[int | None] = mapped_column(Satang)
    state: Mapped[str] = mapped_column(String(8), default="open")


class Target(Base):
    """What an area wants to reach: `metric` (members, new_members, new_funds, funds_assessed, coverage), by when."""

    __tablename__ = "targets"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    metric: Mapped[str] = mapped_column(String(24))
    for_year: Mapped[int | None] = mapped_column()
    value: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str | None] = mapped_column(Text)


class Submission(Base):
    """A fund has sent what it owes: `obligation` (annual_report, plan, review …) of a fiscal year (Buddhist era)."""

    __tablename__ = "submissions"
    __table_args__ = (Index(None, "obligation", "for_year"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    obligation: Mapped[str] = mapped_column(String(24))
    for_year: Mapped[int] = mapped_column()
    sent_on: Mapped[date] = mapped_column(Date)
