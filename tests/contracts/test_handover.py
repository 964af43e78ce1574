"""Handing an office over: rights end, work moves and is found again by whoever follows; the same on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import ChatRef
from bot.services import conversations, files, handover, invites, offices, recognition, records
from storage.models import Code, Conversation, Fund, Handover, Meeting, Resolution, RevivalCase
from tests.contracts.conftest import NOW
from tests.contracts.three_levels import Laid, lay, person

TODAY = date(2026, 11, 21)
Sessions = async_sessionmaker[AsyncSession]


async def meeting(session: AsyncSession, laid: Laid, by: int, *owned: int | None) -> list[int]:
    """A meeting of zone Z1 with a resolution for each owner; the resolutions' ids."""
    record, _ = await records.enter(
        session, NOW, kind="meeting", area_id=laid.areas["Z1"], day=date(2026, 11, 1), person_id=by
    )
    session.add(Meeting(record_id=record.id, held_from=record.day, held_to=record.day, title="ประชุมโซน"))
    made = [
        Resolution(record_id=record.id, number=number, text=f"เรื่องที่ {number}", owner_person_id=owner)
        for number, owner in enumerate(owned, 1)
    ]
    session.add_all(made)
    await session.flush()
    return [each.id for each in made]


async def owner_of(session: AsyncSession, model: Any, row_id: int) -> int | None:
    found: int | None = await session.scalar(select(model.owner_person_id).where(model.id == row_id))
    return found


async def test_work_falls_one_level_up_and_comes_back_down(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        secretary = await person(session, laid, "sec", NOW, ("secretary", "P1"))
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        new = await person(session, laid, "new", NOW)
        mine, others = await meeting(session, laid, boss, boss, secretary)
        case = RevivalCase(fund_id=laid.funds["F1"], owner_person_id=boss, opened_on=TODAY)
        session.add(case)
        await session.flush()
        _, waiting = await invites.issue(session, NOW, TODAY, "assistant", laid.areas["Z1"], boss)
        (office,) = await offices.held_by(session, boss, TODAY)
        assert await handover.own_work(session, office, TODAY) == 2
        left = await handover.leave(session, NOW, TODAY, office, boss, successor_name="คุณนิด")
        assert (left.keeper, left.moved, left.codes_revoked, left.ended) == (secretary, 2, 1, (boss,))
        assert await owner_of(session, Resolution, mine) == secretary
        assert await owner_of(session, RevivalCase, case.id) == secretary
        assert not (await recognition.speaker(session, boss, TODAY)).roles
        assert (await session.get_one(Code, waiting)).revoked_at is not None
        (row,) = await session.scalars(select(Handover))
        assert (row.role, row.area_id, row.successor_person_id, row.told_at) == (
            "coordinator",
            laid.areas["Z1"],
            None,
            None,
        )
        # whoever takes the office up finds it, once
        assert await handover.taken_up(session, NOW, new, "coordinator", laid.areas["Z2"]) is None
        told = await handover.taken_up(session, NOW, new, "coordinator", laid.areas["Z1"])
        assert told is not None
        assert told["resolutions"] == [mine, others]
        assert told["cases"] == [case.id]
        assert await owner_of(session, Resolution, mine) == new
        assert await owner_of(session, Resolution, others) == secretary
        assert await owner_of(session, RevivalCase, case.id) == new
        assert await handover.taken_up(session, NOW, new, "coordinator", laid.areas["Z1"]) is None


async def test_what_somebody_took_on_meanwhile_stays_his(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        await person(session, laid, "sec", NOW, ("secretary", "P1"))
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        volunteer = await person(session, laid, "volunteer", NOW)
        new = await person(session, laid, "new", NOW)
        (mine,) = await meeting(session, laid, boss, boss)
        (office,) = await offices.held_by(session, boss, TODAY)
        await handover.leave(session, NOW, TODAY, office, boss)
        row = await session.get_one(Resolution, mine)
        await session.refresh(row)
        row.owner_person_id = volunteer
        await session.flush()
        assert await handover.taken_up(session, NOW, new, "coordinator", laid.areas["Z1"]) is not None
        assert await owner_of(session, Resolution, mine) == volunteer


async def test_links_to_files_end_with_the_office(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        file: dict[str, Any] = {"name": "a.txt", "media_type": files.TEXT, "content": b"list", "alt": ""}
        mine = await files.share(session, NOW, person_id=boss, **file)
        (office,) = await offices.held_by(session, boss, TODAY)
        await handover.leave(session, NOW, TODAY, office, boss)
        assert await files.fetch(session, NOW, mine.file_id) is None


async def test_a_fellow_in_the_same_office_goes_on(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        await person(session, laid, "sec", NOW, ("secretary", "P1"))
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        fellow = await person(session, laid, "นิด ใจดี", NOW, ("coordinator", "Z1"))
        (mine,) = await meeting(session, laid, boss, boss)
        office = next(each for each in await offices.held_by(session, boss, TODAY))
        assert await handover.known_successor(session, office, "นิด", TODAY) == fellow
        assert await handover.known_successor(session, office, "สมศรี", TODAY) is None
        left = await handover.leave(session, NOW, TODAY, office, boss)
        assert left.keeper == fellow
        assert await owner_of(session, Resolution, mine) == fellow


async def test_without_anybody_above_work_waits_unowned(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        new = await person(session, laid, "new", NOW)
        (mine,) = await meeting(session, laid, boss, boss)
        (office,) = await offices.held_by(session, boss, TODAY)
        left = await handover.leave(session, NOW, TODAY, office, boss)
        assert left.keeper is None
        assert await owner_of(session, Resolution, mine) is None
        await handover.taken_up(session, NOW, new, "coordinator", laid.areas["Z1"])
        assert await owner_of(session, Resolution, mine) == new


async def test_work_of_an_office_that_is_kept_stays(sessions: Sessions) -> None:
    """Who leads the zone and keeps a fund's books gives up the books only: his work in the zone is his still."""
    async with sessions.begin() as session:
        laid = await lay(session)
        await person(session, laid, "sec", NOW, ("secretary", "P1"))
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"), ("treasurer", "F1"))
        (mine,) = await meeting(session, laid, boss, boss)
        case = RevivalCase(fund_id=laid.funds["F1"], owner_person_id=boss, opened_on=TODAY)
        session.add(case)
        await session.flush()
        books = next(each for each in await offices.held_by(session, boss, TODAY) if each.role == "treasurer")
        left = await handover.leave(session, NOW, TODAY, books, boss)
        assert left.moved == 0
        assert await owner_of(session, Resolution, mine) == boss
        assert await owner_of(session, RevivalCase, case.id) == boss
        assert [role.role for role in (await recognition.speaker(session, boss, TODAY)).roles] == ["coordinator"]


async def test_drafts_go_with_the_last_office_only(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"), ("coordinator", "Z2"))
        talk = conversations.Talk(ChatRef("terminal", "group", "group"), "boss")
        state = {"version": 1, "pending": None, "topic": None, "draft": {"form": "meeting", "at": NOW.isoformat()}}
        await conversations.remember(session, [conversations.Told(talk, boss, state)], NOW)
        first, second = await offices.held_by(session, boss, TODAY)
        await handover.leave(session, NOW, TODAY, first, boss)
        (row,) = await session.scalars(select(Conversation))
        await session.refresh(row)
        assert "draft" in row.state
        await handover.leave(session, NOW, TODAY, second, boss)
        await session.refresh(row)
        assert "draft" not in row.state


async def test_the_summary_tells_of_the_own_area_alone(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        for code, status in (("F1", "stopped"), ("F3", "stopped")):
            fund = await session.get_one(Fund, laid.funds[code])
            fund.status = status
        session.add(RevivalCase(fund_id=laid.funds["F3"], opened_on=TODAY))
        await meeting(session, laid, boss, None)
        await session.flush()
        told = await handover.summary(session, laid.areas["Z1"], TODAY)
        assert told["stopped"] == ["F1"]
        assert told["unreported"] == ["F2"]
        assert told["stale"] == ["F2"]
        assert told["cases"] == []
        assert len(told["meetings"]) == len(told["resolutions"]) == 1
        elsewhere = await handover.summary(session, laid.areas["Z2"], TODAY)
        assert elsewhere["meetings"] == elsewhere["resolutions"] == []
        assert elsewhere["stopped"] == ["F3"]
