"""Random histories of a network with three instances: no reminder twice, none of what is done, none at night.

Steps move the clock by minutes or days, let any instance tick, deliver or restart, let people send, take back, put off,
opt out and write, and move the deadline. After each delivery the database is compared with what really happened.
"""

from __future__ import annotations

import asyncio
import shutil
import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.channels.terminal import NAME, TerminalChannel
from bot.chat import say
from bot.clock import BANGKOK
from bot.delivery import codec
from bot.delivery.pump import Pump
from bot.reminders import hours
from bot.reminders.gate import Gate
from bot.reminders.nudger import Nudger
from bot.reminders.planning import AGAIN, DIGEST, PREFIX
from bot.services import consents, deadlines, nudges, submissions, withdrawals
from bot.transcript import terminal_stage
from bot.transcript.stage import DATA_KEY, demo_clock, fill
from bot.words import load_words
from storage.models import Delivery, Fund, Identity, Nudge, Record, Submission
from storage.session import engine as open_engine
from storage.session import reading, sessions

FUNDS = ("DEMO-B", "DEMO-D", "DEMO-E")
PEOPLE = ("coordinator", "river", "secretary")
INSTANCES = 3
REPORT, YEAR = "annual_report", 2569

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(1, 900)),
        st.tuples(st.just("days"), st.integers(1, 6)),
        st.tuples(st.just("tick"), st.integers(0, INSTANCES - 1)),
        st.tuples(st.just("tick"), st.integers(0, INSTANCES - 1)),
        st.tuples(st.just("pump"), st.integers(0, INSTANCES - 1)),
        st.tuples(st.just("pump"), st.integers(0, INSTANCES - 1)),
        st.tuples(st.just("restart"), st.integers(0, INSTANCES - 1)),
        st.tuples(st.just("sent"), st.sampled_from(FUNDS)),
        st.tuples(st.just("undo"), st.sampled_from(FUNDS)),
        st.tuples(st.just("snooze"), st.tuples(st.sampled_from(PEOPLE), st.integers(1, 60))),
        st.tuples(st.just("opt"), st.tuples(st.sampled_from(PEOPLE), st.booleans())),
        st.tuples(st.just("writes"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("shift"), st.integers(2, 30)),
    ),
    min_size=10,
    max_size=45,
)


class History:
    """One network, three instances over it, and what has really happened."""

    def __init__(self, path: Path) -> None:
        self.engine = open_engine(f"sqlite+aiosqlite:///{path}", DATA_KEY)
        self.sessions, self.clock, self.words = sessions(self.engine), demo_clock(), load_words()
        self.channels = {NAME: TerminalChannel()}
        self.instances = [self.instance() for _ in range(INSTANCES)]
        self.done: set[str] = set()
        self.unwilling: set[str] = set()
        self.told: Counter[tuple[str, int, int, str]] = Counter()
        self.digests: Counter[tuple[int, date]] = Counter()
        self.seen: set[str] = set()
        self.people: dict[str, int] = {}
        self.funds: dict[str, tuple[int, int]] = {}

    def instance(self) -> tuple[Nudger, Pump]:
        nudger = Nudger(self.sessions, reading(self.engine), self.clock, self.words, self.channels)
        return nudger, Pump(self.sessions, self.channels, self.clock, gate=Gate(self.words, self.clock))

    async def begin(self) -> None:
        async with self.sessions() as session:
            for persona in PEOPLE:
                found = await session.scalar(select(Identity.person_id).where(Identity.account_id == persona))
                assert found is not None
                self.people[persona] = found
            for fund in await session.scalars(select(Fund)):
                self.funds[fund.code] = (fund.area_id, fund.id)

    async def step(self, act: str, what: Any) -> None:
        now = self.clock.now()
        if act == "move":
            self.clock.advance(timedelta(minutes=what))
        elif act == "days":
            local = now.astimezone(BANGKOK) + timedelta(days=what)
            self.clock.set(local.replace(hour=9, minute=5))
        elif act == "tick":
            await self.instances[what][0].tick()
        elif act == "pump":
            await self.instances[what][1].run_once()
            await self.look()
        elif act == "restart":
            self.instances[what] = self.instance()
        else:
            async with self.sessions.begin() as session:
                await getattr(self, f"do_{act}")(session, what, now)

    async def do_sent(self, session: Any, code: str, now: datetime) -> None:
        area_id, fund_id = self.funds[code]
        told: dict[str, Any] = {
            "obligation": REPORT,
            "year": YEAR,
            "sent_on": self.clock.today(),
            "person_id": self.people["secretary"],
        }
        await submissions.note(session, now, area_id=area_id, fund_id=fund_id, **told)
        self.done.add(code)

    async def do_undo(self, session: Any, code: str, now: datetime) -> None:
        for record in await session.scalars(
            select(Record)
            .join(Submission, Submission.record_id == Record.id)
            .where(Record.fund_id == self.funds[code][1], Record.withdrawn_at.is_(None))
        ):
            await withdrawals.withdraw(session, now, record, self.people["secretary"])
        self.done.discard(code)

    async def do_snooze(self, session: Any, what: tuple[str, int], now: datetime) -> None:
        until = hours.opening(now + timedelta(hours=what[1]), BANGKOK)
        await nudges.snooze(session, now, self.people[what[0]], until)

    async def do_opt(self, session: Any, what: tuple[str, bool], now: datetime) -> None:
        person = self.people[what[0]]
        if what[1]:
            await consents.give(session, now, person, consents.REMINDERS, NAME)
            self.unwilling.discard(what[0])
        else:
            await consents.withdraw(session, now, person, consents.REMINDERS)
            self.unwilling.add(what[0])

    async def do_writes(self, session: Any, persona: str, now: datetime) -> None:
        """Somebody writes: an answer with a fresh token waits to be sent, and reminders may ride along."""
        session.add(
            Delivery(
                id=str(uuid.uuid4()),
                channel=NAME,
                chat_id=persona,
                chat_kind="direct",
                person_id=self.people[persona],
                cause=f"event:{uuid.uuid4()}",
                urgency="normal",
                body=codec.encode(say("answer")),
                reply_token="token",
                token_expires_at=now + timedelta(seconds=50),
                created_at=now,
                next_at=now,
            )
        )

    async def do_shift(self, session: Any, ahead: int, now: datetime) -> None:
        standing = next(
            one for one in await deadlines.standing(session) if (one.obligation, one.year) == (REPORT, YEAR)
        )
        told: dict[str, Any] = {
            "area_id": standing.area_id,
            "obligation": REPORT,
            "year": YEAR,
            "person_id": self.people["secretary"],
        }
        await deadlines.set_day(session, now, due_on=self.clock.today() + timedelta(days=ahead), **told)

    async def look(self) -> None:
        """What was said just now: was it right to say it?"""
        now = self.clock.now()
        async with self.sessions() as session:
            rows = await session.scalars(select(Delivery).where(Delivery.cause.startswith(PREFIX)))
            rode = "rode with"
            fresh = [
                row
                for row in rows
                if row.id not in self.seen and (row.state == "sent" or (row.fate or "").startswith(rode))
            ]
            for row in fresh:
                self.seen.add(row.id)
                lines = list(
                    await session.scalars(
                        select(Nudge).where(Nudge.delivery_id == row.id, Nudge.state.not_in(["silenced", "merged"]))
                    )
                )
                assert lines, "a digest without anything in it"
                assert hours.open_at(now, BANGKOK), f"said at {now.astimezone(BANGKOK)}"
                if row.cause.startswith(DIGEST):
                    self.digests[row.person_id or 0, now.astimezone(BANGKOK).date()] += 1
                for line in lines:
                    self.check(line)

    def check(self, line: Nudge) -> None:
        persona = next(name for name, person in self.people.items() if person == line.person_id)
        assert persona not in self.unwilling, f"{persona} wants no reminders"
        owes = next((code for code, (area_id, _) in self.funds.items() if area_id == line.area_id), None)
        assert owes is None or owes not in self.done, f"{owes} has sent"
        self.told[line.matter, line.area_id, line.person_id, line.stage] += 1

    def judge(self) -> None:
        assert [key for key, times in self.told.items() if times > 1] == []
        assert [key for key, times in self.digests.items() if times > 1] == []
        assert not [key for key in self.told if key[3].count(AGAIN) > 1]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reminders") / "template.db"
    asyncio.run(fill(f"sqlite+aiosqlite:///{path}", NAME, terminal_stage.ACCOUNTS, terminal_stage.CHATS))
    return path


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_happens_reminders_keep_their_promises(template: Path, steps: list[tuple[str, Any]]) -> None:
    copy = template.with_name(f"{uuid.uuid4()}.db")
    shutil.copy(template, copy)

    async def live() -> None:
        history = History(copy)
        try:
            await history.begin()
            for act, what in steps:
                await history.step(act, what)
            history.judge()
        finally:
            await history.engine.dispose()

    asyncio.run(live())
    copy.unlink()
