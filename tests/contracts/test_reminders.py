"""Reminders on both databases: three instances that tick at once, one that dies half-way, a digest that had to wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.app import House, build
from bot.channels.terminal import NAME, TerminalChannel
from bot.clock import BANGKOK
from bot.reminders import planning
from bot.services import deadlines, nudges, submissions, withdrawals
from bot.services.deadlines import Due
from bot.transcript import terminal_stage
from bot.transcript.stage import DATA_KEY, demo_clock, fill
from bot.understanding.understand import Understander
from storage import outbox
from storage.models import AuditEvent, Deadline, Delivery, Fund, Identity, Nudge, Record, Snooze
from storage.session import engine as open_engine

WEEK_BEFORE = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)
REPORT = "annual_report"
QUEUE = outbox.queue


class Network:
    """A demo network with any number of houses over it, all by one clock."""

    def __init__(self, url: str, understander: Understander) -> None:
        self.url, self.understander, self.clock = url, understander, demo_clock()
        self.houses: list[House] = []

    def house(self) -> House:
        channel = TerminalChannel()
        made = build(open_engine(self.url, DATA_KEY), self.clock, {NAME: channel}, self.understander)
        self.houses.append(made)
        return made

    async def rows(self, model: type[Any]) -> list[Any]:
        async with self.houses[0].sessions() as session:
            return list(await session.scalars(select(model).order_by(model.id)))

    async def digests(self) -> list[Delivery]:
        return [row for row in await self.rows(Delivery) if row.cause.startswith(planning.PREFIX)]

    async def person(self, persona: str) -> int:
        async with self.houses[0].sessions() as session:
            found = await session.scalar(select(Identity.person_id).where(Identity.account_id == persona))
            assert found is not None
            return found


@pytest.fixture
async def network(database_url: str, understander: Understander) -> AsyncIterator[Network]:
    await fill(database_url, "terminal", terminal_stage.ACCOUNTS, terminal_stage.CHATS)
    made = Network(database_url, understander)
    yield made
    for house in made.houses:
        await house.close()


async def test_three_instances_that_tick_at_once_remind_once(network: Network) -> None:
    houses = [network.house() for _ in range(3)]
    network.clock.set(WEEK_BEFORE)
    for _ in range(3):
        await asyncio.gather(*(house.nudger.tick() for house in houses))
        await asyncio.gather(*(house.pump.run_once() for house in houses))
    told = await network.digests()
    assert len(told) == 3  # two coordinators and the secretary
    assert {row.state for row in told} == {"sent"}
    await houses[0].nudger.tick()
    found = await network.rows(Nudge)
    assert {one.state for one in found} == {"sent"}
    assert len({(one.matter, one.area_id, one.person_id, one.stage) for one in found}) == len(found)


async def test_one_that_dies_half_way_leaves_nothing_half_done(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = network.house(), network.house()
    network.clock.set(WEEK_BEFORE)
    count = 0

    async def dying(session: Any, delivery: Delivery) -> bool:
        nonlocal count
        count += 1
        if count == 2:
            raise OSError("the machine is gone")
        return await QUEUE(session, delivery)

    monkeypatch.setattr(outbox, "queue", dying)
    with pytest.raises(OSError, match="gone"):
        await first.nudger.tick()
    assert await network.digests() == []
    assert await network.rows(Nudge) == []
    monkeypatch.undo()
    assert await second.nudger.tick() == 3


async def test_a_digest_that_waits_is_taken_over_by_the_next(network: Network) -> None:
    """It could not go out for days (the quota of a month): then one message says the newest of everything."""
    house = network.house()
    network.clock.set(WEEK_BEFORE)
    await house.nudger.tick()
    waits = datetime(2026, 12, 20, tzinfo=UTC)
    async with house.sessions.begin() as session:
        await session.execute(update(Delivery).values(next_at=waits, fate="quota"))
    network.clock.set(datetime(2026, 11, 27, 9, 30, tzinfo=BANGKOK))
    await house.nudger.tick()
    while await house.pump.run_once():
        pass
    network.clock.set(datetime(2026, 11, 27, 9, 31, tzinfo=BANGKOK))
    await house.nudger.tick()
    told = await network.digests()
    assert sorted(row.state for row in told) == ["dropped"] * 3 + ["sent"] * 3
    states = {(one.stage, one.state) for one in await network.rows(Nudge)}
    assert states == {("d7", "merged"), ("d3", "sent"), ("w1", "sent")}


async def test_what_was_done_meanwhile_is_not_said(network: Network) -> None:
    house = network.house()
    network.clock.set(datetime(2026, 11, 23, 8, 1, tzinfo=BANGKOK))
    assert await house.nudger.tick() == 3
    river = await network.person("river")
    async with house.sessions.begin() as session:
        fund = await session.scalar(select(Fund).where(Fund.code == "DEMO-E"))
        assert fund is not None
        await submissions.note(
            session,
            network.clock.now(),
            area_id=fund.area_id,
            fund_id=fund.id,
            obligation=REPORT,
            year=2569,
            sent_on=date(2026, 11, 23),
            person_id=river,
        )
    network.clock.set(WEEK_BEFORE)
    while await house.pump.run_once():
        pass
    mine = [row for row in await network.digests() if row.person_id == river]
    assert [(row.state, row.fate) for row in mine] == [("dropped", "needed no longer")]
    assert {(one.state, one.why) for one in await network.rows(Nudge) if one.person_id == river} == {
        ("silenced", "done")
    }


async def test_the_sender_keeps_the_hours(network: Network) -> None:
    """Planned at five to six, sent by a slow machine after six: it waits until the morning."""
    house = network.house()
    network.clock.set(datetime(2026, 11, 23, 17, 55, tzinfo=BANGKOK))
    await house.nudger.tick()
    network.clock.set(datetime(2026, 11, 23, 18, 5, tzinfo=BANGKOK))
    while await house.pump.run_once():
        pass
    assert {(row.state, row.fate) for row in await network.digests()} == {("queued", "quiet hours")}
    network.clock.set(datetime(2026, 11, 24, 8, 0, tzinfo=BANGKOK))
    while await house.pump.run_once():
        pass
    assert {row.state for row in await network.digests()} == {"sent"}
    await house.nudger.tick()
    assert len(await network.digests()) == 3  # that was the new day's digest


async def test_a_year_opens_once_without_days(network: Network) -> None:
    houses = [network.house(), network.house()]
    network.clock.set(datetime(2027, 10, 1, 0, 5, tzinfo=BANGKOK))
    await asyncio.gather(*(house.nudger.tick() for house in houses))
    rows = await network.rows(Deadline)
    keys = [(row.area_id, row.obligation, row.fiscal_year) for row in rows if row.ended_at is None]
    assert len(keys) == len(set(keys))
    opened = [row for row in rows if (row.obligation, row.fiscal_year) == (REPORT, 2570)]
    assert [row.due_on for row in opened] == [None]
    assert [row for row in await network.rows(AuditEvent) if row.action == "deadline.year_opened"]


async def test_moved_withdrawn_and_set_again(network: Network) -> None:
    house, now = network.house(), network.clock.now()
    secretary = await network.person("secretary")
    async with house.sessions.begin() as session:
        standing: list[Due] = await deadlines.standing(session)
        report = next(one for one in standing if one.obligation == REPORT)
        told = {"area_id": report.area_id, "obligation": REPORT, "year": report.year, "person_id": secretary}
        number, before = await deadlines.set_day(session, now, due_on=date(2026, 12, 15), draft_key="a", **told)  # type: ignore[arg-type]
        assert before is not None
        assert before.due_on == date(2026, 11, 30)
        again = await deadlines.set_day(session, now, due_on=date(2026, 12, 15), draft_key="a", **told)  # type: ignore[arg-type]
        assert again == (number, None)
        moved = await deadlines.find(session, [report.area_id], REPORT, report.year)
        assert moved is not None
        assert moved.due_on == date(2026, 12, 15)
    async with house.sessions.begin() as session:
        await withdrawals.withdraw(session, now, await session.get_one(Record, number), secretary)
        back = await deadlines.find(session, [report.area_id], REPORT, report.year)
        assert back is not None
        assert (back.id, back.due_on) == (report.id, date(2026, 11, 30))


async def test_a_snooze_is_kept_and_said_once(network: Network) -> None:
    houses = [network.house() for _ in range(2)]
    network.clock.set(WEEK_BEFORE)
    await houses[0].nudger.tick()
    while await houses[0].pump.run_once():
        pass
    river = await network.person("river")
    until = datetime(2026, 11, 24, 8, 0, tzinfo=BANGKOK)
    async with houses[0].sessions.begin() as session:
        await nudges.snooze(session, network.clock.now(), river, until)
    network.clock.set(datetime(2026, 11, 23, 15, 0, tzinfo=BANGKOK))
    assert await houses[0].nudger.tick() == 0
    network.clock.set(until)
    assert sum(await asyncio.gather(*(house.nudger.tick() for house in houses))) == 1
    assert {row.done_at for row in await network.rows(Snooze)} == {until.astimezone(UTC)}
    assert await houses[0].nudger.tick() == 0


async def test_a_group_is_told_once_and_only_where_that_costs_nothing(network: Network) -> None:
    """A week before: thanks to who has sent, the names of funds still awaited, no person; in LINE nothing at all."""
    house = network.house()
    network.clock.set(WEEK_BEFORE)
    await house.nudger.tick()
    assert [row for row in await network.digests() if row.chat_kind == "group"] == []
    channel = house.channels[NAME]
    assert isinstance(channel, TerminalChannel)
    channel.capabilities = replace(channel.capabilities, free_pushes=True)
    for _ in range(2):
        await house.nudger.tick()
        while await house.pump.run_once():
            pass
    (row,) = [row for row in await network.digests() if row.chat_kind == "group"]
    assert row.state == "sent"
    (shown,) = channel.screens[row.chat_id]
    assert "บ้านสวน" in shown.text
    assert "คลองใหญ่" in shown.text
    assert "ผู้ประสานงาน" not in shown.text
