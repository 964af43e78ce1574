"""The month's quota, as the platform tells it and as our own entries have it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel
from bot.clock import MovableClock
from bot.delivery.ledger import LAG, Budget, Ledger, Reading, reckon
from storage.models import Delivery
from tests.unit.delivery.conftest import NOW


class Platform:
    """Tells a quota and counts how often it was asked."""

    name = "line"

    def __init__(self, limit: int | None = 300, used: int = 0) -> None:
        self.limit, self.used, self.asked, self.down = limit, used, 0, False

    async def quota(self) -> Any:
        self.asked += 1
        if self.down:
            raise ConnectionError
        return self.limit, self.used


class Books:
    """A ledger over a database, one platform, and messages that cost something."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], clock: MovableClock, platform: Platform) -> None:
        self.sessions, self.clock, self.platform = sessions, clock, platform
        self.ledger = Ledger(clock)
        self._count = 0

    async def row(self, urgent: bool = False) -> Delivery:
        self._count += 1
        row = Delivery(
            id=f"{id(self):x}-{self._count}"[-36:],
            channel="line",
            chat_id=f"U{self._count}",
            chat_kind="direct",
            cause=f"{id(self)}:{self._count}",
            urgency="urgent" if urgent else "normal",
            next_at=self.clock.now(),
            created_at=self.clock.now(),
        )
        async with self.sessions.begin() as session:
            session.add(row)
        return row

    async def may(self, cost: int = 1, *, urgent: bool = False) -> bool:
        row = await self.row(urgent)
        await self.ledger.refresh(self.sessions, cast(Channel, self.platform))
        async with self.sessions.begin() as session:
            return await self.ledger.take(session, row, cost)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))  # an hour before December in Bangkok


def test_a_fifth_is_kept_for_what_is_urgent_and_nothing_goes_beyond_the_limit() -> None:
    def told(used: int, limit: int | None = 300) -> Budget:
        return reckon(Reading(limit, used, NOW, "2026-11", 60), 0, 0)

    assert told(239).allows(1)
    assert not told(240).allows(1)
    assert not told(200).allows(41)
    assert told(299).allows(1, "urgent")
    assert not told(300).allows(1, "urgent")
    assert told(10**6, None).allows(1)
    assert told(167).allows(1, "soon")
    assert not told(168).allows(1, "soon")
    assert told(71).allows(1, "early")
    assert not told(72).allows(1, "early")
    assert (told(200).left, told(290).left, told(3, None).left) == (40, 0, None)
    assert reckon(Reading(300, 240, NOW, "2026-11"), 0, 0).left == 60


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 50), st.integers(1, 60), st.integers(0, 100))
def test_what_is_allowed_fits(used: int, own: int, lately: int, cost: int, reserve: int) -> None:
    budget = reckon(Reading(300, used, NOW, "2026-11", 300 * reserve // 100), own, lately)
    spent = max(own, used + lately)
    if budget.allows(cost, "urgent"):
        assert spent + cost <= 300
    if budget.allows(cost):
        assert spent + cost <= 300 - 300 * reserve // 100
        assert budget.allows(cost, "urgent")


async def test_the_larger_count_is_believed(sessions: async_sessionmaker[AsyncSession], clock: MovableClock) -> None:
    books = Books(sessions, clock, Platform(used=230))
    assert await books.may(9)
    assert not await books.may(2)  # nine of ours since the platform told 230
    assert await books.may(1)
    assert books.platform.asked == 1


async def test_the_platform_counts_late(sessions: async_sessionmaker[AsyncSession], clock: MovableClock) -> None:
    clock.advance(timedelta(days=1))
    books = Books(sessions, clock, Platform(used=200))
    assert await books.may(39)
    clock.advance(timedelta(minutes=11))  # asked again, it still tells 200: ours are older than its delay may be
    assert await books.may(39)
    clock.advance(LAG - timedelta(seconds=1))
    books.ledger.forget("line")
    assert not await books.may(10)


async def test_one_instance_learns_what_the_other_was_told(
    sessions: async_sessionmaker[AsyncSession], clock: MovableClock
) -> None:
    first, second = Books(sessions, clock, Platform(used=239)), Books(sessions, clock, Platform())
    second.platform.down = True
    assert await first.may()
    assert not await second.may()
    assert second.platform.asked == 0


async def test_the_platform_is_asked_again_after_a_while_and_in_a_new_month(
    sessions: async_sessionmaker[AsyncSession], clock: MovableClock
) -> None:
    books = Books(sessions, clock, Platform(used=290))
    assert not await books.may()
    books.platform.used = 0
    clock.advance(timedelta(minutes=9))
    assert not await books.may()
    clock.advance(timedelta(minutes=2))
    assert await books.may()
    clock.advance(timedelta(minutes=49, seconds=1))
    asked = books.platform.asked
    assert await books.may()
    assert (books.platform.asked, books.ledger.month()) == (asked + 1, "2026-12")


async def test_where_the_platform_tells_nothing_it_has_the_last_word(
    sessions: async_sessionmaker[AsyncSession], clock: MovableClock
) -> None:
    books = Books(sessions, clock, Platform(used=300))
    books.platform.down = True
    assert await books.may()


async def test_a_message_is_entered_once_and_given_back(
    sessions: async_sessionmaker[AsyncSession], clock: MovableClock
) -> None:
    books = Books(sessions, clock, Platform(used=239))
    await books.ledger.refresh(sessions, cast(Channel, books.platform))
    row = await books.row()
    for _ in range(3):
        async with sessions.begin() as session:
            assert await books.ledger.take(session, row, 1)
    assert not await books.may()
    async with sessions.begin() as session:
        await books.ledger.give_back(session, row.id)
    assert await books.may()


async def test_many_at_once_spend_no_more_than_there_is(
    sessions: async_sessionmaker[AsyncSession], clock: MovableClock
) -> None:
    platform = Platform(used=230)
    instances = [Books(sessions, clock, platform) for _ in range(3)]
    allowed = await asyncio.gather(*(books.may(3) for books in instances for _ in range(4)))
    assert sum(allowed) == 3
