"""One register line corrected on an officer's word: what is stored, what is audited, what the rules then say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.entitlement.facts import ArrearsPaid
from bot.services import register, register_writing
from storage.models import AuditEvent, Member, Person
from tests.contracts.conftest import NOW
from tests.contracts.import_house import MEMBER, TODAY, Sessions, only, settle


@pytest.mark.parametrize("settled", [None, ArrearsPaid(TODAY, 4)])
async def test_a_correction_is_dated_and_audited(
    sessions: Sessions, tmp_path: Path, settled: ArrearsPaid | None
) -> None:
    await settle(sessions, tmp_path, ("members", [{**MEMBER, "paid_to": "ก.ค. 2569", "payments": "88"}]))
    async with sessions.begin() as session:
        officer = Person(display_name="เหรัญญิก", created_at=NOW)
        session.add(officer)
        await session.flush()
        member = (await session.scalars(select(Member))).one()
        register_writing.correct_paid_to(session, member, "2026-11", officer.id, NOW, TODAY, settled)
    member = await only(sessions, Member)
    assert (member.paid_to, member.payments, member.as_of) == ("2026-11", 92, TODAY)
    async with sessions() as session:
        line = await register.register_line(session, member.id)
    assert line.membership.arrears_paid == settled
    event = await only(sessions, AuditEvent, AuditEvent.action == "register.corrected")
    assert (event.subject, event.actor_person_id, event.actor) == (f"member:{member.id}", officer.id, "person")
    assert event.before == {"paid_to": "2026-07", "payments": 88, "as_of": "2026-10-31", "arrears_paid_on": None}
    on = "2026-11-21" if settled else None
    assert event.after == {"paid_to": "2026-11", "payments": 92, "as_of": "2026-11-21", "arrears_paid_on": on}


async def test_a_member_who_left_is_told_from_which_day(sessions: Sessions, tmp_path: Path) -> None:
    gone = {**MEMBER, "status": "ลาออก", "ended_on": "1/6/2569"}
    await settle(sessions, tmp_path, ("members", [gone]))
    member = await only(sessions, Member)
    async with sessions() as session:
        line = await register.register_line(session, member.id)
    assert (line.membership.status, line.membership.ended_on) == ("resigned", date(2026, 6, 1))
