"""Invite codes: from above only, used so often and so long, revocable, audited; the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.services import codes, invites, offices, recognition
from bot.services.authority import Deed, may
from storage.models import Appointment, Code, Person
from tests.contracts.audit import actions
from tests.contracts.conftest import NOW
from tests.contracts.three_levels import lay, person

TODAY = date(2026, 11, 21)
Sessions = async_sessionmaker[AsyncSession]


async def test_a_code_gives_its_office_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        secretary = await person(session, laid, "sec", NOW, ("secretary", "P1"))
        new = await person(session, laid, "new", NOW)
        other = await person(session, laid, "other", NOW)
        issued, code_id = await invites.issue(session, NOW, TODAY, "coordinator", laid.areas["Z1"], secretary)
        tried = await codes.try_code(session, NOW, TODAY, new, issued.code.lower())
        assert (tried.code_id, tried.purpose) == (code_id, "invite")
        assert await session.scalar(select(Appointment.id).where(Appointment.person_id == new)) is None
        made = await invites.redeem(session, NOW, TODAY, code_id, new)
        assert made is not None
        assert (made.role, made.area_id, made.from_date, made.until_date) == (
            "coordinator",
            laid.areas["Z1"],
            TODAY,
            None,
        )
        assert made.code_id == code_id
        assert await invites.redeem(session, NOW, TODAY, code_id, other) is None
        assert (await codes.try_code(session, NOW, TODAY, other, issued.code)).code_id is None
        row = await session.get_one(Code, code_id)
        assert (row.issued_by_person_id, row.uses_left) == (secretary, 0)
        assert await actions(session) == [
            "code.issued",
            "code.right",
            "code.used",
            "appointment.made",
            "code.wrong",
        ]
        kept = str((await session.execute(text("SELECT * FROM codes"))).all())
        kept += str((await session.execute(text("SELECT * FROM audit_events"))).all())
        assert issued.code not in kept
        assert issued.code.replace("-", "") not in kept


async def test_uses_days_and_revocation_have_their_ends(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        people = [await person(session, laid, name, NOW) for name in ("a", "b", "c")]
        _, two = await invites.issue(session, NOW, TODAY, "assistant", laid.areas["Z1"], boss, uses=2)
        assert [await invites.redeem(session, NOW, TODAY, two, each) is not None for each in people] == [
            True,
            True,
            False,
        ]
        _, old = await invites.issue(session, NOW, TODAY, "assistant", laid.areas["Z1"], boss, days=3)
        late = TODAY + timedelta(days=4)
        assert await invites.redeem(session, NOW, late, old, people[2]) is None
        assert await invites.revoke(session, NOW, old, boss)
        assert not await invites.revoke(session, NOW, old, boss)
        assert await invites.redeem(session, NOW, TODAY, old, people[2]) is None
        with pytest.raises(ValueError, match="14 days"):
            await invites.issue(session, NOW, TODAY, "assistant", laid.areas["Z1"], boss, days=15)
        with pytest.raises(ValueError, match="5 uses"):
            await invites.issue(session, NOW, TODAY, "assistant", laid.areas["Z1"], boss, uses=6)


async def test_five_wrong_codes_lock_invites_too(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("secretary", "P1"))
        new = await person(session, laid, "new", NOW)
        issued, _ = await invites.issue(session, NOW, TODAY, "coordinator", laid.areas["Z1"], boss)
        left = [(await codes.try_code(session, NOW, TODAY, new, f"WXYZ-{n:04d}")).left for n in range(5)]
        assert left == [4, 3, 2, 1, 0]
        locked = await codes.try_code(session, NOW, TODAY, new, issued.code)
        assert locked.code_id is None
        assert locked.locked_until is not None


EXPECTED = {
    ("secretary", "R"): {
        *(("secretary", area) for area in ("P1", "P2")),
        *(("coordinator", area) for area in ("Z1", "Z2", "Z3")),
        *(("assistant", area) for area in ("P1", "P2", "Z1", "Z2", "Z3")),
        *(("joint_secretary", area) for area in ("P1", "P2", "Z1", "Z2", "Z3")),
        *(("observer", area) for area in ("R", "P1", "P2", "Z1", "Z2", "Z3")),
        *((role, fund) for role in invites.FUND_ROLES for fund in ("F1", "F2", "F3", "F4", "F5")),
    },
    ("secretary", "P1"): {
        *(("coordinator", area) for area in ("Z1", "Z2")),
        *(("assistant", area) for area in ("P1", "Z1", "Z2")),
        *(("joint_secretary", area) for area in ("P1", "Z1", "Z2")),
        *(("observer", area) for area in ("P1", "Z1", "Z2")),
        *((role, fund) for role in invites.FUND_ROLES for fund in ("F1", "F2", "F3")),
    },
    ("coordinator", "Z1"): {
        ("assistant", "Z1"),
        *((role, fund) for role in invites.FUND_ROLES for fund in ("F1", "F2")),
    },
    ("assistant", "Z1"): set(),
    ("joint_secretary", "P1"): set(),
    ("observer", "P1"): set(),
    ("treasurer", "F1"): set(),
    ("chair", "F1"): set(),
    ("fund_secretary", "F1"): set(),
    ("officer", "F1"): set(),
}


async def test_who_may_hand_out_what_where(sessions: Sessions) -> None:
    """Every office against every role and area: the whole table, twice told."""
    async with sessions.begin() as session:
        laid = await lay(session)
        for (role, area), wanted in EXPECTED.items():
            who = await person(session, laid, f"{role}-{area}", NOW, (role, area))
            speaker = await recognition.speaker(session, who, TODAY)
            got = {
                (given, code)
                for given in [*invites.PLACES, "king"]
                for code, area_id in laid.areas.items()
                if await invites.may_issue(session, speaker, given, area_id)
            }
            assert got == wanted, (role, area)
            places = {
                (given, place.code)
                for given in invites.PLACES
                for place in await invites.places_for(session, speaker, given)
            }
            assert places == wanted, (role, area)


async def test_an_assistants_rights_hang_on_his_coordinators(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        fellow = await person(session, laid, "fellow", NOW, ("coordinator", "Z1"))
        helper = await person(session, laid, "helper", NOW)
        _, code_id = await invites.issue(session, NOW, TODAY, "assistant", laid.areas["Z1"], boss)
        made = await invites.redeem(session, NOW, TODAY, code_id, helper)
        assert made is not None
        assert made.assists_person_id == boss
        speaker = await recognition.speaker(session, helper, TODAY)
        assert await may(session, speaker, Deed.MEETING, laid.areas["F1"])
        assert not await may(session, speaker, Deed.INVITE, laid.areas["F1"])
        # the coordinator's term ends by its date, without anybody doing anything
        own = await session.scalar(select(Appointment).where(Appointment.person_id == boss))
        assert own is not None
        own.until_date = TODAY + timedelta(days=5)
        await session.flush()
        later = TODAY + timedelta(days=6)
        assert (await recognition.speaker(session, helper, TODAY + timedelta(days=5))).roles
        assert not (await recognition.speaker(session, helper, later)).roles
        assert (await recognition.speaker(session, fellow, later)).roles


async def test_whom_a_sheet_brought_in_is_met_and_not_held_for_two(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        known = Person(display_name="สมศรี ดีงาม", created_at=NOW)
        session.add(known)
        await session.flush()
        await offices.appoint(session, NOW, TODAY, known.id, "treasurer", laid.areas["F1"], None)
        new = await person(session, laid, "new", NOW)
        _, code_id = await invites.issue(session, NOW, TODAY, "treasurer", laid.areas["F1"], boss)
        await invites.redeem(session, NOW, TODAY, code_id, new)
        assert await offices.met(session, NOW, TODAY, new, "สมหญิง") == 0
        assert await offices.met(session, NOW, TODAY, new, "สมศรี  ดีงาม") == 1
        assert [each.person_id for each in await offices.held_in(session, [laid.areas["F1"]], TODAY)] == [new]


async def test_an_ended_office_ends_at_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"), ("coordinator", "Z2"))
        (first, _) = await offices.held_by(session, boss, TODAY)
        assert await offices.end(session, NOW, TODAY, first.id, boss, "test") == [boss]
        speaker = await recognition.speaker(session, boss, TODAY)
        assert [role.area_id for role in speaker.roles] == [laid.areas["Z2"]]


async def test_a_coordinator_reports_for_a_fund_without_anybody(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        laid = await lay(session)
        boss = await person(session, laid, "boss", NOW, ("coordinator", "Z1"))
        speaker = await recognition.speaker(session, boss, TODAY)
        for deed in (Deed.REPORT, Deed.FUND, Deed.PLAN, Deed.REVIEW, Deed.ASSESS):
            assert await may(session, speaker, deed, laid.areas["F2"])
            assert not await may(session, speaker, deed, laid.areas["F3"])
