"""How a fund does: the yearly verification and the quality assessment (domain.md 3.5)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, Satang, document
from storage.models.encrypted import EncryptedText


class Review(Base):
    """One verification of a fund's books: who, when, what was seen, how it came out. Money in satang.

    `result`: passed, conditional, failed or pending. `reviewers` and `documents` are {"items": [...]}; `findings` is
    ciphertext, since it may name people; `fix_by` is the day until which findings are to be mended.
    """

    __tablename__ = "reviews"
    __table_args__ = (CheckConstraint("result IN ('passed', 'conditional', 'failed', 'pending')", name="result"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    for_year: Mapped[int] = mapped_column()
    done_on: Mapped[date] = mapped_column(Date)
    result: Mapped[str] = mapped_column(String(16))
    reviewers: Mapped[Json | None] = mapped_column(document())
    documents: Mapped[Json | None] = mapped_column(document())
    members_verified: Mapped[int | None] = mapped_column()
    balance_satang: Mapped[int | None] = mapped_column(Satang)
    difference_satang: Mapped[int | None] = mapped_column(Satang)
    findings: Mapped[str | None] = mapped_column(EncryptedText("reviews.findings"))
    fix_by: Mapped[date | None] = mapped_column(Date)


class Assessment(Base):
    """One answered rubric: `rubric` and `rubric_version` say which questions; `answers` is question number → points.

    `made_by`: self, peer or external. `score` of `most` points; unanswered questions count as not yet known.
    """

    __tablename__ = "assessments"

    record_id: Mapped[int] = mapped_column(ForeignKey("records.id", ondelete="CASCADE"), primary_key=True)
    for_year: Mapped[int] = mapped_column()
    rubric: Mapped[str] = mapped_column(String(32))
    rubric_version: Mapped[int] = mapped_column()
    made_by: Mapped[str] = mapped_column(String(8))
    answers: Mapped[Json] = mapped_column(document())
    score: Mapped[int] = mapped_column()
    most: Mapped[int] = mapped_column()
    complete: Mapped[bool] = mapped_column(Boolean, default=True)
