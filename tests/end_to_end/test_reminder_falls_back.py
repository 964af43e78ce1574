"""One reminder on LINE and Telegram, through the whole house: the chat that can take it gets it, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.demo.identities import user_id
from bot.transcript.stage import DemoDatabase
from bot.understanding.understand import Understander
from bot.web.simulator.faults import Fault
from storage.models import Delivery, Identity, Nudge, QuotaEntry
from tests.end_to_end.both_platforms import BothPlatforms, both_platforms

RIVER, PHONE = user_id("river"), 501
"""The coordinator of the zone in which one fund has not sent its report."""


class Morning(BothPlatforms):
    """A morning within the last week."""

    async def at(self, moment: str) -> None:
        self.clock.set(datetime.fromisoformat(moment))
        await self.house.settle()

    async def links_telegram(self) -> None:
        async with self.house.sessions.begin() as session:
            in_line = (await session.scalars(select(Identity).where(Identity.account_id == RIVER))).one()
            session.add(Identity(person_id=in_line.person_id, channel="telegram", account_id=str(PHONE)))

    def told(self) -> tuple[int, int]:
        """How often the reminder stands in LINE and in Telegram."""
        words = "ถ้าส่งแล้ว กดแจ้งได้เลย"
        return (
            sum(words in one.text() or "โคกสะอาด" in one.text() for one in self.line.seen(RIVER)),
            sum(words in one.text() or "โคกสะอาด" in one.text() for one in self.telegram.seen(PHONE)),
        )

    async def row(self) -> Delivery:
        async with self.house.sessions() as session:
            account = RIVER, str(PHONE)
            found = select(Delivery).where(Delivery.why == "nudge", Delivery.chat_id.in_(account))
            return (await session.scalars(found)).one()

    async def nudges(self) -> set[str]:
        await self.house.nudger.tick()
        row = await self.row()
        async with self.house.sessions() as session:
            return set(await session.scalars(select(Nudge.state).where(Nudge.delivery_id == row.id)))


@pytest.fixture
async def morning(database: DemoDatabase, understander: Understander) -> AsyncIterator[Morning]:
    async with both_platforms(await database.fresh(), understander, patience=1.0) as there:
        there.telegram.add_person(PHONE, "ประสานริมน้ำ")
        yield Morning(there.house, there.clock, there.line, there.telegram)


async def test_without_telegram_it_is_a_push_that_costs_one(morning: Morning) -> None:
    await morning.at("2026-11-25T08:05")
    assert morning.told() == (0, 0)
    await morning.at("2026-11-25T09:00")
    assert (morning.told()[1], (await morning.row()).cost, await morning.nudges()) == (0, 1, {"sent"})
    assert morning.told()[0] >= 1


async def test_telegram_linked_between_eight_and_nine_gets_it_and_line_is_charged_nothing(morning: Morning) -> None:
    await morning.at("2026-11-25T08:05")
    await morning.links_telegram()
    await morning.at("2026-11-25T09:00")
    row = await morning.row()
    assert (row.channel, row.state, row.cost, await morning.nudges()) == ("telegram", "sent", 0, {"sent"})
    assert (morning.told()[0], morning.told()[1] >= 1) == (0, True)
    async with morning.house.sessions() as session:
        entered = list(await session.scalars(select(QuotaEntry).where(QuotaEntry.delivery_id == row.id)))
    assert entered == []


async def test_a_month_used_up_lets_it_wait_and_a_linked_telegram_then_gets_it_once(morning: Morning) -> None:
    morning.line.quota.spend(300)
    await morning.at("2026-11-25T09:00")
    assert ((await morning.row()).state, (await morning.row()).fate, morning.told()) == ("queued", "quota", (0, 0))
    await morning.links_telegram()
    await morning.at("2026-11-25T16:00")
    assert ((await morning.row()).channel, await morning.nudges()) == ("telegram", {"sent"})
    seen = morning.telegram.seen(PHONE)
    await morning.at("2026-11-26T09:30")
    assert len(morning.telegram.seen(PHONE)) == len(seen)
    assert morning.told()[0] == 0


async def test_who_blocked_telegram_gets_it_in_line(morning: Morning) -> None:
    await morning.links_telegram()
    morning.telegram.people[PHONE].blocked = True
    await morning.at("2026-11-25T09:00")
    row = await morning.row()
    assert (row.channel, row.state, row.tried, row.cost) == ("line", "sent", "telegram", 1)


async def test_what_line_may_have_taken_is_not_said_in_telegram(morning: Morning) -> None:
    morning.line.faults.always("push", Fault.LOST)
    await morning.at("2026-11-25T09:00")
    morning.line.faults.clear()
    assert (await morning.row()).unsure
    await morning.links_telegram()
    morning.line.quota.spend(300)
    for _ in range(4):
        morning.clock.advance(timedelta(hours=1))
        await morning.house.settle()
    assert ((await morning.row()).channel, morning.telegram.seen(PHONE)) == ("line", [])
