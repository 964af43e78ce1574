"""States, figures and revival of a fund: kept once, with what they replaced; the same on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.services import authority, fund_figures, fund_states, funds, revivals, withdrawals
from bot.services.fund_figures import FiguresTold
from bot.services.fund_states import StateTold
from bot.services.revivals import VisitTold
from storage.models import Area, AuditEvent, Fund, FundFigures, FundState, Person, Record, RevivalCase
from storage.session import read_before

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
OCTOBER = date(2026, 10, 31)
Sessions = async_sessionmaker[AsyncSession]


async def laid(session: AsyncSession) -> tuple[Fund, int, int]:
    """A fund with figures of 31 October, the id of its zone, and that of a person."""
    zone = Area(kind="zone", code="Z", name="โซน")
    person = Person(created_at=NOW, display_name="ผู้ประสานงาน")
    session.add_all([zone, person])
    await session.flush()
    area = Area(kind="fund", code="F", name="กองทุน", parent_id=zone.id)
    session.add(area)
    await session.flush()
    fund = Fund(area_id=area.id, code="F", name="กองทุน", tambon="นาดี", status="active", members_count=298)
    fund.balance_satang, fund.figures_as_of = 41_250_000, OCTOBER
    session.add(fund)
    await session.flush()
    return fund, zone.id, person.id


def told(fund: Fund, *names: str) -> tuple[object, ...]:
    """Facts of a fund's row as they are now."""
    return tuple(getattr(fund, name) for name in names)


async def count(session: AsyncSession, model: type) -> int:
    return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_state_is_kept_once_and_taken_back(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        news = StateTold("stopped", "2024-10", "ขาดคนทำงาน")
        record, new = await fund_states.tell(session, NOW, TODAY, fund.id, news, person, "a" * 8)
        again, second = await fund_states.tell(session, NOW, TODAY, fund.id, news, person, "a" * 8)
        assert (new, second, again.id) == (True, False, record.id)
        assert told(fund, "status", "stopped_since", "told_on") == ("stopped", date(2024, 10, 1), None)
        (entry,) = await fund_states.history(session, fund.id)
        assert (entry.told, entry.by, entry.recorded_at) == (news, "ผู้ประสานงาน", NOW)
        await withdrawals.withdraw(session, NOW, record, person)
        assert told(fund, "status", "stopped_since") == ("active", None)
        assert await fund_states.history(session, fund.id) == []
        assert await count(session, FundState) == 1
        actions = list(await session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
        assert actions == ["fund_state.recorded", "fund_state.withdrawn"]


async def test_a_suspicion_changes_nothing(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        await fund_states.tell(session, NOW, TODAY, fund.id, StateTold("stopped", suspected=True), person, "b" * 8)
        assert told(fund, "status", "stopped_since") == ("active", None)
        (entry,) = await fund_states.history(session, fund.id)
        assert entry.told.suspected


async def test_since_a_year_a_month_a_day(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        for number, since in enumerate(("2023", "2024-10", "2025-01-15")):
            await fund_states.tell(session, NOW, TODAY, fund.id, StateTold("stopped", since), person, f"c{number}")
        assert [entry.told.since for entry in await fund_states.history(session, fund.id)] == [
            "2025-01-15",
            "2024-10",
            "2023",
        ]
        assert fund.stopped_since == date(2025, 1, 15)
        await fund_states.tell(session, NOW, TODAY, fund.id, StateTold("reviving"), person, "c9")
        assert told(fund, "status", "stopped_since") == ("reviving", date(2025, 1, 15))
        await fund_states.tell(session, NOW, TODAY, fund.id, StateTold("active"), person, "c10")
        assert told(fund, "status", "stopped_since") == ("active", None)


async def test_each_figure_keeps_its_own_day(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        news = FiguresTold(TODAY, members=310, joined=12, by_kind={"elderly": 100}, population=5200)
        record, new = await fund_figures.tell(session, NOW, TODAY, fund.id, news, person, "d" * 8)
        assert new
        assert told(fund, "members_count", "figures_as_of") == (310, TODAY)
        assert told(fund, "balance_satang", "balance_as_of") == (41_250_000, OCTOBER)
        assert told(fund, "elderly_count", "population", "population_as_of") == (100, 5200, TODAY)
        assert fund.told_on == TODAY
        row = await session.get_one(FundFigures, record.id)
        assert (row.members, row.joined, row.by_kind, row.unchanged) == (310, 12, {"elderly": 100}, False)
        assert (record.day, record.fiscal_year) == (TODAY, 2570)
        await withdrawals.withdraw(session, NOW, record, person)
        assert told(fund, "members_count", "figures_as_of", "balance_as_of") == (298, OCTOBER, None)
        assert told(fund, "elderly_count", "population", "told_on") == (None, None, None)


async def test_older_figures_are_history(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        news = FiguresTold(date(2026, 9, 30), members=290, balance_satang=125_000_000)
        record, _ = await fund_figures.tell(session, NOW, TODAY, fund.id, news, person, "e" * 8)
        assert told(fund, "members_count", "balance_satang", "told_on") == (298, 41_250_000, None)
        assert (record.day, record.fiscal_year) == (date(2026, 9, 30), 2569)
        assert await count(session, FundFigures) == 1


async def test_unchanged_is_kept_once_a_tap(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        first, new = await fund_figures.unchanged(session, NOW, TODAY, fund.id, person, "same1")
        again, second = await fund_figures.unchanged(session, NOW, TODAY, fund.id, person, "same1")
        assert (new, second, first.id) == (True, False, again.id)
        assert told(fund, "told_on", "figures_as_of", "members_count") == (TODAY, OCTOBER, 298)
        assert (await session.get_one(FundFigures, first.id)).unchanged


async def test_figures_grow_old(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        facts = await funds.fund_facts(session, fund.id)
        assert not fund_figures.is_stale(facts, OCTOBER + timedelta(days=90))
        assert fund_figures.is_stale(facts, OCTOBER + timedelta(days=91))
        await fund_figures.unchanged(session, NOW, TODAY, fund.id, person, "same2")
        facts = await funds.fund_facts(session, fund.id)
        assert fund_figures.confirmed(facts) == TODAY
        fund.members_count = fund.balance_satang = None
        assert fund_figures.is_stale(await funds.fund_facts(session, fund.id), TODAY)


async def test_a_revival_from_first_visit_to_its_end(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, zone, person = await laid(session)
        fund.status, fund.stopped_since = "stopped", date(2024, 10, 1)
        following = TODAY + timedelta(days=20)
        first = VisitTold(1, TODAY, "ได้กรรมการชุดใหม่ 9 คน", following)
        record, new = await revivals.visit(session, NOW, fund.id, first, person, "f" * 8)
        assert (new, fund.status, fund.stopped_since) == (True, "reviving", date(2024, 10, 1))
        assert await revivals.next_numbers(session) == {fund.id: 2}
        (case,) = await revivals.open_cases(session, await authority.below(session, (zone,)))
        assert (case.visits, case.last_visit, case.next_visit) == (1, TODAY, following)
        assert not case.due(TODAY)
        assert case.due(following - timedelta(days=7))
        again, second = await revivals.visit(session, NOW, fund.id, first, person, "f" * 8)
        assert (second, again.id) == (False, record.id)
        last = VisitTold(2, following, outcome="revived")
        ended, _ = await revivals.visit(session, NOW, fund.id, last, person, "g" * 8)
        (row,) = await session.scalars(select(RevivalCase))
        assert (row.state, row.closed_on, row.next_visit) == ("revived", following, None)
        assert told(fund, "status", "stopped_since") == ("active", None)
        read_before(session).clear()
        assert await revivals.open_cases(session, await authority.below(session, (zone,))) == []
        await withdrawals.withdraw(session, NOW, ended, person)
        assert (row.state, row.closed_on, row.next_visit) == ("open", None, following)
        assert told(fund, "status", "stopped_since") == ("reviving", date(2024, 10, 1))
        await withdrawals.withdraw(session, NOW, record, person)
        assert (row.state, fund.status) == ("given_up", "stopped")
        assert await revivals.next_numbers(session) == {}
        assert await count(session, Record) == 2


async def test_a_revival_given_up(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        fund.status = "weak"
        news = VisitTold(1, TODAY, outcome="given_up")
        await revivals.visit(session, NOW, fund.id, news, person, "h" * 8)
        (row,) = await session.scalars(select(RevivalCase))
        assert (row.state, row.owner_person_id, fund.status) == ("given_up", person, "stopped")


async def test_a_correction_taken_back_leads_to_what_stood_before_both(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        first, _ = await fund_figures.tell(session, NOW, TODAY, fund.id, FiguresTold(TODAY, members=306), person, "i1")
        older = FiguresTold(date(2026, 11, 15), members=305)
        second, _ = await fund_figures.tell(session, NOW, TODAY, fund.id, older, person, "i2")
        assert fund.members_count == 306
        await withdrawals.withdraw(session, NOW, first, person, "corrected")
        assert told(fund, "members_count", "figures_as_of") == (305, date(2026, 11, 15))
        await withdrawals.withdraw(session, NOW, second, person)
        assert told(fund, "members_count", "figures_as_of", "told_on") == (298, OCTOBER, None)


async def test_a_state_taken_back_under_a_visit(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        fund, _, person = await laid(session)
        state, _ = await fund_states.tell(session, NOW, TODAY, fund.id, StateTold("stopped", "2026"), person, "j1")
        visit, _ = await revivals.visit(session, NOW, fund.id, VisitTold(1, TODAY), person, "j2")
        assert fund.status == "reviving"
        await withdrawals.withdraw(session, NOW, state, person)
        assert told(fund, "status", "stopped_since") == ("active", None)
        await withdrawals.withdraw(session, NOW, visit, person)
        assert fund.status == "active"
