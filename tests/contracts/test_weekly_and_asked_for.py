"""Monday's digest and reminders on request, on both databases: once whoever ticks, nobody twice a day, taken back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.clock import BANGKOK, MovableClock
from bot.reminders import asked_for
from bot.reminders.weekly import Weekly
from bot.services import audience, digests, records, withdrawals
from bot.words import load_words
from storage.models import Appointment, Area, Delivery, Nudge, Person, Record
from storage.session import reading

MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=BANGKOK)


async def queued(sessions: async_sessionmaker[AsyncSession], why: str) -> list[Delivery]:
    async with sessions() as session:
        return list(await session.scalars(select(Delivery).where(Delivery.why == why).order_by(Delivery.cause)))


async def test_three_instances_queue_each_digest_once(
    laid: async_sessionmaker[AsyncSession], engine: AsyncEngine
) -> None:
    clock, words = MovableClock(MONDAY), load_words()
    instances = [Weekly(laid, reading(engine), clock, words) for _ in range(3)]
    assert sum(await asyncio.gather(*(one.tick() for one in instances))) == 3
    assert sum([await one.tick() for one in instances]) == 0
    rows = await queued(laid, "digest")
    assert len(rows) == 3  # the secretary and two coordinators
    assert {row.expires_at for row in rows} == {datetime(2026, 11, 23, 18, 0, tzinfo=BANGKOK)}


async def test_who_wants_none_gets_none_and_can_have_it_again(
    laid: async_sessionmaker[AsyncSession], engine: AsyncEngine
) -> None:
    async with laid.begin() as session:
        secretary = await session.scalar(select(Appointment.person_id).where(Appointment.role == "secretary"))
        assert secretary is not None
        for _ in range(2):
            await digests.stop(session, MONDAY, secretary)
    clock = MovableClock(MONDAY)
    assert await Weekly(laid, reading(engine), clock, load_words()).tick() == 2
    async with laid.begin() as session:
        await digests.wanted(session, MONDAY, secretary)
    clock.advance(timedelta(days=7))
    assert await Weekly(laid, reading(engine), clock, load_words()).tick() == 3


async def test_reminders_on_request_reach_each_once_and_are_taken_back(
    laid: async_sessionmaker[AsyncSession],
) -> None:
    words, now = load_words(), MONDAY
    async with laid.begin() as session:
        areas = list(await session.scalars(select(Area.id)))
        chase = await asked_for.find(session, now.date(), BANGKOK, "annual_report", areas)
        assert (len(chase.owed), len(chase.to), chase.year, chase.rested) == (3, 3, 2569, frozenset())
        person = await session.scalar(select(Person.id).limit(1))
        assert person is not None
        record, _ = await records.enter(
            session, now, kind=asked_for.KIND, area_id=areas[0], day=now.date(), person_id=person
        )
        chats = {one: chat for one, (chat, _) in (await audience.cheapest(session, list(chase.to))).items()}
        sent = await asked_for.send(session, words, chats, chase, record.id, at=now, now=now, zone=BANGKOK)
        number = record.id
    assert sent == len(await queued(laid, "nudge")) == 3
    async with laid.begin() as session:
        again = await asked_for.find(session, now.date(), BANGKOK, "annual_report", areas)
        assert (again.to, len(again.rested)) == ({}, 3)
        found = await session.get_one(Record, number)
        await withdrawals.withdraw(session, now, found, person)
    assert {row.state for row in await queued(laid, "nudge")} == {"dropped"}
    async with laid() as session:
        assert {one.part for one in await session.scalars(select(Nudge))} <= {"owner", "stand_in"}


async def test_nothing_is_owed_without_a_day(laid: async_sessionmaker[AsyncSession]) -> None:
    async with laid() as session:
        areas = list(await session.scalars(select(Area.id)))
        chase = await asked_for.find(session, MONDAY.date(), BANGKOK, "assessment", areas)
    assert (chase.due_on, chase.owed) == (None, ())
