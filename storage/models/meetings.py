"""Meetings: when, where, who came, what was decided and by when it is to be done (domain.md S0-01 to S4-02)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, UtcDateTime, document
from storage.models.encrypted import EncryptedJSON, EncryptedText


class Meeting(Base):
    """One meeting. `level`: fund, zone, district, province, region or nation; first and last day (common era).

    `attendance_qualifier` exact, over, about or nearly. `hosts`, `agenda` and `attendance_groups` are {"items": [...]}.
    `notes`: {"groups": [{"name", "situation", "strengths", "obstacles", "plan"}], "lessons": …}, ciphertext.
    """

    __tablename__ = "meetings"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    level: Mapped[str | None] = mapped_column(String(16))
    title: Mapped[str | None] = mapped_column(Text)
    held_from: Mapped[date] = mapped_column(Date)
    held_to: Mapped[date] = mapped_column(Date)
    venue: Mapped[str | None] = mapped_column(Text)
    tambon: Mapped[str | None] = mapped_column(Text)
    amphoe: Mapped[str | None] = mapped_column(Text)
    province: Mapped[str | None] = mapped_column(Text)
    attendance: Mapped[int | None] = mapped_column()
    attendance_qualifier: Mapped[str | None] = mapped_column(String(8))
    attendance_groups: Mapped[Json | None] = mapped_column(document())
    hosts: Mapped[Json | None] = mapped_column(document())
    agenda: Mapped[Json | None] = mapped_column(document())
    notes: Mapped[Json] = mapped_column(EncryptedJSON("meetings.notes"), default=dict)
    reporter: Mapped[str | None] = mapped_column(EncryptedText("meetings.reporter"))


class MeetingZone(Base):
    """A zone (or another area) that a meeting was of; one meeting may be of several."""

    __tablename__ = "meeting_zones"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True, index=True)


class Attendance(Base):
    """One line of an attendance list: a person's name (ciphertext, may be unknown) and role or organisation."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("record_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    name: Mapped[str | None] = mapped_column(EncryptedText("attendances.name"))
    role: Mapped[str | None] = mapped_column(Text)


class Resolution(Base):
    """One decision of a meeting: what, by whom, until when; `state` open, done or dropped."""

    __tablename__ = "resolutions"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'dropped')", name="state"),
        UniqueConstraint("record_id", "number"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(EncryptedText("resolutions.text"))
    owner: Mapped[str | None] = mapped_column(EncryptedText("resolutions.owner"))
    owner_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8), default="open")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
