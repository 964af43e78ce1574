"""Where a talk stands: the running form or pending question of one account in one chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, UtcDateTime
from storage.models.encrypted import EncryptedJSON


class Conversation(Base):
    """One account's talk in one chat. `state` is a versioned dict, ciphertext on disk: drafts hold what people said.

    Assign a whole new dict to change it. Retention empties it; what is to last has a column of its own elsewhere.
    """

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "chat_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(128))
    account_id: Mapped[str] = mapped_column(String(128))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    state: Mapped[Json] = mapped_column(EncryptedJSON("conversations.state"), default=dict)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
