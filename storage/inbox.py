"""The inbox: events in, once each; out one at a time for each chat, oldest first.

Claim in a short transaction of its own, then handle each event in another that ends with `finish`: what the handler
wrote and the event's end are committed together, so a crash anywhere repeats the whole or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import ColumnElement, Select, Update, bindparam, case, func, literal_column, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.errors import LeaseLost
from storage.models.base import UtcDateTime, table
from storage.models.inbox import InboxEvent
from storage.queues import LEASE, Queue, changed, insert_new, one_claimer

MOST_ATTEMPTS = 5
# Literals, not parameters: a partial index is used only where its own condition stands in the query.
IS_NEW: ColumnElement[str] = literal_column("'new'")
IS_HANDLING: ColumnElement[str] = literal_column("'handling'")
NOW = bindparam("now", type_=UtcDateTime())
EVENTS = table(InboxEvent)


class NewEvent(TypedDict):
    """One event as it came. `occurred_at` is the platform's time, `body` its raw JSON text."""

    channel: str
    event_id: str
    chat_key: str
    received_at: datetime
    occurred_at: datetime
    body: str


def _ready() -> Select[int]:
    """The oldest new event of each chat that has none in hand, when its waiting time is over."""
    event, older, handled = aliased(InboxEvent), aliased(InboxEvent), aliased(InboxEvent)
    in_hand = select(1).where(handled.state == IS_HANDLING, handled.chat_key == event.chat_key)
    before = select(1).where(
        older.state == IS_NEW,
        older.chat_key == event.chat_key,
        older.occurred_at <= event.occurred_at,
        or_(older.occurred_at < event.occurred_at, older.id < event.id),
    )
    waited = or_(event.lease_until.is_(None), event.lease_until <= NOW)
    return (
        select(event.id)
        .where(event.state == IS_NEW, waited, ~in_hand.exists(), ~before.exists())
        .order_by(event.occurred_at, event.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


def _release() -> Update:
    event, spent = aliased(InboxEvent), EVENTS.c.attempts >= MOST_ATTEMPTS
    expired = select(event.id).where(event.state == IS_HANDLING, event.lease_until <= NOW)
    return (
        update(EVENTS)
        .where(EVENTS.c.id.in_(select(expired.with_for_update(skip_locked=True).cte("expired").c.id)))
        .values(
            state=case((spent, "dead"), else_="new"),
            handled_at=case((spent, NOW), else_=None),
            lease_until=None,
            error="lease ran out",
        )
    )


# Built once: putting a statement together costs more than running it.
RELEASE = _release()
CLAIM = (
    update(InboxEvent)
    .where(InboxEvent.id.in_(select(_ready().cte("ready").c.id)))
    .values(
        state="handling",
        attempts=InboxEvent.attempts + 1,
        lease_until=bindparam("lease", type_=UtcDateTime()),
    )
    .returning(InboxEvent)
    .execution_options(synchronize_session=False, populate_existing=True)
)
END = update(EVENTS).where(
    EVENTS.c.id == bindparam("of_event"),
    EVENTS.c.state == IS_HANDLING,
    EVENTS.c.attempts == bindparam("of_attempt"),
)


HELD = tuple_(EVENTS.c.id, EVENTS.c.attempts).in_(bindparam("held", expanding=True))
END_ALL = update(EVENTS).where(EVENTS.c.state == IS_HANDLING, HELD)
DONE: dict[str, object] = {"state": "done", "lease_until": None, "error": None}


async def store(session: AsyncSession, rows: Sequence[NewEvent]) -> int:
    """Stores events not seen before and says how many those were; a repeated (channel, event_id) is passed over."""
    return await insert_new(session, InboxEvent, rows, ("channel", "event_id"))


async def claim(session: AsyncSession, now: datetime, limit: int = 16, lease: timedelta = LEASE) -> list[InboxEvent]:
    """Takes up to `limit` events to handle, at most one of each chat and none of a chat that has one in hand.

    An event whose lease ran out comes back first; the fifth time it is given up as dead. Commit before handling.
    """
    await one_claimer(session, Queue.INBOX)
    await release(session, now)
    rows = await session.scalars(CLAIM, {"now": now, "most": limit, "lease": now + lease})
    return sorted(rows, key=lambda row: (row.occurred_at, row.id))


async def release(session: AsyncSession, now: datetime) -> None:
    """Puts back what a crashed or stuck worker held, or gives it up after the fifth attempt."""
    await changed(session, RELEASE, {"now": now})


async def finish(session: AsyncSession, event: InboxEvent, now: datetime, *, keep_body: bool = True) -> None:
    """Marks a claimed event done, in the handler's own transaction. `keep_body=False` for what was not said to us.

    Raises LeaseLost when another worker has taken the event over: let it roll the whole transaction back.
    """
    await end(session, event, {**DONE, "handled_at": now, **({} if keep_body else {"body": None})})


async def finish_all(
    session: AsyncSession, kept: Sequence[InboxEvent], emptied: Sequence[InboxEvent], now: datetime
) -> None:
    """Marks many claimed events done, as `finish` does one; of those to be emptied the body goes.

    Raises LeaseLost where a single one of them has another owner by now.
    """
    for events, more in ((kept, {}), (emptied, {"body": None})):
        held = [(event.id, event.attempts) for event in events]
        if held and await changed(session, END_ALL, {"held": held, **DONE, "handled_at": now, **more}) != len(held):
            raise LeaseLost(f"one of {len(held)} inbox events")


async def fail(
    session: AsyncSession, event: InboxEvent, now: datetime, error: str, retry_in: timedelta | None = None
) -> bool:
    """Puts an event back after an error, in a new transaction; says whether it will be tried again.

    Waits 1, 4, 9, 16 seconds unless told; dead after the fifth attempt. Its chat waits with it, so the order holds.
    `error` is a short word for the log (an exception's name): nothing personal.
    """
    again = event.attempts < MOST_ATTEMPTS
    wait = retry_in if retry_in is not None else timedelta(seconds=event.attempts**2)
    values: dict[str, object] = {"state": "new", "lease_until": now + wait}
    gone: dict[str, object] = {"state": "dead", "lease_until": None, "handled_at": now}
    await end(session, event, {**(values if again else gone), "error": error[:200]})
    return again


async def give_up(session: AsyncSession, event: InboxEvent, now: datetime, error: str) -> None:
    """Ends an event that no further try can help; `error` is a short word for the log."""
    await end(session, event, {"state": "dead", "lease_until": None, "handled_at": now, "error": error[:200]})


async def end(session: AsyncSession, event: InboxEvent, values: dict[str, object]) -> None:
    """Ends this worker's hold on an event; the number of attempts is the proof that the hold is still its own."""
    if await changed(session, END, {"of_event": event.id, "of_attempt": event.attempts, **values}) != 1:
        raise LeaseLost(f"inbox event {event.id}")


async def forget(session: AsyncSession, channel: str, chat_key: str, message_id: str) -> int:
    """Empties our copies of an unsent message in one chat and says how many there were (platforms.md, `unsend`)."""
    rows = await session.scalars(
        select(InboxEvent).where(
            InboxEvent.channel == channel, InboxEvent.chat_key == chat_key, InboxEvent.body.is_not(None)
        )
    )
    mentioned = [row for row in rows if row.body is not None and f'"{message_id}"' in row.body]
    for row in mentioned:
        row.body = None
    return len(mentioned)


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many events stand in each state, for metrics."""
    rows = await session.execute(select(InboxEvent.state, func.count()).group_by(InboxEvent.state))
    return {state: number for state, number in rows}


async def waiting_since(session: AsyncSession) -> datetime | None:
    """When the oldest event that still waits was received; None when nothing waits."""
    return await session.scalar(select(func.min(InboxEvent.received_at)).where(InboxEvent.state == IS_NEW))
