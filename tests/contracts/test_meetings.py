"""A meeting on record, on both databases: saved once, whole, sealed where it names people, withdrawn with its trace."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.services import meetings, withdrawals
from bot.services.meetings import Decided, Held
from storage.models import Area, Attendance, AuditEvent, Meeting, MeetingZone, Person, Record, Resolution

HELD = Held(
    areas=(1, 2),
    held_from=date(2026, 11, 15),
    held_to=date(2026, 11, 16),
    level="zone",
    venue="ศาลาวัดบ้านสวน",
    attendance=18,
    qualifier="about",
    hosts=("คณะทำงานโซน",),
    resolutions=(Decided("ส่งรายงาน", "เลขานุการ", date(2026, 12, 15)), Decided("ฟื้นกองทุนนาดี")),
    people=(("นายสมชาย ใจดี", "ผู้ใหญ่บ้าน"), (None, "อบต.หนองน้ำใส")),
    notes={"groups": [{"name": "", "strengths": "กรรมการเข้มแข็ง"}]},
)


@pytest.fixture
async def network(sessions: async_sessionmaker[AsyncSession], now: datetime) -> async_sessionmaker[AsyncSession]:
    """Two zones and a person."""
    async with sessions.begin() as session:
        session.add_all([Area(id=one, kind="zone", code=f"Z-{one}", name=f"zone {one}") for one in (1, 2)])
        session.add(Person(id=1, created_at=now))
    return sessions


async def test_a_meeting_is_saved_once_and_whole(network: async_sessionmaker[AsyncSession], now: datetime) -> None:
    async with network.begin() as session:
        first = await meetings.record_meeting(session, now, HELD, 1, "draft")
        again = await meetings.record_meeting(session, now, HELD, 1, "draft")
        assert again.id == first.id
    async with network() as session:
        row = (await session.scalars(select(Meeting))).one()
        assert (row.held_from, row.held_to, row.attendance, row.attendance_qualifier) == (
            date(2026, 11, 15),
            date(2026, 11, 16),
            18,
            "about",
        )
        assert row.notes["groups"][0]["strengths"] == "กรรมการเข้มแข็ง"
        assert sorted(await session.scalars(select(MeetingZone.area_id))) == [1, 2]
        decided = list(await session.scalars(select(Resolution).order_by(Resolution.number)))
        assert [(one.text, one.owner, one.due_on, one.state) for one in decided] == [
            ("ส่งรายงาน", "เลขานุการ", date(2026, 12, 15), "open"),
            ("ฟื้นกองทุนนาดี", None, None, "open"),
        ]
        people = list(await session.scalars(select(Attendance).order_by(Attendance.number)))
        assert [(one.name, one.role) for one in people] == [
            ("นายสมชาย ใจดี", "ผู้ใหญ่บ้าน"),
            (None, "อบต.หนองน้ำใส"),
        ]
        record = (await session.scalars(select(Record))).one()
        assert (record.kind, record.day, record.fiscal_year, record.area_id) == ("meeting", date(2026, 11, 15), 2570, 1)


async def test_names_are_no_plain_text_in_the_database(
    network: async_sessionmaker[AsyncSession], now: datetime
) -> None:
    async with network.begin() as session:
        await meetings.record_meeting(session, now, HELD, 1)
    async with network() as session:
        stored = (await session.execute(text("SELECT name FROM attendances WHERE name IS NOT NULL"))).scalars().all()
        assert stored
        assert all("สมชาย".encode() not in bytes(one) for one in stored)
        events = (await session.scalars(select(AuditEvent))).all()
        assert all("สมชาย" not in str(event.after) for event in events)


async def test_withdrawn_it_leaves_its_trace(network: async_sessionmaker[AsyncSession], now: datetime) -> None:
    async with network.begin() as session:
        record = await meetings.record_meeting(session, now, HELD, 1)
        await withdrawals.withdraw(session, now, record, 1, "wrong zone")
        await withdrawals.withdraw(session, now, record, 1, "again")
    async with network() as session:
        row = (await session.scalars(select(Record))).one()
        assert (row.withdrawn_at, row.withdrawn_by_person_id, row.withdrawn_reason) == (now, 1, "wrong zone")
        said = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "meeting.withdrawn")
        assert await session.scalar(said) == 1
        assert await meetings.last_venue(session, 1) is None


async def test_the_last_venue_is_offered_again(network: async_sessionmaker[AsyncSession], now: datetime) -> None:
    async with network.begin() as session:
        await meetings.record_meeting(session, now, HELD, 1)
        assert await meetings.last_venue(session, 1) == "ศาลาวัดบ้านสวน"
