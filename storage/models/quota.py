"""The month's push ledger: what each counted message took from the free quota, and what the platform tells of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime


class QuotaEntry(Base):
    """One entry: `cost` messages in `month` ("YYYY-MM", common era, as the platform counts months).

    It is written before its message is sent, so that several senders together never spend more than there is, and taken
    out again where the message surely did not go.
    """

    __tablename__ = "quota_entries"
    __table_args__ = (Index(None, "channel", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    month: Mapped[str] = mapped_column(String(7))
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id", ondelete="SET NULL"), index=True)
    cost: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuotaReading(Base):
    """What a platform told last of the month's messages: `most` (None: no limit), `used` (an estimate), and when.

    `kept`: how many of them are for what is urgent only. A channel whose pushes cost nothing has no row.
    """

    __tablename__ = "quota_readings"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    most: Mapped[int | None] = mapped_column()
    used: Mapped[int] = mapped_column()
    kept: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
