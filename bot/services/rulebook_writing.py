"""Storing a fund's rulebooks: a new version closes the one before it; an approved version is never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Rulebook
from storage.models.rulebooks import fingerprint


async def stored(session: AsyncSession, fund_id: int) -> list[Rulebook]:
    """A fund's versions, drafts included, oldest first."""
    rows = await session.scalars(select(Rulebook).where(Rulebook.fund_id == fund_id).order_by(Rulebook.version))
    return list(rows)


async def add(session: AsyncSession, fund_id: int, document: Mapping[str, Any]) -> Rulebook:
    """Stores a document of docs/rulebook-format.md that was read without a fault."""
    row = Rulebook(fund_id=fund_id, **columns(document))
    session.add(row)
    await session.flush()
    return row


async def replace_draft(session: AsyncSession, row_id: int, document: Mapping[str, Any]) -> None:
    """Another text for a version that nobody has approved yet."""
    row = await session.get_one(Rulebook, row_id)
    for name, value in columns(document).items():
        setattr(row, name, value)
    row.digest = fingerprint(row.document)


async def close(session: AsyncSession, row_id: int, last_day: date) -> None:
    """Ends a version on a day; the clauses stay as they were."""
    row = await session.get_one(Rulebook, row_id)
    row.effective_to = last_day
    row.document = ending(row.document, last_day)
    row.digest = fingerprint(row.document)


def ending(document: Mapping[str, Any], last_day: date | None) -> dict[str, Any]:
    """The document with another last day."""
    return {
        **document,
        "rulebook": {**document["rulebook"], "effective_to": last_day.isoformat() if last_day else None},
    }


def columns(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the table keeps beside the document."""
    head = document["rulebook"]
    ends = head.get("effective_to")
    return {
        "code": str(head.get("code") or document["fund"]),
        "version": head["version"],
        "effective_from": date.fromisoformat(head["effective_from"]),
        "effective_to": date.fromisoformat(ends) if ends else None,
        "approved_by": head.get("approved_by") or "",
        "status": head.get("status") or "approved",
        "document": dict(document),
    }
