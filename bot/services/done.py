"""What counts as sent: a submission that was told, or the very work itself: a review, an assessment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Assessment, Record, Review, Submission

Done = tuple[str, int, int]
"""(obligation, fiscal year in the Buddhist era, area)."""


async def done(
    session: AsyncSession,
    years: Collection[int],
    area_ids: Collection[int] | None = None,
    before: datetime | None = None,
) -> set[Done]:
    """All that was sent for these years, by these areas (by all, for None); withdrawn entries do not count.

    `before`: only what was told before that moment (aware).
    """
    if not years:
        return set()
    found: set[Done] = set()
    only = true() if area_ids is None else Record.area_id.in_(area_ids)
    then = true() if before is None else Record.recorded_at < before
    stands = (Record.withdrawn_at.is_(None), only, then)
    asked: list[tuple[str, Select[int, int]]] = [
        (
            "review",
            select(Review.for_year, Record.area_id)
            .join(Record, Record.id == Review.record_id)
            .where(*stands, Review.for_year.in_(years), Review.result != "pending"),
        ),
        (
            "assessment",
            select(Assessment.for_year, Record.area_id)
            .join(Record, Record.id == Assessment.record_id)
            .where(*stands, Assessment.for_year.in_(years), Assessment.complete.is_(True)),
        ),
    ]
    for code, statement in asked:
        found |= {(code, year, area_id) for year, area_id in await session.execute(statement)}
    told = select(Submission.obligation, Submission.for_year, Record.area_id).join(
        Record, Record.id == Submission.record_id
    )
    rows = await session.execute(told.where(*stands, Submission.for_year.in_(years)))
    return found | {(code, year, area_id) for code, year, area_id in rows}
