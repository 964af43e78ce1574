"""What arrived: one row for each webhook event, the durable queue in front of the conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime, only
from storage.models.encrypted import EncryptedText

NEW, HANDLING = only("state = 'new'"), only("state = 'handling'")


class InboxEvent(Base):
    """One event of one channel. `event_id` is the platform's own, so a redelivery is stored once.

    `chat_key` names the conversation whose events are handled one at a time, in order of `occurred_at`. `body` is the
    raw JSON text, ciphertext on disk, emptied by retention. States: new, handling (until `lease_until`), done, dead.
    For a new event `lease_until` means "not before". The partial indexes hold open rows only, so they stay small; the
    unique one is the database's own word that a chat has at most one event in hand.
    """

    __tablename__ = "inbox_events"
    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        CheckConstraint("state IN ('new', 'handling', 'done', 'dead')", name="state"),
        Index("ix_inbox_new_by_chat", "chat_key", "occurred_at", "id", **NEW),
        Index("ix_inbox_new_by_time", "occurred_at", "id", **NEW),
        Index("uq_inbox_chat_in_hand", "chat_key", unique=True, **HANDLING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[str] = mapped_column(String(128))
    chat_key: Mapped[str] = mapped_column(String(160))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    body: Mapped[str | None] = mapped_column(EncryptedText("inbox_events.body"))
    state: Mapped[str] = mapped_column(String(16), default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
