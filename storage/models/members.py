"""A fund's register and ledger: who is a member, and what each has paid in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Satang

MEMBER_STATUSES = ("active", "suspended", "ended", "resigned", "dead")


class Member(Base):
    """A line in a fund's register, as the fund knew it on `as_of`. `number` is unique in its fund ("A-0012").

    `paid_to` is the last month paid, "YYYY-MM" of the common era; `payments` counts monthly payments made.
    `arrears_paid_on` and `arrears_paid_months`: the debt last settled, after which rights may rest for some days.
    """

    __tablename__ = "members"
    __table_args__ = (
        UniqueConstraint("fund_id", "number"),
        CheckConstraint("status IN ('active', 'suspended', 'ended', 'resigned', 'dead')", name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    number: Mapped[str] = mapped_column(String(32))
    name: Mapped[str | None] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(String(8))
    born: Mapped[date | None] = mapped_column(Date)
    joined: Mapped[date] = mapped_column(Date)
    paid_to: Mapped[str | None] = mapped_column(String(7))
    payments: Mapped[int | None] = mapped_column()
    status: Mapped[str] = mapped_column(String(16), default="active")
    ended_on: Mapped[date | None] = mapped_column(Date)
    arrears_paid_on: Mapped[date | None] = mapped_column(Date)
    arrears_paid_months: Mapped[int | None] = mapped_column()
    as_of: Mapped[date] = mapped_column(Date)


class Contribution(Base):
    """One payment of a member, in satang, for the days `period_from` to `period_to` (both included)."""

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    period_from: Mapped[date] = mapped_column(Date)
    period_to: Mapped[date] = mapped_column(Date)
    satang: Mapped[int] = mapped_column(Satang)
    paid_on: Mapped[date] = mapped_column(Date)
    receipt_no: Mapped[str | None] = mapped_column(String(64))
