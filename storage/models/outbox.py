"""What is said: one row for each outgoing message and its fate, and the platform's ids of what was sent."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, UtcDateTime, only
from storage.models.encrypted import EncryptedJSON

QUEUED, SENDING = only("state = 'queued'"), only("state = 'sending'")


class Delivery(Base):
    """One outgoing message. `id` is a UUID and LINE's retry key; `cause` and `seq` make queueing it twice harmless.

    States: queued (not before `next_at`), sending (until `lease_until`), sent, refused, uncertain, dropped. `way` is
    how the last attempt went out (reply, push, ...), `cost` what it took from the month's quota, in messages, `fate` a
    short word for the log. `body` is the neutral reply, ciphertext on disk, emptied by retention.

    `why`: answer, notice, nudge, digest, broadcast ... It is said not before `deliver_after`, not even along with an
    answer, and not after `expires_at`. Where it cannot reach its chat it may move to another of the same person: its
    `id` stays, `tried` names the channels that surely did not take it. `unsure`: a try of it may have arrived, so it
    moves nowhere any more.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("cause", "seq"),
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'refused', 'uncertain', 'dropped')", name="state"),
        Index("ix_outbox_queued_by_time", "next_at", **QUEUED),
        Index("ix_outbox_queued_by_chat", "channel", "chat_id", "next_at", **QUEUED),
        Index("uq_outbox_chat_in_hand", "channel", "chat_id", unique=True, **SENDING),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=lambda: str(uuid4()))
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(128))
    chat_kind: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    cause: Mapped[str] = mapped_column(String(160))
    seq: Mapped[int] = mapped_column(default=0)
    urgency: Mapped[str] = mapped_column(String(16), default="normal")
    body: Mapped[Json | None] = mapped_column(EncryptedJSON("deliveries.body"))
    reply_token: Mapped[str | None] = mapped_column(Text)
    token_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), default="queued")
    way: Mapped[str | None] = mapped_column(String(16))
    cost: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    first_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fate: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    why: Mapped[str | None] = mapped_column(String(16))
    deliver_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tried: Mapped[str | None] = mapped_column(String(64))
    unsure: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class SentMessage(Base):
    """The platform's id (and quote token) of one message we sent: a person who quotes it speaks to us."""

    __tablename__ = "sent_messages"
    __table_args__ = (UniqueConstraint("channel", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(128))
    message_id: Mapped[str] = mapped_column(String(128))
    quote_token: Mapped[str | None] = mapped_column(Text)
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
