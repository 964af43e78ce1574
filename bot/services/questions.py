"""Questions: what a human must answer, kept until a fund's officer has answered it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.services import audit
from bot.understanding.masking import mask
from storage.models import Question


async def ask(
    session: AsyncSession,
    now: datetime,
    *,
    fund_id: int | None,
    person_id: int | None,
    chat: ChatRef,
    text: str,
    intent: str,
    slots: Mapping[str, Any],
    urgency: str = "normal",
) -> Question:
    """Stores a question for the fund's officers; ids, phones and account numbers are masked first."""
    question = Question(
        fund_id=fund_id,
        asker_person_id=person_id,
        channel=chat.channel,
        chat_id=chat.id,
        text=mask(text),
        intent=intent,
        slots=dict(slots),
        urgency=urgency,
        state="open",
        created_at=now,
    )
    session.add(question)
    await session.flush()
    audit.record(
        session,
        now,
        "question.asked",
        f"question:{question.id}",
        person_id=person_id,
        after={"intent": intent, "urgency": urgency},
    )
    return question


async def answer(session: AsyncSession, now: datetime, question: Question, person_id: int, text: str) -> None:
    """Closes a question with an officer's words."""
    question.answer = mask(text)
    question.answered_by_person_id = person_id
    question.answered_at = now
    question.state = "answered"
    audit.record(session, now, "question.answered", f"question:{question.id}", person_id=person_id)


async def asked_by(session: AsyncSession, person_id: int, intent: str, limit: int = 5) -> list[Question]:
    """A person's own questions of one need, newest first."""
    rows = await session.scalars(
        select(Question)
        .where(Question.asker_person_id == person_id, Question.intent == intent)
        .order_by(Question.id.desc())
        .limit(limit)
    )
    return list(rows)
