"""What the sender of pictures is told once they are fetched: one message for all that came together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import figures
from bot.chat import Capabilities, say
from bot.delivery import codec
from bot.delivery.planner import token_deadline
from bot.words import Words
from storage import outbox
from storage.models import Delivery, Evidence, Record


def record_name(words: Words, record: Record) -> str:
    """What a record is called: its kind and day, as people would say it."""
    return words("evidence.record", kind=words.of("record", record.kind), day=figures.day(words, record.day))


async def tell(session: AsyncSession, now: datetime, row: Evidence, capabilities: Capabilities, words: Words) -> None:
    """Queues the outcome of a chat's pictures in the caller's transaction, unless another of them is just under way.

    It answers the newest message of theirs while its reply token lives (free), and is pushed after that. What a form
    has answered already (`quiet`) is told only where it failed.
    """
    chat = Evidence.channel == row.channel, Evidence.chat_id == row.chat_id
    coming = select(Evidence.id).where(*chat, Evidence.state == "wanted", Evidence.attempts <= 1).limit(1)
    if await session.scalar(coming) is not None:
        return
    ended = select(Evidence).where(*chat, Evidence.state.in_(("kept", "failed")), Evidence.told_at.is_(None))
    rows = (await session.scalars(ended.order_by(Evidence.id))).all()
    texts = await _texts(session, rows, words)
    tokens = [(one.token_at, one.reply_token) for one in rows if one.token_at is not None and one.reply_token]
    for one in rows:
        one.told_at, one.reply_token = now, None
    if not texts:
        return
    delivery = Delivery(
        channel=row.channel,
        chat_id=row.chat_id,
        chat_kind="direct",
        cause=f"evidence:{max(one.id for one in rows)}",
        why="photo",
        person_id=row.person_id,
        body=codec.encode(say("\n".join(texts))),
        created_at=now,
    )
    if tokens:
        at, delivery.reply_token = max(tokens)
        delivery.token_expires_at = token_deadline(at, at, capabilities)
    await outbox.queue(session, delivery)


async def _texts(session: AsyncSession, rows: Sequence[Evidence], words: Words) -> list[str]:
    texts = []
    kept = [one for one in rows if one.state == "kept" and not one.quiet]
    for record_id in dict.fromkeys(one.record_id for one in kept):
        of_it = [one for one in kept if one.record_id == record_id]
        record = await session.get(Record, record_id) if record_id is not None else None
        until = figures.day(words, min(one.delete_after for one in of_it))
        if record is None:
            texts.append(words("evidence.kept_for_draft", count=len(of_it)))
        else:
            texts.append(words("evidence.kept", count=len(of_it), record=record_name(words, record), until=until))
    faults = dict.fromkeys(one.fault for one in rows if one.state == "failed" and one.fault)
    return texts + [words.of("evidence.fault", fault) for fault in faults]
