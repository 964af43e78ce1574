"""A fund's dated rulebooks. A later version rewrites no earlier one: an event is judged by the version of its day."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Json, document


def fingerprint(document: Any) -> str:
    """The SHA-256 of a rulebook's document, whatever the order of its keys."""
    return sha256(json.dumps(document, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _fingerprint(context: DefaultExecutionContext) -> str:
    return fingerprint(context.get_current_parameters()["document"])  # type: ignore[no-untyped-call]


class Rulebook(Base):
    """One version, valid from `effective_from` through `effective_to` (both included; None = until the next).

    `document` is the whole rulebook file as data (domain.md 2.8). Unique on fund and version.
    """

    __tablename__ = "rulebooks"
    __table_args__ = (UniqueConstraint("fund_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("funds.id"))
    code: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column()
    effective_from: Mapped[date] = mapped_column(Date)
    effective_to: Mapped[date | None] = mapped_column(Date)
    approved_by: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(16), default="approved")
    document: Mapped[Json] = mapped_column(document())
    digest: Mapped[str] = mapped_column(String(64), default=_fingerprint)
    """Of the document: whoever has read it before need not fetch and read it again. Set it when a document changes."""
