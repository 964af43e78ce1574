"""What secretaries and coordinators announce, and who wants no weekly digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime


class Announcement(Base):
    """The details of a record of kind `broadcast` (or `nudge_now`): to whom, how many chats, at which cost, when.

    `audience`: groups, officers or coordinators. Its words stand in its deliveries only, and go with them. `cost` is
    what it was reckoned to take from the month's messages when it was confirmed.
    """

    __tablename__ = "announcements"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[str] = mapped_column(String(16))
    recipients: Mapped[int] = mapped_column()
    cost: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DigestStop(Base):
    """A person who wants no weekly digest, until he asks for it again."""

    __tablename__ = "digest_stops"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
