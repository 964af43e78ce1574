"""One-time codes: hashed, used once, five tries, revocable, audited; the same on both databases."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.services import codes, tries
from storage import session as storage_session
from storage.models import Area, Code, Fund, Link, Member, Person
from tests.contracts.audit import actions
from tests.contracts.conftest import KEY

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
Sessions = async_sessionmaker[AsyncSession]


async def laid(session: AsyncSession) -> tuple[int, int, int]:
    """Ids of a member, of an officer and of a stranger."""
    area = Area(kind="fund", code="F", name="กองทุน")
    officer, stranger = Person(created_at=NOW), Person(created_at=NOW)
    session.add_all([area, officer, stranger])
    await session.flush()
    fund = Fund(area_id=area.id, code="F", name="กองทุน", tambon="บ้านสวน", status="active")
    session.add(fund)
    await session.flush()
    member = Member(fund_id=fund.id, number="A-1", name="ทองใบ", joined=date(2024, 2, 1), status="active", as_of=TODAY)
    session.add(member)
    await session.flush()
    return member.id, officer.id, stranger.id


async def test_a_code_links_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, stranger = await laid(session)
        issued = await codes.issue_link_code(session, NOW, TODAY, member, officer)
        found = await codes.try_code(session, NOW, TODAY, stranger, issued.code.lower().replace("-", " "))
        assert found.code_id is not None
        assert (found.purpose, found.member_id) == ("link", member)
        assert list(await session.scalars(select(Link))) == []
        linked = await codes.redeem(session, NOW, TODAY, found.code_id, stranger)
        assert linked is not None
        assert linked.id == member
        assert await codes.redeem(session, NOW, TODAY, found.code_id, officer) is None
        (link,) = await session.scalars(select(Link))
        assert (link.person_id, link.member_id, link.kind, link.until) == (stranger, member, "own", None)
        assert await actions(session) == ["code.issued", "code.right", "code.used", "link.made"]


async def test_a_code_is_easy_to_read_aloud(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, _ = await laid(session)
        seen = [(await codes.issue_link_code(session, NOW, TODAY, member, officer)).code for _ in range(20)]
    assert len(set(seen)) == 20
    for code in seen:
        letters, _, digits = code.partition("-")
        assert len(letters) == len(digits) == 4
        assert letters.isalpha()
        assert letters.isupper()
        assert not set(letters) & set("IO")
        assert digits.isdigit()


async def test_nothing_of_a_code_is_kept_in_clear(
    sessions: Sessions, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with sessions.begin() as session:
            member, officer, stranger = await laid(session)
            issued = await codes.issue_link_code(session, NOW, TODAY, member, officer)
            await codes.try_code(session, NOW, TODAY, stranger, issued.code)
            await codes.try_code(session, NOW, TODAY, stranger, "WXYZ-8642")
        async with sessions() as session:
            kept = str((await session.execute(text("SELECT * FROM codes"))).all())
            kept += str((await session.execute(text("SELECT * FROM audit_events"))).all())
    for secret in (issued.code, issued.code.replace("-", ""), "8642"):
        assert secret not in kept
    assert issued.code not in "".join(record.getMessage() for record in caplog.records if record.name != "sqlalchemy")


async def test_the_hash_hangs_on_the_data_key(sessions: Sessions, database_url: str) -> None:
    other = storage_session.engine(database_url, data_key="A" * 43 + "=")
    rotated = storage_session.engine(database_url, data_key="A" * 43 + "=," + KEY)
    try:
        async with sessions() as session, storage_session.sessions(other)() as stolen:
            (hashed,) = codes.hashed(session, "SUAN-7421")
            assert codes.hashed(session, "suan 7421") == [hashed]
            assert hashed not in codes.hashed(stolen, "SUAN-7421")
        async with storage_session.sessions(rotated)() as session:
            assert codes.hashed(session, "SUAN-7421")[1] == hashed
    finally:
        await other.dispose()
        await rotated.dispose()


async def test_a_new_code_revokes_the_older(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, stranger = await laid(session)
        older = await codes.issue_link_code(session, NOW, TODAY, member, officer)
        newer = await codes.issue_link_code(session, NOW, TODAY, member, officer)
        assert (await codes.try_code(session, NOW, TODAY, stranger, older.code)).code_id is None
        assert (await codes.try_code(session, NOW, TODAY, stranger, newer.code)).code_id is not None
        assert await codes.revoke(session, NOW, member, officer) == 1
        assert (await codes.try_code(session, NOW, TODAY, stranger, newer.code)).left == 3
        assert "code.revoked" in await actions(session)


async def test_a_code_expires_after_its_last_day_and_lives_fourteen_at_most(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, stranger = await laid(session)
        issued = await codes.issue_link_code(session, NOW, TODAY, member, officer, days=14)
        last = TODAY + timedelta(days=14)
        assert issued.valid_until == last
        good = await codes.try_code(session, NOW + timedelta(days=14), last, stranger, issued.code)
        assert good.code_id is not None
        after = last + timedelta(days=1)
        assert (await codes.try_code(session, NOW + timedelta(days=15), after, stranger, issued.code)).code_id is None
        assert await codes.redeem(session, NOW + timedelta(days=15), after, good.code_id, stranger) is None
        with pytest.raises(ValueError, match="at most 14 days"):
            await codes.issue_link_code(session, NOW, TODAY, member, officer, days=15)


async def test_five_wrong_tries_lock_for_a_day_and_the_lock_tells_nothing(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, stranger = await laid(session)
        issued = await codes.issue_link_code(session, NOW, TODAY, member, officer)
        left = [(await codes.try_code(session, NOW, TODAY, stranger, f"ABCD-000{n}")).left for n in range(5)]
        assert left == [4, 3, 2, 1, 0]
        right = await codes.try_code(session, NOW, TODAY, stranger, issued.code)
        wrong = await codes.try_code(session, NOW, TODAY, stranger, "ABCD-0009")
        assert right == wrong
        assert right.locked_until == NOW + timedelta(hours=24)
        assert (await codes.try_code(session, NOW, TODAY, officer, issued.code)).code_id is not None
        nearly = NOW + timedelta(hours=23, minutes=59)
        assert (await codes.try_code(session, nearly, TODAY, stranger, issued.code)).code_id is None
        later, next_day = NOW + timedelta(hours=24), TODAY + timedelta(days=1)
        assert (await codes.try_code(session, later, next_day, stranger, "ABCD-0010")).left == 4
        assert (await codes.try_code(session, later, next_day, stranger, issued.code)).code_id is not None
        assert (await actions(session)).count("code.locked") == 1


async def test_the_lock_lasts_a_day_from_the_fifth_try(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        _, _, stranger = await laid(session)
        for hours in (0, 6, 12, 18):
            await codes.try_code(session, NOW + timedelta(hours=hours), TODAY, stranger, "ABCD-0001")
        fifth = NOW + timedelta(hours=23)
        assert (await codes.try_code(session, fifth, TODAY, stranger, "ABCD-0001")).locked_until is not None
        assert (await tries.locked_until(session, fifth + timedelta(hours=23), stranger)) is not None
        assert (await tries.locked_until(session, fifth + timedelta(hours=24), stranger)) is None


async def test_wrong_tries_are_forgotten_after_a_day(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        _, _, stranger = await laid(session)
        for hours in range(0, 24 * 5, 24):
            assert (await codes.try_code(session, NOW + timedelta(hours=hours), TODAY, stranger, "ABCD-0001")).left == 4


async def test_an_officer_ends_a_lock_and_the_count_begins_anew(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        _, officer, stranger = await laid(session)
        assert not await tries.lift(session, NOW, stranger, officer)
        for _ in range(5):
            await codes.try_code(session, NOW, TODAY, stranger, "ABCD-0001")
        assert await tries.lift(session, NOW, stranger, officer)
        assert (await codes.try_code(session, NOW, TODAY, stranger, "ABCD-0001")).left == 4
        assert not await tries.lift(session, NOW, 99_999, officer)
        assert (await actions(session)).count("code.lock_lifted") == 1


async def test_a_used_code_costs_its_second_user_a_try_and_is_counted(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, stranger = await laid(session)
        issued = await codes.issue_link_code(session, NOW, TODAY, member, officer)
        found = await codes.try_code(session, NOW, TODAY, stranger, issued.code)
        assert found.code_id is not None
        await codes.redeem(session, NOW, TODAY, found.code_id, stranger)
        again = await codes.try_code(session, NOW, TODAY, officer, issued.code)
        never = await codes.try_code(session, NOW, TODAY, officer, "ABCD-0001")
        assert (again.code_id, again.left, never.left) == (None, 4, 3)
        assert (await session.get_one(Code, found.code_id)).tries == 1


async def test_of_two_at_the_same_moment_one_has_the_code(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        member, officer, stranger = await laid(session)
        issued = await codes.issue_link_code(session, NOW, TODAY, member, officer)
        code_id = (await codes.try_code(session, NOW, TODAY, stranger, issued.code)).code_id
        assert code_id is not None

    async def take(person_id: int) -> bool:
        async with sessions.begin() as own:
            return await codes.redeem(own, NOW, TODAY, code_id, person_id) is not None

    assert sorted(await asyncio.gather(take(officer), take(stranger))) == [False, True]
    async with sessions() as session:
        assert len(list(await session.scalars(select(Link)))) == 1


async def test_wrong_tries_in_two_chats_at_once_are_one_count(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        _, _, stranger = await laid(session)

    async def guess(number: int) -> int:
        async with sessions.begin() as own:
            return (await codes.try_code(own, NOW, TODAY, stranger, f"ABCD-{number:04d}")).left

    assert sorted(await asyncio.gather(*(guess(number) for number in range(6)))) == [0, 0, 1, 2, 3, 4]
