"""Retention: each kind goes when its period is over, not a moment before, and what must stay stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from storage import retention
from storage import session as storage_session
from storage.migrations import run
from storage.models import (
    Area,
    Attendance,
    AuditEvent,
    Base,
    ClaimPaid,
    Code,
    Consent,
    Contribution,
    Conversation,
    Delivery,
    Evidence,
    Fund,
    Group,
    Handover,
    InboxEvent,
    Link,
    Member,
    Nudge,
    Person,
    Question,
    Record,
    SentMessage,
    SharedFile,
    Snooze,
)
from storage.retention import PERIODS

Sessions = async_sessionmaker[AsyncSession]
DAY = timedelta(days=1)


async def lived_in(session: AsyncSession, now: datetime) -> None:
    """A database where everything that ages happened at `now`."""
    today = now.date()
    session.add(Area(id=1, kind="fund", code="f", name="f"))
    await session.flush()
    session.add(Fund(id=1, area_id=1, code="DEMO-A", name="a", tambon="a"))
    session.add(Person(id=1, created_at=now))
    await session.flush()
    gone = Member(id=1, fund_id=1, number="A-1", joined=today, status="resigned", ended_on=today, as_of=today)
    stays = Member(id=2, fund_id=1, number="A-2", joined=today, as_of=today)
    session.add_all([gone, stays])
    await session.flush()
    for member in (gone, stays):
        session.add(ClaimPaid(fund_id=1, member_id=member.id, decided_on=today, satang=60_000, details={"nights": 3}))
        session.add(Contribution(member_id=member.id, period_from=today, period_to=today, satang=3_000, paid_on=today))
    session.add(Link(person_id=1, member_id=1, proven_by="code", since=now, until=now))
    session.add(Link(person_id=1, member_id=2, proven_by="code", since=now))
    session.add(Consent(person_id=1, kind="link", text_version="1", channel="line", given_at=now, withdrawn_at=now))
    session.add(Consent(person_id=1, kind="health", text_version="1", channel="line", given_at=now))
    session.add(Code(purpose="link", code_hash="x", valid_until=today, created_at=now))
    session.add(Group(channel="line", chat_id="left", joined_at=now, left_at=now))
    session.add(Group(channel="line", chat_id="stays", joined_at=now))
    session.add(Handover(person_id=1, role="coordinator", area_id=1, at=now, summary={"successor": "x"}))
    session.add(Snooze(person_id=1, until=now, created_at=now))
    told = {"matter": "d1", "area_id": 1, "person_id": 1, "stage": "d7", "part": "owner", "due_on": today, "day": today}
    session.add(Nudge(**told, created_at=now))
    session.add(AuditEvent(at=now, actor="x", action="x", subject="x"))
    session.add(Conversation(channel="line", chat_id="c", account_id="u", state={"form": "x"}, updated_at=now))
    session.add(Question(channel="line", chat_id="c", text="x", slots={"nights": 4}, answer="y", created_at=now))
    session.add(
        InboxEvent(
            channel="line", event_id="1", chat_key="c", received_at=now, occurred_at=now, body="{}", state="done"
        )
    )
    record = Record(id=1, kind="meeting", area_id=1, day=today, fiscal_year=2570, person_id=1, recorded_at=now)
    session.add(record)
    await session.flush()
    session.add(Attendance(record_id=1, number=1, name="x", role="y"))
    session.add(Attendance(record_id=1, number=2, name=None, role="y"))
    later = today + timedelta(days=9_999)
    for number, (record_id, state, last, deleted) in enumerate(
        [(1, "kept", today, None), (1, "asked", later, None), (None, "kept", later, None), (1, "deleted", later, now)]
    ):
        session.add(
            Evidence(
                record_id=record_id,
                channel="line",
                chat_id="c",
                message_id=f"m{number}",
                handle="h",
                state=state,
                content=b"picture" if state == "kept" else None,
                next_at=now,
                created_at=now,
                delete_after=last,
                deleted_at=deleted,
            )
        )
    session.add(
        SharedFile(token_hash="x", name="a.txt", media_type="text/plain", content=b"x", created_at=now, expires_at=now)
    )
    sent = Delivery(channel="line", chat_id="c", chat_kind="direct", cause="event:1", body={"x": 1}, created_at=now)
    sent.next_at, sent.state, sent.reply_token = now, "sent", "token"
    session.add(sent)
    await session.flush()
    session.add(SentMessage(channel="line", chat_id="c", message_id="m", delivery_id=sent.id, sent_at=now))


async def sweep(sessions: Sessions, now: datetime) -> dict[str, int]:
    async with sessions.begin() as session:
        return {kind: number for kind, number in (await retention.sweep(session, now)).items() if number}


async def count(sessions: Sessions, model: type[Base]) -> int:
    async with sessions() as session:
        return (await session.scalars(select(func.count()).select_from(model))).one()


def test_the_periods_are_those_of_the_privacy_table() -> None:
    """domain.md 6.4; raw chat text is kept 30 days at most."""
    assert max(PERIODS[kind] for kind in ("chat_text", "sent_text", "question_text", "conversation")) <= 30
    assert PERIODS["conversation"] == 7
    assert PERIODS["code"] == 90
    assert (PERIODS["audit"], PERIODS["consent"]) == (3 * 365, 3 * 365)
    assert (PERIODS["evidence_loose"], PERIODS["evidence_asked"]) == (7, 1)
    assert (PERIODS["claim_details"], PERIODS["ledger"]) == (5 * 365, 10 * 365)


@pytest.mark.parametrize("kind", sorted(PERIODS))
async def test_a_kind_is_kept_through_its_period_and_erased_after_it(
    sessions: Sessions, now: datetime, kind: str
) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
    only = {kind: PERIODS[kind]}
    async with sessions.begin() as session:
        assert await retention.sweep(session, now + PERIODS[kind] * DAY, only) == {kind: 0}
    async with sessions.begin() as session:
        assert await retention.sweep(session, now + (PERIODS[kind] + 1) * DAY, only) == {kind: 1}
    async with sessions.begin() as session:
        assert await retention.sweep(session, now + (PERIODS[kind] + 1) * DAY, only) == {kind: 0}


async def test_as_time_goes_on_things_go_one_after_another_and_a_second_sweep_finds_nothing(
    sessions: Sessions, now: datetime
) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
    gone: list[tuple[int, set[str]]] = []
    for days in sorted(set(PERIODS.values())):
        swept = await sweep(sessions, now + (days + 1) * DAY)
        gone.append((days, set(swept)))
        assert await sweep(sessions, now + (days + 1) * DAY) == {}
    assert gone == [
        (0, {"shared_file", "evidence"}),
        (1, {"reply_token", "evidence_asked"}),
        (7, {"conversation", "evidence_loose"}),
        (30, {"chat_text", "sent_text", "question_text"}),
        (90, {"inbox_row", "outbox_row", "sent_message_id", "left_group", "code", "snooze"}),
        (730, {"attendance_names", "handover", "nudge"}),
        (1095, {"audit", "consent", "link", "evidence_row"}),
        (1825, {"claim_details", "evidence_row"}),
        (3650, {"ledger"}),
    ]


async def test_after_a_month_no_words_are_left_but_the_fact_of_a_question_is(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
    await sweep(sessions, now + 31 * DAY)
    async with sessions() as session:
        question = (await session.scalars(select(Question))).one()
        assert (question.text, question.slots, question.answer) == (None, {}, None)
        assert (await session.scalars(select(InboxEvent.body))).one() is None
        assert (await session.scalars(select(Delivery.body))).one() is None
        assert (await session.scalars(select(Conversation.state))).one() == {}


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda event, _: setattr(event, "state", "new"), "dead"),
        (lambda event, _: setattr(event, "state", "done"), "done"),
        (lambda _, sent: setattr(sent, "state", "queued"), "dropped"),
        (lambda _, sent: setattr(sent, "state", "uncertain"), "uncertain"),
    ],
)
async def test_what_nobody_did_in_a_month_is_not_done_any_more(
    sessions: Sessions, now: datetime, change: Callable[[Any, Any], None], left: str
) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
        await session.flush()
        event = (await session.scalars(select(InboxEvent))).one()
        sent = (await session.scalars(select(Delivery))).one()
        change(event, sent)
    await sweep(sessions, now + 31 * DAY)
    async with sessions() as session:
        states = {(await session.scalars(select(model.state))).one() for model in (InboxEvent, Delivery)}
    assert left in states


async def test_the_end_of_a_membership_takes_that_members_lines_alone(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
    await sweep(sessions, now + (5 * 365 + 1) * DAY)
    async with sessions() as session:
        paid = list(await session.scalars(select(ClaimPaid).order_by(ClaimPaid.member_id)))
        assert [(claim.details, claim.satang) for claim in paid] == [(None, 60_000), ({"nights": 3}, 60_000)]
    await sweep(sessions, now + (10 * 365 + 1) * DAY)
    async with sessions() as session:
        assert list(await session.scalars(select(Member.number))) == ["A-2"]
        assert list(await session.scalars(select(ClaimPaid.member_id))) == [2]
        assert list(await session.scalars(select(Contribution.member_id))) == [2]
        assert list(await session.scalars(select(Link.member_id))) == [2]


async def test_a_controller_may_keep_a_kind_for_less(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
        short = {**PERIODS, "chat_text": 7}
        assert (await retention.sweep(session, now + 8 * DAY, short))["chat_text"] == 1


async def test_erased_text_leaves_the_disk_as_well(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite:///{tmp_path / 'nongbaht.db'}"
    run.upgrade(url)
    engine = storage_session.engine(url)
    async with storage_session.sessions(engine).begin() as session:
        await lived_in(session, now)
        await session.flush()
        raw = await session.connection()
        sealed: bytes = (await raw.exec_driver_sql("SELECT body FROM inbox_events")).scalar_one()

    def on_disk() -> bool:
        return any(sealed in path.read_bytes() for path in tmp_path.glob("nongbaht.db*"))

    assert on_disk()
    erased = await retention.run(storage_session.sessions(engine), now + 31 * DAY)
    assert erased["chat_text"] == 1
    assert not on_disk()
    async with storage_session.sessions(engine).begin() as session:
        session.add(AuditEvent(at=now, actor="after", action="x", subject="x"))
    await engine.dispose()


async def test_a_date_is_compared_as_a_date(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as session:
        session.add(Code(purpose="link", code_hash="x", valid_until=date(2026, 11, 28), created_at=now))
    assert await sweep(sessions, now + 90 * DAY) == {}
    assert await sweep(sessions, now + (90 + 8) * DAY) == {"code": 1}


async def test_a_picture_is_emptied_after_its_last_day_and_that_it_was_there_stays(
    sessions: Sessions, now: datetime
) -> None:
    async with sessions.begin() as session:
        await lived_in(session, now)
    await sweep(sessions, now + DAY)
    async with sessions() as session:
        row = (await session.scalars(select(Evidence).where(Evidence.message_id == "m0"))).one()
        assert (row.content, row.state, row.deleted_at) == (None, "deleted", now + DAY)
        kept = (await session.scalars(select(Evidence).where(Evidence.message_id == "m2"))).one()
        assert kept.content == b"picture"
