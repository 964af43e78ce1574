"""What a secretary or coordinator writes to many at once: on record, queued together, withdrawn while queued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import records
from bot.services.audience import Recipient
from storage import outbox
from storage.models import Announcement, Delivery, Record

KIND = "broadcast"
WITHDRAWN = "withdrawn"
REMINDERS = "nudge:now:"
"""What the causes of reminders begin with that somebody asked for (bot/reminders/asked_for.py)."""


async def announce(
    session: AsyncSession,
    now: datetime,
    *,
    area_id: int,
    today: date,
    person_id: int,
    audience: str,
    recipients: Sequence[Recipient],
    body: Mapping[str, Any],
    at: datetime,
    expires_at: datetime,
    draft_key: str,
) -> int:
    """Keeps an announcement and queues it to all; the record's id. A draft is saved once; the caller checked the right.

    `body`: the message as the outbox keeps it. Nothing goes before `at`, nor after `expires_at`.
    """
    record, new = await records.enter(
        session, now, kind=KIND, area_id=area_id, day=today, person_id=person_id, draft_key=draft_key
    )
    if not new:
        return record.id
    cost = sum(each.cost or 0 for each in recipients)
    session.add(Announcement(record_id=record.id, audience=audience, recipients=len(recipients), cost=cost, at=at))
    await session.flush()
    await outbox.queue_all(
        session,
        [
            Delivery(
                channel=each.chat.channel,
                chat_id=each.chat.id,
                chat_kind=each.chat.kind,
                person_id=each.person_id,
                cause=cause_of(record.id),
                seq=number,
                why=KIND,
                body=dict(body),
                created_at=now,
                next_at=at,
                deliver_after=at,
                expires_at=expires_at,
            )
            for number, each in enumerate(recipients)
        ],
    )
    return record.id


async def withdrawn(session: AsyncSession, record: Record) -> None:
    """What nobody is sending yet of an announcement, or of reminders that were asked for, is not sent."""
    if record.kind == KIND:
        await outbox.drop(session, cause_of(record.id), WITHDRAWN)
        return
    begins = f"{REMINDERS}{record.id}:"
    for cause in list(await session.scalars(select(Delivery.cause).where(Delivery.cause.startswith(begins)))):
        await outbox.drop(session, cause, WITHDRAWN)


async def gone_out(session: AsyncSession, record: Record) -> int:
    """To how many chats an announcement or a reminder went, or may have gone, and cannot be taken back."""
    of_it = (
        Delivery.cause == cause_of(record.id)
        if record.kind == KIND
        else Delivery.cause.startswith(f"{REMINDERS}{record.id}:")
    )
    return int(
        await session.scalar(
            select(func.count()).where(
                of_it,
                Delivery.state.in_(("sending", "sent", "uncertain")) | Delivery.fate.startswith(outbox.RODE),
            )
        )
        or 0
    )


def cause_of(record_id: int) -> str:
    """The outbox's key of an announcement."""
    return f"{KIND}:{record_id}"
