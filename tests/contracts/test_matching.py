"""The check before asking for matching, targets, and what withdrawing does, on both databases (domain.md 3.4, A5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import matching, records, targets, withdrawals
from bot.services.matching import Told
from storage.models import Fund, MatchingRule, Member
from tests.contracts.demo_network import fund, new_person

TODAY = date(2026, 11, 21)


async def test_the_increase_is_counted_from_the_last_round(session: AsyncSession) -> None:
    short = await matching.check(session, await fund(session, "DEMO-A"), TODAY)
    reached = await matching.check(session, await fund(session, "DEMO-B"), TODAY)
    assert (short.increase.net, short.gap) == (88, 12)  # type: ignore[union-attr]
    assert (reached.increase.net, reached.gap) == (115, 0)  # type: ignore[union-attr]
    assert short.counted_on == date(2026, 9, 30)


async def test_unknown_is_never_no(session: AsyncSession) -> None:
    """A fund without figures or an earlier round is not refused: nothing is known of it."""
    unknown = await matching.check(session, await fund(session, "DEMO-E"), TODAY)
    assert (unknown.gap, unknown.eligible, unknown.request_satang) == (None, None, None)


async def test_a_whole_register_is_counted_and_reckoned(session: AsyncSession) -> None:
    """Full-year members on 30 September, not suspended, times 365; three lines do not stand for 298 members."""
    told = await fund(session, "DEMO-E")
    joined = [date(2020, 1, 1), date(2025, 9, 30), date(2025, 10, 1)]
    for number, day in enumerate(joined):
        session.add(
            Member(
                fund_id=told.id, number=f"E-{number:04}", joined=day, paid_to="2026-11", status="active", as_of=TODAY
            )
        )
    row = await session.get_one(Fund, told.id)
    row.members_count = 3
    await session.flush()
    found = await matching.check(session, await fund(session, "DEMO-E"), TODAY)
    assert found.eligible == 2
    assert found.request_satang == 2 * 36_500
    part = await matching.check(session, await fund(session, "DEMO-A"), TODAY)
    assert (part.lines, part.eligible) == (3, None)


async def test_the_rule_is_data(session: AsyncSession) -> None:
    """One for this year and place before a general one; without any rule nothing is lacking."""
    told = await fund(session, "DEMO-A")
    session.add(
        MatchingRule(
            area_id=told.area_id, fiscal_year=2570, mode="actual", threshold=0, basis="net", per_head_satang=30_000
        )
    )
    await session.flush()
    found = await matching.check(session, told, TODAY)
    assert found.rule is not None
    assert (found.rule.mode, found.gap) == ("actual", None)
    assert (await matching.rule_for(session, told.area_id, 2571)).mode == "increment"  # type: ignore[union-attr]


async def test_a_withdrawn_round_counts_no_longer(session: AsyncSession, now: datetime) -> None:
    told, somebody = await fund(session, "DEMO-A"), await new_person(session, now)
    later = Told("state", "approved", 2570, satang=4_672_000, persons=128, members_then=290, received_on=TODAY)
    record = await matching.record_matching(session, now, told, later, somebody, "draft-1")
    again = await matching.record_matching(session, now, told, later, somebody, "draft-1")
    assert again.id == record.id
    assert (await matching.check(session, told, TODAY)).increase.net == 8  # type: ignore[union-attr]
    await withdrawals.withdraw(session, now, record, somebody)
    assert (await matching.check(session, told, TODAY)).increase.net == 88  # type: ignore[union-attr]


async def test_targets_show_what_is_reached(session: AsyncSession, now: datetime) -> None:
    told, somebody = await fund(session, "DEMO-A"), await new_person(session, now)
    for value in (250, 400):
        await targets.record_target(
            session, now, area_id=told.area_id, metric="members", year=2570, value=value, person_id=somebody
        )
    (found,) = await targets.progress(session, told.area_id, 2570)
    assert (found.value, found.reached, found.left) == (400, 298, 102)


async def test_only_the_last_day_is_recent(session: AsyncSession, now: datetime) -> None:
    told, somebody = await fund(session, "DEMO-A"), await new_person(session, now)
    record = await matching.record_matching(session, now, told, Told("local", "none", 2570), somebody)
    assert (await records.last_of(session, somebody, now + timedelta(hours=23))).id == record.id  # type: ignore[union-attr]
    assert await records.last_of(session, somebody, now + timedelta(hours=25)) is None
