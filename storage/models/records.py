"""What volunteers put on record: one header for each confirmed entry; what it tells stands in tables of its own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, UtcDateTime, document
from storage.models.encrypted import EncryptedJSON


class Record(Base):
    """One confirmed entry: what kind, about which area, told by whom and when; withdrawn entries leave their trace.

    `kind`: meeting, fund_state, fund_figures, matching, revival, review, assessment, plan_item, target, submission.
    `day` is the day it is about; `fiscal_year` that day's, Buddhist era. `draft_key` names the draft it came from, so
    that a second tap saves nothing twice. `before` holds what the entry replaced, for its withdrawal.
    """

    __tablename__ = "records"
    __table_args__ = (
        Index(None, "area_id", "kind", "day"),
        Index(None, "fund_id", "kind", "day"),
        Index(None, "person_id", "recorded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"))
    day: Mapped[date] = mapped_column(Date)
    fiscal_year: Mapped[int] = mapped_column()
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    draft_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    source: Mapped[str] = mapped_column(String(16), default="chat")
    before: Mapped[Json | None] = mapped_column(document())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)


class Handover(Base):
    """One change of hands: who left which office, who follows (None: nobody named yet), and a sealed summary."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    successor_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    summary: Mapped[Json] = mapped_column(EncryptedJSON("handovers.summary"), default=dict)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
