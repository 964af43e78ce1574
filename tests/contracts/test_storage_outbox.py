"""The outbox: queued once, claimed once, one at a time for each chat; a crash leaves a trace the planner can act on."""

from __future__ import annotations

import asyncio
import base64
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from storage import outbox
from storage import session as storage_session
from storage.models import Delivery

KEY = base64.b64encode(bytes(range(32))).decode()
Sessions = async_sessionmaker[AsyncSession]
SECOND = timedelta(seconds=1)


def message(now: datetime, chat: str = "a", cause: str = "event:1", seq: int = 0, **more: object) -> Delivery:
    given = {"channel": "line", "chat_id": chat, "chat_kind": "direct", "cause": cause, "seq": seq, "created_at": now}
    return Delivery(body={"parts": [{"text": "ได้ 400 บาท"}]}, reply_token="token", **{**given, **more})


async def put(sessions: Sessions, *deliveries: Delivery) -> list[bool]:
    async with sessions.begin() as session:
        return [await outbox.queue(session, delivery) for delivery in deliveries]


async def take(sessions: Sessions, now: datetime, limit: int = 16) -> list[Delivery]:
    async with sessions.begin() as session:
        return await outbox.due(session, now, limit)


async def settle(sessions: Sessions, delivery: Delivery, state: str, now: datetime, **more: object) -> bool:
    async with sessions.begin() as session:
        return await outbox.settle(session, delivery.id, state, now, **more)  # type: ignore[arg-type]


async def row(sessions: Sessions, cause: str = "event:1") -> Delivery:
    async with sessions() as session:
        return (await session.scalars(select(Delivery).where(Delivery.cause == cause))).one()


async def test_one_cause_is_answered_once(sessions: Sessions, now: datetime) -> None:
    assert await put(sessions, message(now), message(now, seq=1), message(now)) == [True, True, False]
    assert await put(sessions, message(now, cause="event:2")) == [True]
    assert len(await take(sessions, now)) == 1


async def test_a_queued_message_has_a_uuid_as_the_retry_key_and_its_body_back(
    sessions: Sessions, now: datetime
) -> None:
    await put(sessions, message(now))
    (delivery,) = await take(sessions, now)
    assert str(UUID(delivery.id)) == delivery.id
    assert delivery.body == {"parts": [{"text": "ได้ 400 บาท"}]}
    assert (delivery.state, delivery.attempts, delivery.first_attempt_at) == ("sending", 1, now)


async def test_messages_queue_and_vanish_with_the_transaction_that_reports_them(
    sessions: Sessions, now: datetime
) -> None:
    async def turn_that_fails() -> None:
        async with sessions.begin() as session:
            await outbox.queue(session, message(now))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await turn_that_fails()
    assert await take(sessions, now) == []


async def test_nothing_goes_out_before_its_time(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now, next_at=now + SECOND))
    assert await take(sessions, now) == []
    assert len(await take(sessions, now + SECOND)) == 1


async def test_a_chat_gets_its_messages_one_at_a_time_in_order(sessions: Sessions, now: datetime) -> None:
    await put(
        sessions,
        message(now + SECOND, cause="event:2"),
        message(now, seq=1),
        message(now, seq=0),
        message(now + SECOND, chat="b", cause="event:3"),
    )
    later = now + 2 * SECOND
    first = await take(sessions, later)
    assert [(one.cause, one.seq) for one in first] == [("event:1", 0), ("event:3", 0)]
    assert await take(sessions, later) == []
    order = []
    while first:
        for one in first:
            order.append((one.cause, one.seq))
            assert await settle(sessions, one, "sent", later, way="reply")
        first = await take(sessions, later)
    assert order == [("event:1", 0), ("event:3", 0), ("event:1", 1), ("event:2", 0)]


async def test_a_message_of_tomorrow_does_not_hold_up_todays_answer(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now, cause="nudge:1", next_at=now + timedelta(days=1)))
    await put(sessions, message(now + SECOND, cause="event:2"))
    (answer,) = await take(sessions, now + SECOND)
    assert answer.cause == "event:2"
    async with sessions() as session:
        assert [one.cause for one in await outbox.waiting(session, "line", "a")] == ["nudge:1"]


async def test_two_senders_at_once_never_send_the_same_message(
    engine: AsyncEngine, database_url: str, now: datetime
) -> None:
    other = storage_session.engine(database_url, KEY)
    makers = [storage_session.sessions(engine), storage_session.sessions(other)]
    await put(makers[0], *(message(now, chat=f"c{number % 7}", cause=f"event:{number}") for number in range(28)))
    sent: list[str] = []

    async def sender(maker: Sessions) -> None:
        idle = 0
        while idle < 3:
            claimed = await take(maker, now, limit=2)
            idle = 0 if claimed else idle + 1
            await asyncio.sleep(0)
            for delivery in claimed:
                sent.append(delivery.cause)
                assert await settle(maker, delivery, "sent", now, way="push", attempts=delivery.attempts)

    await asyncio.gather(*(sender(maker) for maker in makers * 2))
    await other.dispose()
    assert sorted(sent) == sorted(f"event:{number}" for number in range(28))


async def test_a_sender_that_died_leaves_the_way_it_had_taken(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now))
    async with sessions.begin() as session:
        (delivery,) = await outbox.due(session, now)
        delivery.way = "reply"
    assert await take(sessions, now + 59 * SECOND) == []
    (again,) = await take(sessions, now + 60 * SECOND)
    assert (again.id, again.way, again.attempts) == (delivery.id, "reply", 2)
    assert again.first_attempt_at == now, "the retry key holds for 24 hours from the first attempt"


async def test_a_sender_that_lost_its_lease_cannot_settle(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now))
    (slow,) = await take(sessions, now)
    (quick,) = await take(sessions, now + 60 * SECOND)
    assert not await settle(sessions, slow, "refused", now, attempts=slow.attempts)
    assert await settle(sessions, quick, "sent", now, attempts=quick.attempts)
    assert not await settle(sessions, quick, "sent", now), "it is settled already"


@pytest.mark.parametrize("state", ["sent", "refused", "uncertain", "dropped"])
async def test_a_settled_message_is_never_sent_again(sessions: Sessions, now: datetime, state: str) -> None:
    await put(sessions, message(now))
    (delivery,) = await take(sessions, now)
    assert await settle(sessions, delivery, state, now, way="push", cost=4, fate="http 200")
    assert await take(sessions, now + timedelta(days=1)) == []
    kept = await row(sessions)
    assert (kept.state, kept.way, kept.cost, kept.fate) == (state, "push", 4, "http 200")
    assert kept.sent_at == (now if state == "sent" else None)
    assert kept.reply_token is None, "a used token is worth nothing and is not kept"


async def test_a_message_put_off_comes_back_at_its_time_with_its_token(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now))
    (delivery,) = await take(sessions, now)
    with pytest.raises(ValueError, match="next_at"):
        await settle(sessions, delivery, "queued", now)
    assert await settle(sessions, delivery, "queued", now, next_at=now + 30 * SECOND, fate="429")
    assert await take(sessions, now + 29 * SECOND) == []
    (again,) = await take(sessions, now + 30 * SECOND)
    assert (again.attempts, again.reply_token) == (2, "token")


async def test_what_is_queued_can_be_taken_back_what_is_being_sent_cannot(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now), message(now, seq=1))
    (first,) = await take(sessions, now)
    async with sessions.begin() as session:
        assert await outbox.drop(session, "event:1", "unsent") == 1
    assert await settle(sessions, first, "sent", now)
    assert await take(sessions, now) == []


async def test_a_quote_of_our_own_message_is_recognised(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now))
    (delivery,) = await take(sessions, now)
    async with sessions.begin() as session:
        await outbox.remember(session, delivery, [("m1", "q1"), ("m2", None)], now)
        await outbox.remember(session, delivery, [("m1", "q1")], now)
        await outbox.remember(session, delivery, [], now)
    async with sessions() as session:
        assert await outbox.is_ours(session, "line", "m2")
        assert not await outbox.is_ours(session, "telegram", "m2")
        assert not await outbox.is_ours(session, "line", "m3")


async def test_metrics_count_states_and_tell_what_is_overdue(sessions: Sessions, now: datetime) -> None:
    await put(sessions, message(now), message(now, cause="event:2", next_at=now + SECOND))
    async with sessions() as session:
        assert await outbox.waiting_since(session, now + SECOND) == now
    await take(sessions, now)
    async with sessions() as session:
        assert await outbox.counts(session) == {"queued": 1, "sending": 1}
        assert await outbox.waiting_since(session, now) is None
