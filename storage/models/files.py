"""Files that we hand out behind a link, and pictures that people gave us as evidence."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, UtcDateTime, only
from storage.models.encrypted import EncryptedBytes

WANTED = only("state = 'wanted'")


class SharedFile(Base):
    """A file for whoever has its link until `expires_at`: a list, a record, a chart. The link is known by hash alone.

    `small` is a picture's preview, where the picture itself is too large to be one. `person_id` asked for it.
    """

    __tablename__ = "shared_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(128), unique=True)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(EncryptedBytes("shared_files.content"))
    small: Mapped[bytes | None] = mapped_column(EncryptedBytes("shared_files.small"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Evidence(Base):
    """A picture that somebody sent in a 1:1 chat; its content is sealed, re-encoded and gone after `delete_after`.

    States: asked (may it be kept? nothing is fetched yet), wanted (to be fetched, not before `next_at`), kept, failed
    (`fault` says why), deleted. `kind`: sign_in, activity, paper, other. It belongs to a record, or to a draft that
    becomes one (`draft_key`). `handle` finds the content at the platform. `reply_token`, of the moment `token_at`, is
    for telling the outcome without cost; `quiet`: a form has answered already, so only a failure is told. `told_at`:
    that was done.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        UniqueConstraint("channel", "chat_id", "message_id"),
        CheckConstraint("state IN ('asked', 'wanted', 'kept', 'failed', 'deleted')", name="state"),
        CheckConstraint("kind IN ('sign_in', 'activity', 'paper', 'other')", name="kind"),
        Index("ix_evidence_wanted", "next_at", **WANTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), index=True)
    draft_key: Mapped[str | None] = mapped_column(String(64), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(128))
    message_id: Mapped[str] = mapped_column(String(128))
    handle: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16), default="other")
    state: Mapped[str] = mapped_column(String(16), default="wanted")
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes("evidence.content"))
    media_type: Mapped[str | None] = mapped_column(String(100))
    width: Mapped[int | None] = mapped_column()
    height: Mapped[int | None] = mapped_column()
    size: Mapped[int | None] = mapped_column()
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(String(16))
    quiet: Mapped[bool] = mapped_column(default=False)
    reply_token: Mapped[str | None] = mapped_column(Text)
    token_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delete_after: Mapped[date] = mapped_column(Date)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
