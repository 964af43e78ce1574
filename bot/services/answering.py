"""Who answers which question: a fund's officers or whoever stands in for them; of a complaint only secretaries.

A complaint about a fund's own people is heard by the secretaries above it, never by its officers (domain.md U117).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, people
from bot.services.people import Reach
from storage.models import Appointment, Question

COMPLAINT = "complaint"


async def hearers(session: AsyncSession, fund_id: int | None, today: date) -> list[Reach]:
    """The secretaries of the nearest area above the fund that has any on chat; empty where there is none."""
    for area_ids, roles in await areas.ladder(session, fund_id):
        if "secretary" not in roles:
            continue
        found = await session.scalars(
            select(Appointment.person_id)
            .where(
                Appointment.area_id.in_(area_ids),
                Appointment.role == "secretary",
                Appointment.from_date <= today,
                or_(Appointment.until_date.is_(None), Appointment.until_date >= today),
            )
            .order_by(Appointment.id)
        )
        reached = [await people.reach(session, person_id) for person_id in dict.fromkeys(found)]
        if on_chat := [each for each in reached if each is not None]:
            return on_chat
    return []


async def answerers(session: AsyncSession, question: Question, today: date) -> list[Reach]:
    """Who may read and answer a question: of a complaint the secretaries, else those who answer for its fund."""
    if question.intent == COMPLAINT:
        return await hearers(session, question.fund_id, today)
    return await people.officers(session, question.fund_id, today)


async def waiting_for(session: AsyncSession, person_id: int, today: date) -> list[Question]:
    """The open questions that this person may answer, urgent ones first, then oldest first."""
    rows = await session.scalars(
        select(Question).where(Question.state == "open").order_by(Question.urgency, Question.created_at, Question.id)
    )
    asked: dict[tuple[int | None, bool], bool] = {}
    found = []
    for question in rows:
        key = (question.fund_id, question.intent == COMPLAINT)
        if key not in asked:
            asked[key] = person_id in {each.person_id for each in await answerers(session, question, today)}
        if asked[key]:
            found.append(question)
    return found
