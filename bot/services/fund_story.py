"""What has been put on record about one fund: its states, last report, last verification, assessment and meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import past_meetings, submissions
from bot.services.past_meetings import Past
from bot.services.reviews import PENDING
from bot.services.submissions import ANNUAL_REPORT, Sent
from storage.models import Assessment, FundState, Record, Review

MOST_STATES = 5


@dataclass(frozen=True)
class StateTold:
    """A state as somebody told it: from when on it holds (to the day, month or year), and whether he was not sure."""

    status: str
    since: date | None
    told_on: date
    suspected: bool
    grain: str = "month"


@dataclass(frozen=True)
class Story:
    """A fund's records; None and empty wherever there are none. `review` and `score` with their fiscal years."""

    states: tuple[StateTold, ...] = ()
    sent: Sent | None = None
    review: tuple[str, date, int] | None = None
    score: tuple[int, int, int] | None = None
    meeting: Past | None = None


async def story(session: AsyncSession, fund_id: int, area_id: int) -> Story:
    """What stands on record about a fund; findings of verifications are not among it."""
    states = await session.execute(
        select(FundState.status, FundState.since, Record.day, FundState.suspected, FundState.since_grain)
        .join(Record, Record.id == FundState.record_id)
        .where(Record.fund_id == fund_id, Record.withdrawn_at.is_(None))
        .order_by(Record.day.desc(), Record.id.desc())
        .limit(MOST_STATES)
    )
    review = (
        await session.execute(
            select(Review.result, Review.done_on, Review.for_year)
            .join(Record, Record.id == Review.record_id)
            .where(Record.fund_id == fund_id, Record.withdrawn_at.is_(None))
            .order_by(Review.result == PENDING, Review.done_on.desc(), Record.id.desc())
            .limit(1)
        )
    ).first()
    score = (
        await session.execute(
            select(Assessment.score, Assessment.most, Assessment.for_year)
            .join(Record, Record.id == Assessment.record_id)
            .where(Record.fund_id == fund_id, Record.withdrawn_at.is_(None), Assessment.complete)
            .order_by(Record.day.desc(), Record.id.desc())
            .limit(1)
        )
    ).first()
    held = await past_meetings.held(session, [area_id], most=1)
    return Story(
        tuple(StateTold(*row) for row in states),
        await submissions.last(session, fund_id, ANNUAL_REPORT),
        (review[0], review[1], review[2]) if review else None,
        (score[0], score[1], score[2]) if score else None,
        held[0] if held else None,
    )
