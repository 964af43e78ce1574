"""The month's quota, as the platform tells it and as our own entries have it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.chat import Channel
from bot.clock import MovableClock
from bot.delivery.ledger import Ledger


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


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 30, 16, 0, tzinfo=UTC))  # an hour before December in Bangkok


async def may(ledger: Ledger, platform: Platform, own: int = 0, cost: int = 1, urgent: bool = False) -> bool:
    channel = cast(Channel, platform)
    await ledger.refresh(channel, own)
    return ledger.allows(channel, cost, own, urgent=urgent)


async def test_the_last_tenth_is_kept_for_what_is_urgent(clock: MovableClock) -> None:
    assert await may(Ledger(clock), Platform(used=269))
    assert not await may(Ledger(clock), Platform(used=270))
    assert not await may(Ledger(clock), Platform(used=200), cost=71)
    assert await may(Ledger(clock), Platform(used=270), urgent=True)
    assert await may(Ledger(clock), Platform(limit=None, used=10**6))


async def test_the_larger_count_is_believed(clock: MovableClock) -> None:
    assert not await may(Ledger(clock), Platform(used=3), own=290)
    ledger, platform = Ledger(clock), Platform(used=260)
    assert await may(ledger, platform, own=10)
    assert not await may(ledger, platform, own=20)  # ten more of ours since the platform told 260
    assert platform.asked == 1


async def test_the_platform_is_asked_again_after_a_while_and_in_a_new_month(clock: MovableClock) -> None:
    ledger, platform = Ledger(clock), Platform(used=290)
    assert not await may(ledger, platform)
    platform.used = 0
    clock.advance(timedelta(minutes=9))
    assert not await may(ledger, platform)
    clock.advance(timedelta(minutes=2))
    assert await may(ledger, platform)
    clock.advance(timedelta(minutes=49, seconds=1))
    asked = platform.asked
    assert await may(ledger, platform)
    assert (platform.asked, ledger.month()) == (asked + 1, "2026-12")


async def test_where_the_platform_tells_nothing_it_has_the_last_word(clock: MovableClock) -> None:
    platform = Platform(used=300)
    platform.down = True
    assert await may(Ledger(clock), platform)
