"""Who changed what: one row for each write by a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, UtcDateTime, document


class AuditEvent(Base):
    """One deed: `actor` did `action` ("link.made") to `subject` ("member:12"). No health data in `before`, `after`."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    before: Mapped[Json | None] = mapped_column(document())
    after: Mapped[Json | None] = mapped_column(document())
