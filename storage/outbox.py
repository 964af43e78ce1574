"""The outbox: messages queued with the facts they report, claimed once, one at a time for each chat.

Claim with `due` in a short transaction, where the planner sets `way` on the rows it got and then commits; send;
`settle` in another. A worker that dies while sending leaves a row that comes back with `attempts` above 1 and its
`way`: the planner pushes again with the same id (the retry key), and calls a reply uncertain, which takes no such key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    Select,
    Text,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models.base import UtcDateTime, table
from storage.models.outbox import Delivery, SentMessage
from storage.queues import LEASE, Queue, changed, insert_new, one_claimer

LEASE_RAN_OUT = "lease ran out"
"""The fate of a message whose sender died."""
RODE = "rode with"
"""What the fate begins with of a message that was said in another one, whose id follows."""
# Literals, not parameters: a partial index is used only where its own condition stands in the query.
IS_QUEUED: ColumnElement[str] = literal_column("'queued'")
IS_SENDING: ColumnElement[str] = literal_column("'sending'")
NOW = bindparam("now", type_=UtcDateTime())
DELIVERIES = table(Delivery)
COLUMNS = tuple(DELIVERIES.c.keys())


def _ready() -> Select[str]:
    """The oldest message of each chat whose time has come, where nothing is being sent to that chat."""
    row, older, busy = aliased(Delivery), aliased(Delivery), aliased(Delivery)
    being_sent = select(1).where(busy.state == IS_SENDING, busy.channel == row.channel, busy.chat_id == row.chat_id)
    before = select(1).where(
        older.state == IS_QUEUED,
        older.channel == row.channel,
        older.chat_id == row.chat_id,
        older.next_at <= NOW,
        tuple_(older.created_at, older.seq, older.id) < tuple_(row.created_at, row.seq, row.id),
    )
    return (
        select(row.id)
        .where(row.state == IS_QUEUED, row.next_at <= NOW, ~being_sent.exists(), ~before.exists())
        .order_by(row.next_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


# Built once: putting a statement together costs more than running it.
DUE = (
    update(Delivery)
    .where(Delivery.id.in_(select(_ready().cte("ready").c.id)))
    .values(
        state="sending",
        attempts=Delivery.attempts + 1,
        lease_until=bindparam("lease", type_=UtcDateTime()),
        first_attempt_at=func.coalesce(Delivery.first_attempt_at, NOW),
    )
    .returning(Delivery)
    .execution_options(synchronize_session=False, populate_existing=True)
)
EXPIRED = select(DELIVERIES.c.id).where(DELIVERIES.c.state == IS_SENDING, DELIVERIES.c.lease_until <= NOW)
RELEASE = (
    update(DELIVERIES)
    .where(DELIVERIES.c.id.in_(select(EXPIRED.with_for_update(skip_locked=True).cte("expired").c.id)))
    .values(state="queued", lease_until=None, next_at=NOW, fate=LEASE_RAN_OUT)
)
ANYTHING_DUE = select(
    or_(
        exists().where(DELIVERIES.c.state == IS_QUEUED, DELIVERIES.c.next_at <= NOW),
        EXPIRED.exists(),
    )
)
SETTLE = update(DELIVERIES).where(
    DELIVERIES.c.id == bindparam("of_id"),
    DELIVERIES.c.state == IS_SENDING,
    or_(bindparam("of_attempt", type_=Integer).is_(None), DELIVERIES.c.attempts == bindparam("of_attempt")),
)

SETTLE_SENT = SETTLE.values(
    state="sent",
    lease_until=None,
    reply_token=None,
    fate=bindparam("of_fate", type_=Text),
    cost=bindparam("of_cost", type_=Integer),
    sent_at=bindparam("of_now", type_=UtcDateTime()),
)


async def queue(session: AsyncSession, delivery: Delivery) -> bool:
    """Queues a message unless its (cause, seq) is there already; says whether it is new.

    `next_at` is `created_at` unless set. The object itself stays outside the session. Call it in the transaction of
    what it reports, so both come or neither.
    """
    return await queue_all(session, [delivery]) == 1


async def queue_all(session: AsyncSession, deliveries: Iterable[Delivery]) -> int:
    """Queues many as `queue` does one, and says how many are new."""
    shapes: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for delivery in deliveries:
        values = {name: delivery.__dict__[name] for name in COLUMNS if name in delivery.__dict__}
        if values.get("next_at") is None:
            values["next_at"] = values["created_at"]
        shapes.setdefault(tuple(sorted(values)), []).append(values)
    return sum([await insert_new(session, Delivery, rows, ("cause", "seq")) for rows in shapes.values()])


async def anything_due(session: AsyncSession, now: datetime) -> bool:
    """Whether `due` may find something; only reads, so that looking for nothing keeps no writer waiting."""
    return bool(await session.scalar(ANYTHING_DUE, {"now": now}))


async def due(session: AsyncSession, now: datetime, limit: int = 16, lease: timedelta = LEASE) -> list[Delivery]:
    """Takes up to `limit` messages whose time has come: the oldest of each chat, none of a chat being sent to."""
    await one_claimer(session, Queue.OUTBOX)
    await release(session, now)
    taken = await session.scalars(DUE, {"now": now, "most": limit, "lease": now + lease})
    return sorted(taken, key=lambda found: (found.created_at, found.seq, found.id))


async def release(session: AsyncSession, now: datetime) -> None:
    """Puts back what a crashed worker held; its `way` stays, so the planner knows what may have gone out already."""
    await changed(session, RELEASE, {"now": now})


@dataclass(frozen=True)
class Fate:
    """What became of one claimed message, as `settle` has it; `attempts` tells whose hold it was."""

    delivery_id: str
    attempts: int
    fate: str | None
    cost: int = 0


async def settle_sent(session: AsyncSession, sent: Sequence[Fate], now: datetime) -> bool:
    """Records many messages as sent, as `settle` does one; says whether all of them were still in hand."""
    if not sent:
        return True
    rows = [
        {"of_id": one.delivery_id, "of_attempt": one.attempts, "of_fate": one.fate, "of_cost": one.cost, "of_now": now}
        for one in sent
    ]
    result = await session.execute(SETTLE_SENT, rows)
    return cast("CursorResult[Any]", result).rowcount == len(sent)


async def settle(
    session: AsyncSession,
    delivery_id: str,
    state: str,
    now: datetime,
    *,
    way: str | None = None,
    cost: int = 0,
    fate: str | None = None,
    next_at: datetime | None = None,
    attempts: int | None = None,
    unsure: bool | None = None,
) -> bool:
    """Records the fate of a claimed message; says whether it was still in hand (given `attempts`: in this worker's).

    `state`: sent, refused, uncertain, dropped, or queued to try again at `next_at`. `cost` is in quota messages.
    `unsure`: a try may have arrived; where none did, the day of the retry key begins with the next one.
    """
    if state == "queued" and next_at is None:
        raise ValueError("a message that is to be tried again needs next_at")
    values: dict[str, object] = {"state": state, "lease_until": None, "fate": fate, "cost": cost}
    if way is not None:
        values["way"] = way
    if unsure:
        values["unsure"] = True
    elif unsure is not None and state == "queued":
        values["first_attempt_at"] = None
    if next_at is not None:
        values["next_at"] = next_at
    if state == "sent":
        values["sent_at"] = now
    if state != "queued":
        values["reply_token"] = None
    return await changed(session, SETTLE, {"of_id": delivery_id, "of_attempt": attempts, **values}) == 1


async def sending(session: AsyncSession, row: Delivery) -> bool:
    """Marks that a push is about to leave; False where it is in other hands now.

    Whoever dies before this has surely sent nothing, and it may be sent by another.
    """
    return await changed(session, SETTLE, {"of_id": row.id, "of_attempt": row.attempts, "way": "push"}) == 1


async def move(
    session: AsyncSession, row: Delivery, channel: str, chat_id: str, now: datetime, *, fate: str, refused: bool
) -> bool:
    """Sends a claimed message to another chat of its person; its id stays. False where it was no longer in hand.

    `refused`: its own chat surely did not take it, and is not tried again.
    """
    gone = ",".join(filter(None, (row.tried, row.channel))) if refused else row.tried
    values: dict[str, object] = {
        "channel": channel,
        "chat_id": chat_id,
        "state": "queued",
        "lease_until": None,
        "next_at": now,
        "first_attempt_at": None,
        "way": None,
        "cost": 0,
        "fate": fate,
        "tried": gone,
    }
    return await changed(session, SETTLE, {"of_id": row.id, "of_attempt": row.attempts, **values}) == 1


def rode(fate: str | None) -> bool:
    """Whether this fate says that a message was said in another one."""
    return (fate or "").startswith(RODE)


async def end_chat(session: AsyncSession, channel: str, chat_id: str, fate: str) -> int:
    """Drops what is queued for a chat that is no more; says how many messages that were."""
    gone = {"state": "dropped", "fate": fate, "reply_token": None, "body": None}
    queued = (Delivery.channel == channel, Delivery.chat_id == chat_id, Delivery.state == IS_QUEUED)
    return await changed(session, update(Delivery).where(*queued).values(gone))


async def drop(session: AsyncSession, cause: str, fate: str) -> int:
    """Takes back what a cause has queued and nobody is sending yet; says how many messages that were."""
    gone = {"state": "dropped", "fate": fate, "reply_token": None}
    queued = (Delivery.cause == cause, Delivery.state == IS_QUEUED)
    return await changed(session, update(Delivery).where(*queued).values(gone))


async def waiting(session: AsyncSession, channel: str, chat_id: str) -> list[Delivery]:
    """What is queued for one chat, due or not, oldest first: it may ride along with an answer for nothing."""
    rows = await session.scalars(
        select(Delivery)
        .where(Delivery.state == IS_QUEUED, Delivery.channel == channel, Delivery.chat_id == chat_id)
        .order_by(Delivery.created_at, Delivery.seq)
    )
    return list(rows)


async def remember(
    session: AsyncSession, delivery: Delivery, messages: Iterable[tuple[str, str | None]], now: datetime
) -> None:
    """Keeps the platform's (message id, quote token) of each message of a delivery; a repeated id is passed over."""
    await remember_all(session, [(delivery, messages)], now)


async def remember_all(
    session: AsyncSession, sent: Iterable[tuple[Delivery, Iterable[tuple[str, str | None]]]], now: datetime
) -> None:
    """Keeps the messages of many deliveries, as `remember` those of one."""
    rows = [
        {
            "channel": delivery.channel,
            "chat_id": delivery.chat_id,
            "message_id": message_id,
            "quote_token": quote_token,
            "delivery_id": delivery.id,
            "sent_at": now,
        }
        for delivery, messages in sent
        for message_id, quote_token in messages
    ]
    await insert_new(session, SentMessage, rows, ("channel", "message_id"))


async def is_ours(session: AsyncSession, channel: str, message_id: str) -> bool:
    """Whether we sent this message: a person who quotes it speaks to us."""
    found = select(SentMessage.id).where(SentMessage.channel == channel, SentMessage.message_id == message_id)
    return await session.scalar(found) is not None


async def counts(session: AsyncSession) -> dict[str, int]:
    """How many messages stand in each state, for metrics."""
    rows = await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return {state: number for state, number in rows}


async def waiting_since(session: AsyncSession, now: datetime) -> datetime | None:
    """Since when the longest-overdue message waits; None when nothing is due."""
    return await session.scalar(
        select(func.min(Delivery.next_at)).where(Delivery.state == IS_QUEUED, Delivery.next_at <= now)
    )
