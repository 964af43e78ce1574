"""Group chats we were invited to, and the fund or zone an officer bound them to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime


class Group(Base):
    """One group chat. `member_count` is what a push to it costs in messages of the month's quota."""

    __tablename__ = "chat_groups"
    __table_args__ = (UniqueConstraint("channel", "chat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(128))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    bound_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    member_count: Mapped[int | None] = mapped_column()
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
