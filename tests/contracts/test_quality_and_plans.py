"""Verifications, assessments and plans on record, on both databases: counted as what they are, once, with a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import assessments, authority, funds, plans, reviews, rubrics, submissions, withdrawals
from bot.services.assessments import Answered
from bot.services.authority import Scope
from bot.services.funds import FundFacts
from bot.services.people import Role, Speaker
from bot.services.plans import Planned
from bot.services.reviews import Verified
from storage.models import Area, AuditEvent, Record
from tests.contracts.demo_network import fund, new_person

YEAR = 2569
TODAY = date(2026, 11, 21)


async def province(session: AsyncSession) -> Scope:
    area_id = await session.scalar(select(Area.id).where(Area.code == "SATHIT"))
    assert area_id is not None
    return await authority.below(session, [area_id])


async def verify(session: AsyncSession, now: datetime, code: str, result: str, day: date, **more: object) -> Record:
    told = Verified(await fund(session, code), day, result, YEAR, **more)  # type: ignore[arg-type]
    record, new = await reviews.enter(session, now, told, await new_person(session, now))
    assert new
    return record


async def test_following_up_is_never_passing(session: AsyncSession, now: datetime) -> None:
    """Followed up, done and passed are three numbers (domain.md A3); a stopped fund is not waited for."""
    await verify(session, now, "DEMO-A", "pending", date(2026, 11, 1))
    await verify(session, now, "DEMO-B", "passed", date(2026, 11, 2))
    await verify(session, now, "DEMO-C", "conditional", date(2026, 11, 3), findings="ใบเสร็จไม่ครบ")
    state = await reviews.state_of(session, await province(session), YEAR)
    assert (state.followed_up, state.done) == (3, 2)
    assert [len(state.of(result)) for result in reviews.RESULTS] == [1, 1, 0, 1]
    codes = {one.id: one.code for one in await funds.all_funds(session)}
    assert [codes[one] for one in state.not_yet] == ["DEMO-D", "DEMO-E"]
    assert (await reviews.state_of(session, await province(session), YEAR + 1)).followed_up == 0


async def test_the_last_result_counts_and_a_withdrawn_one_does_not(session: AsyncSession, now: datetime) -> None:
    first = await verify(session, now, "DEMO-A", "failed", date(2026, 11, 1))
    second = await verify(session, now, "DEMO-A", "passed", date(2026, 11, 9))
    await verify(session, now, "DEMO-A", "pending", date(2026, 11, 10))
    told = await fund(session, "DEMO-A")
    assert (await reviews.standing(session, [told.id], YEAR))[told.id].result == "passed"
    await withdrawals.withdraw(session, now, second, await new_person(session, now))
    assert (await reviews.standing(session, [told.id], YEAR))[told.id].result == "failed"
    await withdrawals.withdraw(session, now, first, await new_person(session, now))
    assert (await reviews.standing(session, [told.id], YEAR))[told.id].result == "pending"


async def test_findings_are_ciphertext_and_a_draft_is_saved_once(session: AsyncSession, now: datetime) -> None:
    who = await new_person(session, now)
    told = Verified(await fund(session, "DEMO-A"), TODAY, "conditional", YEAR, findings="บัญชีขาด", documents=("ledger",))
    record, new = await reviews.enter(session, now, told, who, "draft-1")
    again, second = await reviews.enter(session, now, replace(told, result="passed"), who, "draft-1")
    assert (again.id, new, second) == (record.id, True, False)
    raw = await session.scalar(text(f"SELECT findings FROM reviews WHERE record_id = {record.id}"))
    assert "บัญชี" not in str(raw)
    actions = (
        await session.scalars(select(AuditEvent.action).where(AuditEvent.subject == f"record:{record.id}"))
    ).all()
    assert actions == ["review.recorded"]


def answered(told: FundFacts, answers: dict[int, int], *, complete: bool = True) -> Answered:
    return Answered(told, YEAR, rubrics.current(), "self", answers, complete)


async def test_an_assessment_is_kept_continued_and_compared(session: AsyncSession, now: datetime) -> None:
    who, told = await new_person(session, now), await fund(session, "DEMO-A")
    part, _ = await assessments.enter(session, now, answered(told, {1: 3}, complete=False), date(2026, 11, 1), who)
    waiting = await assessments.unfinished(session, [told.id])
    assert (waiting[told.id].record_id, dict(waiting[told.id].answers)) == (part.id, {1: 3})
    assert await assessments.last_finished(session, told.id) is None
    whole = {number: 2 for number in range(1, 14)}
    done, _ = await assessments.enter(session, now, answered(told, whole), TODAY, who, continues=part.id)
    assert part.withdrawn_reason == assessments.CONTINUED
    assert await assessments.unfinished(session, [told.id]) == {}
    kept = await assessments.last_finished(session, told.id)
    assert kept is not None
    assert (kept.record_id, kept.score, kept.most, kept.rubric) == (done.id, 26, 52, rubrics.current())
    assert await assessments.last_finished(session, told.id, but=done.id) is None


async def test_another_funds_record_is_not_continued(session: AsyncSession, now: datetime) -> None:
    who, told, other = await new_person(session, now), await fund(session, "DEMO-A"), await fund(session, "DEMO-C")
    part, _ = await assessments.enter(session, now, answered(other, {1: 3}, complete=False), TODAY, who)
    await assessments.enter(session, now, answered(told, {1: 4}), TODAY, who, continues=part.id)
    assert part.withdrawn_at is None


async def test_an_older_versions_record_keeps_its_own_questions(
    session: AsyncSession, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered by version 1 is read by version 1 after version 2 has come."""
    who, told, old = await new_person(session, now), await fund(session, "DEMO-A"), rubrics.current()
    await assessments.enter(session, now, answered(told, {1: 3}), TODAY, who)
    new = replace(old, version=2, parts=old.parts[:1])
    monkeypatch.setattr(rubrics, "versions", lambda code=rubrics.DEFAULT: (old, new))
    await assessments.enter(session, now, answered(told, {1: 4}), TODAY, who)
    first, second = await assessments.of_funds(session, [told.id])
    assert first.rubric is not None
    assert second.rubric is not None
    assert (first.rubric.version, len(first.rubric.questions)) == (1, 13)
    assert (second.rubric.version, len(second.rubric.questions)) == (2, 7)


async def test_who_assesses(session: AsyncSession) -> None:
    told = await fund(session, "DEMO-A")
    made = [
        assessments.made_by(Speaker(1, roles=(role,)), told)
        for role in (Role("treasurer", told.area_id, told.id), Role("coordinator", 4), Role("secretary", 3))
    ]
    assert made == ["self", "peer", "external"]


def planned(told: FundFacts, topic: int, activity: str = "งาน") -> Planned:
    return Planned(
        told.area_id, 2570, topic, activity, fund_id=told.id, budget_satang=800_000, due_on=date(2027, 2, 28)
    )


async def test_a_plan_is_complete_with_all_six_topics(session: AsyncSession, now: datetime) -> None:
    who, told = await new_person(session, now), await fund(session, "DEMO-A")
    for topic in (1, 2, 3, 5, 6):
        await plans.add(session, now, planned(told, topic), TODAY, who)
    assert (await plans.plan(session, told.area_id, 2570)).missing == (4,)
    record, _ = await plans.add(session, now, planned(told, 4), TODAY, who, "draft-4")
    _, second = await plans.add(session, now, planned(told, 4), TODAY, who, "draft-4")
    assert not second
    plan = await plans.plan(session, told.area_id, 2570)
    assert plan.complete
    assert record.fiscal_year == 2570
    assert plan.of(4)[0].budget_satang == 800_000
    await withdrawals.withdraw(session, now, record, who)
    assert (await plans.plan(session, told.area_id, 2570)).missing == (4,)
    assert not (await plans.plan(session, told.area_id, 2571)).items


async def test_done_and_open_again_leave_a_trace(session: AsyncSession, now: datetime) -> None:
    who, told = await new_person(session, now), await fund(session, "DEMO-A")
    record, _ = await plans.add(session, now, planned(told, 5), TODAY, who)
    assert await plans.set_state(session, now, record.id, plans.DONE, who)
    assert not await plans.set_state(session, now, record.id, plans.DONE, who)
    item = await plans.item(session, record.id)
    assert item is not None
    assert item.done
    assert await plans.set_state(session, now, record.id, plans.OPEN, who)
    subject = f"record:{record.id}"
    events = select(AuditEvent.action).where(AuditEvent.subject == subject).order_by(AuditEvent.id)
    assert list(await session.scalars(events)) == ["plan_item.recorded", "plan_item.done", "plan_item.open"]


async def test_a_plan_is_sent_in_once_a_year(session: AsyncSession, now: datetime) -> None:
    """A fund's counts as its obligation, a zone's stands for itself."""
    who, told = await new_person(session, now), await fund(session, "DEMO-A")
    zone = await session.scalar(select(Area.id).where(Area.code == "Z-MUEANG"))
    assert zone is not None
    assert await plans.send(session, now, told.area_id, told.id, 2570, TODAY, who)
    assert not await plans.send(session, now, told.area_id, told.id, 2570, TODAY, who)
    assert await plans.send(session, now, zone, None, 2570, TODAY, who)
    assert await plans.sent_on(session, told.area_id, 2570) == TODAY
    assert await plans.sent_on(session, told.area_id, 2571) is None
    assert set(await submissions.who_has(session, [told.id], plans.OBLIGATION, 2570)) == {told.id}
