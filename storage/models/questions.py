"""What a human must answer: questions handed to a fund's officers, and claims told before there is a form."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, UtcDateTime
from storage.models.encrypted import EncryptedJSON, EncryptedText


class Question(Base):
    """One question, its asker, and the answer once given; words and slots are ciphertext: people tell of illness.

    `channel` and `chat_id` say where the answer goes. Retention empties `text`, `slots` and `answer`.
    """

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint("urgency IN ('normal', 'crisis')", name="urgency"),
        CheckConstraint("state IN ('open', 'answered', 'closed')", name="state"),
        Index(None, "fund_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("funds.id"))
    asker_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(128))
    text: Mapped[str | None] = mapped_column(EncryptedText("questions.text"))
    intent: Mapped[str | None] = mapped_column(String(64))
    slots: Mapped[Json] = mapped_column(EncryptedJSON("questions.slots"), default=dict)
    urgency: Mapped[str] = mapped_column(String(16), default="normal")
    state: Mapped[str] = mapped_column(String(16), default="open")
    answer: Mapped[str | None] = mapped_column(EncryptedText("questions.answer"))
    answered_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
