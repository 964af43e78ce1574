"""The month's push ledger: what each counted message took from the free quota."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime


class QuotaEntry(Base):
    """One entry: `cost` messages in `month` ("YYYY-MM", common era, as the platform counts months)."""

    __tablename__ = "quota_entries"
    __table_args__ = (Index(None, "channel", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    month: Mapped[str] = mapped_column(String(7))
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id", ondelete="SET NULL"), index=True)
    cost: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
