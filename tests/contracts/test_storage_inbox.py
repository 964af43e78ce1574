"""The inbox: each event once, one at a time for each chat, in order; a crash blocks nobody and repeats nothing."""

from __future__ import annotations

import asyncio
import base64
import os
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from storage import inbox
from storage import session as storage_session
from storage.errors import LeaseLost
from storage.inbox import NewEvent
from storage.models import InboxEvent, Person

KEY = base64.b64encode(bytes(range(32))).decode()
Sessions = async_sessionmaker[AsyncSession]
SECOND = timedelta(seconds=1)


def arrived(now: datetime, chat: str, number: int, at: int = 0) -> NewEvent:
    return NewEvent(
        channel="line",
        event_id=f"{chat}-{number}",
        chat_key=f"line:{chat}",
        received_at=now,
        occurred_at=now + at * SECOND,
        body=f'{{"message":{{"id":"{number}","text":"นอนโรงพยาบาล 4 คืน"}}}}',
    )


async def put(sessions: Sessions, *events: NewEvent) -> int:
    async with sessions.begin() as session:
        return await inbox.store(session, events)


async def take(sessions: Sessions, now: datetime, limit: int = 16) -> list[InboxEvent]:
    async with sessions.begin() as session:
        return await inbox.claim(session, now, limit)


async def done(sessions: Sessions, event: InboxEvent, now: datetime) -> None:
    async with sessions.begin() as session:
        await inbox.finish(session, event, now)


async def state(sessions: Sessions, event_id: str) -> str:
    async with sessions.begin() as session:
        return (await session.scalars(select(InboxEvent.state).where(InboxEvent.event_id == event_id))).one()


async def test_an_event_is_stored_once_however_often_it_is_delivered(sessions: Sessions, now: datetime) -> None:
    first, second = arrived(now, "a", 1), arrived(now, "a", 2)
    assert await put(sessions, first, first, second) == 2
    assert await put(sessions, second, arrived(now, "a", 3)) == 1
    assert await put(sessions) == 0


async def test_the_same_id_on_another_channel_is_another_event(sessions: Sessions, now: datetime) -> None:
    other = arrived(now, "a", 1)
    other["channel"] = "telegram"
    assert await put(sessions, arrived(now, "a", 1), other) == 2


async def test_an_event_comes_back_as_it_was_stored(sessions: Sessions, now: datetime) -> None:
    event = arrived(now, "a", 1)
    await put(sessions, event)
    (found,) = await take(sessions, now)
    assert (found.body, found.occurred_at, found.received_at) == (event["body"], now, now)
    assert (found.state, found.attempts) == ("handling", 1)


async def test_each_chat_is_handled_one_event_at_a_time_in_order_of_happening(
    sessions: Sessions, now: datetime
) -> None:
    # Delivered out of order, as a redelivery does.
    await put(sessions, arrived(now, "a", 2, at=2), arrived(now, "b", 1, at=3), arrived(now, "a", 1, at=1))
    first = await take(sessions, now)
    assert [event.event_id for event in first] == ["a-1", "b-1"]
    assert await take(sessions, now) == []
    await done(sessions, first[0], now)
    assert [event.event_id for event in await take(sessions, now)] == ["a-2"]


async def test_events_of_one_moment_keep_the_order_they_came_in(sessions: Sessions, now: datetime) -> None:
    await put(sessions, *(arrived(now, "a", number) for number in (3, 1, 2)))
    order = []
    while taken := await take(sessions, now):
        order += [event.event_id for event in taken]
        await done(sessions, taken[0], now)
    assert order == ["a-3", "a-1", "a-2"]


async def test_a_late_older_event_waits_for_the_one_in_hand(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 2, at=2))
    (in_hand,) = await take(sessions, now)
    await put(sessions, arrived(now, "a", 1, at=1))
    assert await take(sessions, now) == []
    await done(sessions, in_hand, now)
    assert [event.event_id for event in await take(sessions, now)] == ["a-1"]


async def test_the_database_itself_refuses_two_events_of_a_chat_in_hand(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 1), arrived(now, "a", 2))
    session = sessions()
    for event in await session.scalars(select(InboxEvent)):
        event.state = "handling"
    with pytest.raises(IntegrityError):
        await session.flush()
    await session.close()


async def test_two_claimers_at_once_never_share_an_event_or_a_chat(
    engine: AsyncEngine, database_url: str, now: datetime
) -> None:
    # A second engine stands for a second process: nothing but the database keeps the two apart.
    other = storage_session.engine(database_url, KEY)
    makers = [storage_session.sessions(engine), storage_session.sessions(other)]
    chats = [f"c{number}" for number in range(12)]
    await put(makers[0], *(arrived(now, chat, number, at=number) for chat in chats for number in range(4)))
    in_hand: set[str] = set()
    handled: list[str] = []

    async def worker(maker: Sessions) -> None:
        idle = 0
        while idle < 3:
            taken = await take(maker, now, limit=3)
            idle = 0 if taken else idle + 1
            for event in taken:
                assert event.chat_key not in in_hand
                in_hand.add(event.chat_key)
            await asyncio.sleep(0)
            for event in taken:
                handled.append(event.event_id)
                in_hand.remove(event.chat_key)
                await done(maker, event, now)

    await asyncio.gather(*(worker(maker) for maker in makers * 3))
    await other.dispose()
    assert sorted(handled) == sorted(f"{chat}-{number}" for chat in chats for number in range(4))
    for chat in chats:
        assert [one for one in handled if one.startswith(f"{chat}-")] == [f"{chat}-{number}" for number in range(4)]


async def test_a_crashed_worker_blocks_its_chat_until_the_lease_ends_and_no_longer(
    sessions: Sessions, now: datetime
) -> None:
    await put(sessions, arrived(now, "a", 1), arrived(now, "a", 2, at=1))
    await take(sessions, now)
    assert await take(sessions, now + 59 * SECOND) == []
    (again,) = await take(sessions, now + 60 * SECOND)
    assert (again.event_id, again.attempts) == ("a-1", 2)


async def test_a_slow_worker_whose_event_was_taken_over_cannot_commit(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 1))
    (slow,) = await take(sessions, now)
    (quick,) = await take(sessions, now + 60 * SECOND)

    async def turn(event: InboxEvent, name: str) -> None:
        async with sessions.begin() as session:
            session.add(Person(display_name=name, created_at=now))
            await inbox.finish(session, event, now + 61 * SECOND)

    with pytest.raises(LeaseLost):
        await turn(slow, "written twice")
    await turn(quick, "written once")
    async with sessions.begin() as session:
        assert list(await session.scalars(select(Person.display_name))) == ["written once"]
    with pytest.raises(LeaseLost):
        await done(sessions, quick, now)


HANDLER_THAT_DIES = """
import asyncio, os, sys
from datetime import datetime
from storage import inbox, session as storage_session
from storage.models import Person

async def main(url, now):
    sessions = storage_session.sessions(storage_session.engine(url))
    async with sessions.begin() as session:
        (event,) = await inbox.claim(session, now)
    async with sessions.begin() as session:
        session.add(Person(display_name="half a turn", created_at=now))
        await inbox.finish(session, event, now)
        await session.flush()
        os.kill(os.getpid(), 9)

asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
"""


async def test_a_process_killed_in_the_middle_of_a_turn_leaves_nothing_and_loses_nothing(
    sessions: Sessions, database_url: str, now: datetime
) -> None:
    await put(sessions, arrived(now, "a", 1))
    command = [sys.executable, "-c", HANDLER_THAT_DIES, database_url, now.isoformat()]
    died = await asyncio.to_thread(subprocess.run, command, env={**os.environ, "NONGBAHT_DATA_KEY": KEY}, check=False)
    assert died.returncode == -9
    async with sessions() as session:
        assert list(await session.scalars(select(Person))) == []
    assert await take(sessions, now + 59 * SECOND) == []
    (again,) = await take(sessions, now + 60 * SECOND)
    assert (again.event_id, again.attempts) == ("a-1", 2)


async def test_a_failing_event_is_tried_five_times_and_then_lets_its_chat_go_on(
    sessions: Sessions, now: datetime
) -> None:
    await put(sessions, arrived(now, "a", 1), arrived(now, "a", 2, at=1))
    tries = []
    moment = now
    while (taken := await take(sessions, moment)) and taken[0].event_id == "a-1":
        tries.append(moment)
        async with sessions.begin() as session:
            again = await inbox.fail(session, taken[0], moment, "ValueError")
        if again:
            assert await take(sessions, moment) == [], "the chat waits with its event"
        moment += timedelta(seconds=taken[0].attempts ** 2)
    assert [(after - before).seconds for before, after in pairwise(tries)] == [1, 4, 9, 16]
    assert await state(sessions, "a-1") == "dead"
    assert taken[0].event_id == "a-2"


async def test_an_event_that_kills_its_worker_is_given_up_too(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 1))
    for attempt in range(5):
        assert len(await take(sessions, now + attempt * 60 * SECOND)) == 1
    assert await take(sessions, now + 300 * SECOND) == []
    assert await state(sessions, "a-1") == "dead"


async def test_what_was_not_said_to_us_is_not_kept(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 1))
    (event,) = await take(sessions, now)
    async with sessions.begin() as session:
        await inbox.finish(session, event, now, keep_body=False)
    async with sessions.begin() as session:
        assert (await session.scalars(select(InboxEvent.body))).one() is None


async def test_an_unsent_message_is_emptied_in_its_own_chat_alone(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 1), arrived(now, "a", 11), arrived(now, "b", 1))
    async with sessions.begin() as session:
        assert await inbox.forget(session, "line", "line:a", "1") == 1
    async with sessions.begin() as session:
        kept = await session.scalars(select(InboxEvent.event_id).where(InboxEvent.body.is_not(None)))
        assert sorted(kept) == ["a-11", "b-1"]


async def test_metrics_count_states_and_tell_how_long_the_oldest_waits(sessions: Sessions, now: datetime) -> None:
    await put(sessions, arrived(now, "a", 1), arrived(now, "a", 2, at=1), arrived(now + SECOND, "b", 1))
    async with sessions.begin() as session:
        assert await inbox.waiting_since(session) == now
    for event in await take(sessions, now + SECOND):
        await done(sessions, event, now)
    async with sessions.begin() as session:
        assert await inbox.counts(session) == {"new": 1, "done": 2}
