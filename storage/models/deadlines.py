"""What is to be sent until when, who asked for longer, who need not, and every reminder of it (domain.md 3.2)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime, only


class Deadline(Base):
    """Until when all of an area owe one obligation of a fiscal year (Buddhist era); `due_on` None: no day is set yet.

    The codes of obligations are those of locales/th/obligations.yaml. A new date is a new row, so that its reminders
    count anew: the old row ends (`ended_at`), the new one names it (`moved_from_id`). `record_id`: who set it.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("uq_deadlines_standing", "area_id", "obligation", "fiscal_year", unique=True, **only("ended_at IS NULL")),
        Index(None, "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    obligation: Mapped[str] = mapped_column(String(24))
    fiscal_year: Mapped[int] = mapped_column()
    due_on: Mapped[date | None] = mapped_column(Date)
    set_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id", ondelete="SET NULL"), index=True)
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Extension(Base):
    """One area (a fund, a zone) asked for longer; `decision` None: nobody has decided yet."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("decision IN ('granted', 'refused')", name="decision"),
        Index(None, "deadline_id", "area_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id", ondelete="CASCADE"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), unique=True)
    asked_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_until: Mapped[date] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(8))
    decided_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Exemption(Base):
    """An area (a fund, a zone) that does not owe an obligation of one fiscal year."""

    __tablename__ = "exemptions"
    __table_args__ = (Index(None, "obligation", "fiscal_year"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    obligation: Mapped[str] = mapped_column(String(24))
    fiscal_year: Mapped[int] = mapped_column()
    reason: Mapped[str | None] = mapped_column(Text)


class Nudge(Base):
    """One reminder to one person of one debt at one stage; the unique columns make a second one impossible.

    `matter`: "d<deadline>" or "r<resolution>"; `area_id`: who owes (a fund's, zone's or province's node). `stage`: d30,
    d14, d7, d3, d1, d0, w1, w2 …, with an extension's or a snooze's number after a sign; `part`: owner, stand_in,
    chaser or above. `why` says in one word why it went, waits or did not go; `delivery_id` names the message.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        UniqueConstraint("matter", "area_id", "person_id", "stage"),
        CheckConstraint("state IN ('planned', 'sent', 'silenced', 'escalated', 'merged')", name="state"),
        Index(None, "person_id", "day"),
        Index("ix_nudges_planned", "delivery_id", **only("state = 'planned'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    matter: Mapped[str] = mapped_column(String(16))
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id", ondelete="CASCADE"), index=True)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id", ondelete="CASCADE"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    stage: Mapped[str] = mapped_column(String(32))
    part: Mapped[str] = mapped_column(String(8))
    due_on: Mapped[date] = mapped_column(Date)
    day: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="planned")
    delivery_id: Mapped[str | None] = mapped_column(String(36))
    why: Mapped[str | None] = mapped_column(String(24))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Snooze(Base):
    """A person wants to be reminded later, of all that he owes: nothing before `until`, then once more."""

    __tablename__ = "snoozes"
    __table_args__ = (Index(None, "person_id", "done_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
