"""Figures of an area: right for a province of 200 funds, in few statements, on both databases; unknown is no zero."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.services import areas, authority, fund_story, records, submissions, summaries, withdrawals
from bot.services.authority import Scope
from bot.services.overview import Overview
from bot.services.submissions import ANNUAL_REPORT
from storage.models import Area, Assessment, Fund, FundState, Person, Record, Review, RevivalCase, Submission
from tests.contracts.conftest import NOW

TODAY = date(2026, 11, 21)
YEAR = 2569
ZONES, FUNDS = 20, 200
Sessions = async_sessionmaker[AsyncSession]


async def province(session: AsyncSession) -> tuple[int, int]:
    """A province of 200 funds in 20 zones, and another province beside it; their ids.

    Fund n is in zone n % 20. Every fifth has told no figures, every tenth has stopped, every second has reported.
    """
    region = Area(kind="region", code="R", name="ภาค")
    session.add(region)
    await session.flush()
    here, there = (Area(kind="province", code=code, name=code, parent_id=region.id) for code in ("P1", "P2"))
    session.add_all([here, there])
    await session.flush()
    zones = [Area(kind="zone", code=f"Z{n:02}", name=f"โซน {n}", parent_id=here.id) for n in range(ZONES)]
    other = Area(kind="zone", code="ZZ", name="โซนอื่น", parent_id=there.id)
    session.add_all([*zones, other])
    await session.flush()
    for n in range(FUNDS + 1):
        zone = zones[n % ZONES] if n < FUNDS else other
        area = Area(kind="fund", code=f"F{n:03}", name=f"กองทุน {n}", parent_id=zone.id)
        session.add(area)
        await session.flush()
        told = n % 5 != 0
        session.add(
            Fund(
                area_id=area.id,
                code=f"F{n:03}",
                name=f"กองทุน {n}",
                tambon=f"ตำบล{n}",
                status="stopped" if n % 10 == 9 else "active",
                members_count=100 + n if told else None,
                balance_satang=10_000_000_000 if told else None,
                figures_as_of=TODAY - timedelta(days=n) if told else None,
                elderly_count=10 if n % 2 else None,
                population=1000 if n % 4 else None,
                population_as_of=date(2025, 12, 31) if n % 4 else None,
            )
        )
        await session.flush()
    return here.id, there.id


async def enter(session: AsyncSession, fund: Fund, kind: str, day: date = TODAY) -> Record:
    record, _ = await records.enter(
        session, NOW, kind=kind, area_id=fund.area_id, fund_id=fund.id, day=day, person_id=None
    )
    return record


async def report_every_second(session: AsyncSession) -> None:
    for n, fund in enumerate(await session.scalars(select(Fund).order_by(Fund.code))):
        if n % 2 == 0:
            record = await enter(session, fund, "submission")
            session.add(
                Submission(record_id=record.id, obligation=ANNUAL_REPORT, for_year=YEAR, sent_on=date(2026, 11, 5))
            )
        if n == 1:  # the year before is another year
            record = await enter(session, fund, "submission")
            session.add(
                Submission(record_id=record.id, obligation=ANNUAL_REPORT, for_year=2568, sent_on=date(2025, 11, 5))
            )
    await session.flush()


async def seen(session: AsyncSession, *tops: int, year: int = YEAR) -> Overview:
    places = await areas.subtree(session, tops)
    return await summaries.overview(session, await authority.below(session, tops), places, year, TODAY)


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements that run meanwhile."""
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine.sync_engine, "before_cursor_execute", note)


async def test_two_hundred_funds_in_a_few_statements(engine: AsyncEngine, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        here, _ = await province(session)
        await report_every_second(session)
    async with sessions() as session:
        with counted(engine) as statements:
            found = await seen(session, here)
        assert len([one for one in statements if one.lstrip().upper().startswith(("SELECT", "WITH"))]) <= 12
    assert len(found.lines) == FUNDS
    assert found.states == {"active": 180, "stopped": 20}
    assert len(found.reported) == 100
    assert (len(found.unreported), len(found.resting_unreported)) == (80, 20)
    told = [n for n in range(FUNDS) if n % 5]
    members, balance = found.members(), found.balance()
    assert (members.value, members.known, members.unknown) == (sum(100 + n for n in told), 160, 40)
    assert balance.value == 160 * 10_000_000_000  # more satang than 32 bits hold
    assert (members.oldest, members.newest) == (TODAY - timedelta(days=199), TODAY - timedelta(days=1))
    running = [n for n in range(FUNDS) if n % 10 != 9]
    assert len(found.stale) == sum(n % 5 == 0 or n > 90 for n in running)
    assert sum(len(found.of(zone).lines) for zone in found.zones) == FUNDS
    assert {len(found.of(zone).reported) for zone in found.zones} == {0, 10}


async def test_a_wider_area_is_told_by_province(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        here, there = await province(session)
        region = (await areas.place(session, here)).parent_id
        assert region is not None
        found = await seen(session, region)
    assert [(part.id, len(found.of(part).lines)) for part in found.zones] == [(here, FUNDS), (there, 1)]


async def test_ratios_leave_the_unknown_out(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        here, _ = await province(session)
        found = await seen(session, here)
    both = [n for n in range(FUNDS) if n % 10 != 9 and n % 5 and n % 4]
    ratio = found.in_population()
    assert (ratio.part, ratio.whole) == (sum(100 + n for n in both), 1000 * len(both))
    assert (ratio.known, ratio.unknown) == (len(both), 180 - len(both))
    assert ratio.whole_as_of == date(2025, 12, 31)
    elderly = found.elderly()
    some = [n for n in range(FUNDS) if n % 10 != 9 and n % 5 and n % 2]
    assert (elderly.part, elderly.known) == (10 * len(some), len(some))
    nothing = Overview(YEAR, TODAY, ())
    assert nothing.elderly().share is None
    assert nothing.members().known == 0


async def test_nothing_of_other_provinces_and_other_years(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        here, there = await province(session)
        await report_every_second(session)
        assert len((await seen(session, there)).lines) == 1
        assert len((await seen(session, here, year=2568)).reported) == 1
        assert (await summaries.overview(session, Scope(), {}, YEAR, TODAY)).lines == ()


async def test_reviews_scores_cases_and_what_is_withdrawn(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        here, _ = await province(session)
        first, second = list(await session.scalars(select(Fund).order_by(Fund.code)))[:2]
        for result, day in (("failed", date(2026, 10, 1)), ("passed", date(2026, 11, 1))):
            record = await enter(session, first, "review", day)
            session.add(Review(record_id=record.id, for_year=YEAR, done_on=day, result=result))
        wrong = await enter(session, second, "review")
        session.add(Review(record_id=wrong.id, for_year=YEAR, done_on=TODAY, result="failed"))
        score = await enter(session, first, "assessment")
        session.add(
            Assessment(
                record_id=score.id, for_year=YEAR, rubric="demo", rubric_version=1, made_by="self",
                answers={"1": 3}, score=3, most=5,
            )
        )  # fmt: skip
        state = await enter(session, first, "fund_state")
        session.add(FundState(record_id=state.id, status="weak", since=date(2026, 1, 1)))
        session.add(RevivalCase(fund_id=second.id, opened_on=date(2026, 9, 1), next_visit=date(2026, 12, 1)))
        session.add(RevivalCase(fund_id=first.id, opened_on=date(2020, 1, 1), state="revived"))
        holder = Person(display_name="เลขา", created_at=NOW)
        session.add(holder)
        await session.flush()
        await withdrawals.withdraw(session, NOW, wrong, holder.id)
        found = await seen(session, here)
        told = await fund_story.story(session, first.id, first.area_id)
    assert found.reviews == {"passed": 1}
    assert [(line.score, line.most) for line in found.assessed] == [(3, 5)]
    assert [line.fund.id for line in found.reviving] == [second.id]
    assert [(each.status, each.since) for each in told.states] == [("weak", date(2026, 1, 1))]
    assert told.review == ("passed", date(2026, 11, 1), YEAR)
    assert told.meeting is None


async def test_a_submission_counts_until_it_is_taken_back(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        here, _ = await province(session)
        holder = Person(display_name="เลขา", created_at=NOW)
        session.add(holder)
        await session.flush()
        scope = await authority.below(session, (here,))
        fund = scope.funds[0]
        told: dict[str, Any] = {"area_id": fund.area_id, "fund_id": fund.id, "year": YEAR, "person_id": holder.id}
        told["obligation"] = ANNUAL_REPORT
        number, new = await submissions.note(session, NOW, sent_on=TODAY, draft_key="one", **told)
        assert await submissions.note(session, NOW, sent_on=TODAY, draft_key="one", **told) == (number, False)
        assert new
        later = date(2026, 11, 20)
        second, _ = await submissions.note(session, NOW, sent_on=later, draft_key="two", **told)
        sent = await submissions.who_has(session, [fund.id], ANNUAL_REPORT, YEAR)
        assert sent[fund.id].sent_on == later
        assert (await submissions.last(session, fund.id, ANNUAL_REPORT)) == sent[fund.id]
        for record_id, left in ((second, TODAY), (number, None)):
            await withdrawals.withdraw(session, NOW, await session.get_one(Record, record_id), holder.id, "wrong fund")
            stands = await submissions.sent(session, fund.id, ANNUAL_REPORT, YEAR)
            assert (stands.sent_on if stands else None) == left
        kept = list(await session.scalars(select(Record).where(Record.kind == "submission")))
        assert {record.withdrawn_reason for record in kept} == {"wrong fund"}
