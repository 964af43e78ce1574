"""Pictures as evidence: asked for, fetched later, tied to a record, deleted in time (PDPA s.37(3)).

A turn writes down that a picture is wanted and awaits no network; bot/delivery/fetching.py fetches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Incoming
from bot.services import audit
from storage.models import Evidence
from storage.queues import changed
from storage.retention import kept_until

KINDS = frozenset({"sign_in", "activity", "paper", "other"})
AGAIN = timedelta(minutes=10)
"""For so long after a yes further pictures belong to the same record: nobody is asked for each of five."""
GONE: dict[str, Any] = {"content": None, "state": "deleted", "reply_token": None}


@dataclass(frozen=True)
class Held:
    """A picture that is kept; `size` in bytes, width and height in points."""

    id: int
    kind: str
    size: int
    width: int
    height: int
    created_at: datetime
    person_id: int | None


async def want(
    session: AsyncSession,
    now: datetime,
    incoming: Incoming,
    person_id: int | None,
    record_id: int | None,
    kind: str = "other",
    *,
    draft_key: str | None = None,
    quiet: bool = False,
    state: str = "wanted",
) -> Evidence:
    """Notes that the picture of a message is to be kept with a record, or with a draft that becomes one (tie()).

    It is fetched beside the turn, and the outcome is told in the same chat by the message's own reply token, so the
    turn itself answers nothing (`Reply(())`). Where it does answer, as a form goes on, say `quiet`: then only a failure
    is told. `state` "asked" waits for the person's yes: take_up(). A second call for a message changes nothing.
    Raises ValueError in a group: there nothing of a picture is kept.
    """
    if incoming.chat.is_group or incoming.message_id is None or incoming.handle is None:
        raise ValueError("pictures are kept from 1:1 chats alone, by their message")
    if kind not in KINDS:
        raise ValueError(f"evidence of an unknown kind {kind}")
    chat = incoming.chat
    known = await session.scalar(
        select(Evidence).where(
            Evidence.channel == chat.channel, Evidence.chat_id == chat.id, Evidence.message_id == incoming.message_id
        )
    )
    if known is not None:
        return known
    row = Evidence(
        record_id=record_id,
        draft_key=draft_key,
        person_id=person_id,
        channel=chat.channel,
        chat_id=chat.id,
        message_id=incoming.message_id,
        handle=incoming.handle,
        kind=kind,
        state=state,
        quiet=quiet,
        reply_token=None if quiet or state == "asked" else incoming.reply_token,
        token_at=incoming.at,
        created_at=now,
        next_at=now,
        delete_after=kept_until(kind, now.date()),
    )
    session.add(row)
    await session.flush()
    audit.record(session, now, f"evidence.{state}", _subject(row), person_id=person_id, after=_about(row))
    return row


async def asked(session: AsyncSession, incoming: Incoming) -> Sequence[Evidence]:
    """The pictures of a chat that wait for the person's word."""
    return (
        await session.scalars(
            select(Evidence)
            .where(
                Evidence.channel == incoming.chat.channel,
                Evidence.chat_id == incoming.chat.id,
                Evidence.state == "asked",
            )
            .order_by(Evidence.id)
        )
    ).all()


async def take_up(
    session: AsyncSession,
    now: datetime,
    rows: Sequence[Evidence],
    person_id: int | None,
    incoming: Incoming,
    kind: str,
) -> None:
    """The person's yes: what was asked about is fetched; the outcome answers this message."""
    for row in rows:
        row.state, row.next_at, row.kind = "wanted", now, kind
        row.delete_after = kept_until(kind, now.date())
        row.reply_token, row.token_at = incoming.reply_token, incoming.at
        audit.record(session, now, "evidence.wanted", _subject(row), person_id=person_id, after=_about(row))
    await session.flush()


async def just_taken(session: AsyncSession, now: datetime, person_id: int, record_id: int) -> str | None:
    """The kind of the picture that the person gave to this record a moment ago, so that the next needs no question."""
    found: str | None = await session.scalar(
        select(Evidence.kind)
        .where(
            Evidence.person_id == person_id,
            Evidence.record_id == record_id,
            Evidence.state.in_(("wanted", "kept")),
            Evidence.created_at >= now - AGAIN,
        )
        .order_by(Evidence.id.desc())
        .limit(1)
    )
    return found


async def tie(session: AsyncSession, now: datetime, draft_key: str, record_id: int, person_id: int | None) -> int:
    """Gives a draft's pictures to the record that it became; says how many."""
    rows = (await session.scalars(select(Evidence).where(Evidence.draft_key == draft_key))).all()
    for row in rows:
        row.record_id, row.draft_key = record_id, None
        audit.record(session, now, "evidence.tied", _subject(row), person_id=person_id, after={"record": record_id})
    await session.flush()
    return len([row for row in rows if row.state in ("wanted", "kept")])


async def count_of_draft(session: AsyncSession, draft_key: str) -> int:
    """How many pictures a draft has that are kept or may yet be."""
    found = select(func.count()).where(Evidence.draft_key == draft_key, Evidence.state.in_(("wanted", "kept")))
    return int(await session.scalar(found) or 0)


async def pass_on(session: AsyncSession, record_id: int, to_record_id: int) -> int:
    """Gives a corrected record's pictures to the one that replaces it; says how many."""
    statement = update(Evidence).where(Evidence.record_id == record_id).values(record_id=to_record_id)
    return await changed(session, statement)


async def drop_draft(session: AsyncSession, now: datetime, draft_key: str, person_id: int | None) -> int:
    """Deletes the pictures of a draft that was given up; says how many."""
    return await _delete(session, now, select(Evidence).where(Evidence.draft_key == draft_key), person_id, "draft")


async def of_record(session: AsyncSession, record_id: int) -> list[Held]:
    """The pictures kept with a record, oldest first, without their content. The caller has checked who asks."""
    rows = await session.execute(
        select(
            Evidence.id,
            Evidence.kind,
            Evidence.size,
            Evidence.width,
            Evidence.height,
            Evidence.created_at,
            Evidence.person_id,
        )
        .where(Evidence.record_id == record_id, Evidence.state == "kept")
        .order_by(Evidence.id)
    )
    return [Held(row[0], row[1], row[2] or 0, row[3] or 0, row[4] or 0, row[5], row[6]) for row in rows]


async def content(session: AsyncSession, now: datetime, evidence_id: int, person_id: int) -> bytes | None:
    """A kept picture as JPEG, None where it is gone; that it was looked at is written down."""
    row = await session.get(Evidence, evidence_id)
    if row is None or row.content is None:
        return None
    audit.record(session, now, "evidence.seen", _subject(row), person_id=person_id)
    return row.content


async def forget_message(session: AsyncSession, now: datetime, channel: str, chat_id: str, message_id: str) -> int:
    """Deletes the picture of a message that was taken back, at once; says how many there were."""
    found = select(Evidence).where(
        Evidence.channel == channel, Evidence.chat_id == chat_id, Evidence.message_id == message_id
    )
    return await _delete(session, now, found, None, "unsent")


async def delete(session: AsyncSession, now: datetime, evidence_ids: Sequence[int], person_id: int | None) -> int:
    """Deletes pictures by somebody's word; that they were there stays. Says how many were not deleted before."""
    found = select(Evidence).where(Evidence.id.in_(evidence_ids))
    return await _delete(session, now, found, person_id, "asked")


async def delete_of_record(session: AsyncSession, now: datetime, record_id: int, person_id: int | None) -> int:
    """Deletes the pictures of a record that was withdrawn; says how many."""
    found = select(Evidence).where(Evidence.record_id == record_id)
    return await _delete(session, now, found, person_id, "withdrawn")


async def forget_person(session: AsyncSession, person_id: int) -> int:
    """Empties all pictures of a person who asks to be erased; says how many."""
    statement = update(Evidence).where(Evidence.person_id == person_id, Evidence.state != "deleted").values(**GONE)
    return await changed(session, statement)


async def _delete(session: AsyncSession, now: datetime, found: Any, person_id: int | None, why: str) -> int:
    rows = (await session.scalars(found.where(Evidence.state != "deleted"))).all()
    for row in rows:
        row.content, row.state, row.reply_token, row.deleted_at = None, "deleted", None, now
        audit.record(session, now, "evidence.deleted", _subject(row), person_id=person_id, after={"why": why})
    await session.flush()
    return len(rows)


def _subject(row: Evidence) -> str:
    return f"evidence:{row.id}"


def _about(row: Evidence) -> dict[str, Any]:
    return {"record": row.record_id, "kind": row.kind}
