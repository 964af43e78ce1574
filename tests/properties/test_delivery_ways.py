"""Random histories of messages, faults, blocks, crashes and clocks, several senders at once: never twice or over."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.channels.line import LINE
from bot.channels.telegram import TELEGRAM
from bot.chat import Capabilities, ChatRef, Fate, Outcome, Outgoing, Text, say
from bot.clock import MovableClock
from bot.delivery import codec
from bot.delivery.pump import Pump
from bot.transcript.stage import DATA_KEY
from storage import outbox
from storage.models import Base, Delivery, Identity, Person, QuotaEntry
from storage.session import engine as open_engine
from storage.session import sessions as session_maker

START = datetime(2026, 11, 28, 16, 0, tzinfo=UTC)
LIMIT, KEPT = 5, 1
PEOPLE = 4
FATES = ("ok", "ok", "ok", "lost", "server", "unreachable", "rate", "blocked", "quota")


@dataclass
class Messenger:
    """A platform in memory: remembers what arrived, counts what is charged, and fails as it is told."""

    name: str
    capabilities: Capabilities
    clock: MovableClock
    limit: int | None = None
    faults: list[str] = field(default_factory=list)
    arrived: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(chat, text) → how often a person read it."""
    uncertain: set[str] = field(default_factory=set)
    """Ids that this platform may have taken without saying so."""
    keys: dict[str, datetime] = field(default_factory=dict)
    charged: Counter[str] = field(default_factory=Counter)
    """Month → messages."""

    async def send(self, outgoing: Outgoing) -> Fate:
        await asyncio.sleep(0)
        fault = self.faults.pop() if self.faults else "ok"
        if fault == "unreachable":
            return Fate(Outcome.RETRY, reason="unreachable")
        if fault == "rate":
            return Fate(Outcome.RETRY, reason="rate", wait_seconds=2)
        if fault == "blocked":
            return Fate(Outcome.REFUSED, reason="blocked")
        if fault == "quota" and self.limit is not None and outgoing.way == "push":
            return Fate(Outcome.REFUSED, reason="quota")
        if fault == "server":
            self.uncertain.add(outgoing.id)
            return self._vague("server")
        self._take(outgoing)
        if fault == "lost":
            self.uncertain.add(outgoing.id)
            return self._vague("timeout")
        return Fate(Outcome.SENT, (f"{outgoing.id}-{len(self.keys)}",))

    def _vague(self, reason: Literal["server", "timeout"]) -> Fate:
        return Fate(Outcome.RETRY if self.capabilities.repeats_safely else Outcome.UNCERTAIN, reason=reason)

    def _take(self, outgoing: Outgoing) -> None:
        since = self.keys.get(outgoing.id)
        if self.capabilities.repeats_safely and since and self.clock.now() - since < timedelta(hours=24):
            return
        self.keys[outgoing.id] = self.clock.now()
        for part in outgoing.reply.parts:
            if isinstance(part, Text):
                self.arrived[outgoing.chat.id, part.text] += 1
        if self.limit is not None and outgoing.way == "push":
            self.charged[f"{self.clock.today():%Y-%m}"] += 1

    async def quota(self) -> tuple[int | None, int] | None:
        return (self.limit, self.charged[f"{self.clock.today():%Y-%m}"]) if self.limit is not None else None

    async def member_count(self, chat: ChatRef) -> int | None:
        return 1


@cache
def template() -> Path:
    """An empty database with the persons of the histories: everybody on LINE, every second one on Telegram too."""
    path = Path(tempfile.mkdtemp(prefix="nongbaht-ways-")) / "empty.db"
    asyncio.run(_fill(path))
    return path


async def _fill(path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{path}", DATA_KEY)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with session_maker(engine).begin() as session:
        for number in range(1, PEOPLE + 1):
            session.add(Person(id=number, created_at=START))
            await session.flush()
            session.add(Identity(person_id=number, channel="line", account_id=f"U{number}"))
            if number % 2 == 0:
                session.add(Identity(person_id=number, channel="telegram", account_id=str(number)))
    await engine.dispose()


@dataclass
class House:
    """Three senders over one outbox and two platforms."""

    sessions: async_sessionmaker[AsyncSession]
    clock: MovableClock
    line: Messenger
    telegram: Messenger
    pumps: list[Pump]
    put: int = 0

    async def queue(self, person: int, why: str, urgent: bool, hours: int) -> None:
        self.put += 1
        now = self.clock.now()
        row = Delivery(
            channel="line",
            chat_id=f"U{person}",
            chat_kind="direct",
            person_id=person,
            cause=f"c{self.put}",
            why=why,
            urgency="urgent" if urgent else "normal",
            body=codec.encode(say(f"m{self.put}")),
            created_at=now,
            next_at=now + timedelta(hours=hours),
        )
        async with self.sessions.begin() as session:
            await outbox.queue(session, row)

    async def block(self, person: int, channel: str, blocked: bool) -> None:
        async with self.sessions.begin() as session:
            for one in await session.scalars(
                select(Identity).where(Identity.person_id == person, Identity.channel == channel)
            ):
                one.blocked_at = self.clock.now() if blocked else None

    async def crash(self) -> None:
        """A sender takes what is due, perhaps sends it, and is never heard of again."""
        errands = await self.pumps[0]._claim(2)
        await asyncio.gather(*(self.pumps[0]._carry(errand) for errand in errands[:1]))


PERSON = st.integers(1, PEOPLE)
WHY = st.sampled_from(["nudge", "digest", "notice", "broadcast"])
STEP = st.one_of(
    st.tuples(st.just("queue"), PERSON, WHY, st.booleans(), st.integers(0, 3)),
    st.tuples(st.just("queue"), PERSON, WHY, st.just(False), st.just(0)),
    st.tuples(st.just("pump")),
    st.tuples(st.just("pump")),
    st.tuples(st.just("wait"), st.integers(1, 2000)),
    st.tuples(st.just("fault"), st.sampled_from(["line", "telegram"]), st.lists(st.sampled_from(FATES), max_size=4)),
    st.tuples(st.just("block"), PERSON, st.sampled_from(["line", "telegram"]), st.booleans()),
    st.tuples(st.just("crash")),
    st.tuples(st.just("burst"), WHY, st.integers(3, 6)),
    st.tuples(st.just("doubt"), PERSON, st.sampled_from(["lost", "server"]), st.sampled_from(["quota", "blocked"])),
)
"""What may happen; a doubt is a push that may have arrived and whose second try is refused."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="nongbaht-ways-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(template().parent, ignore_errors=True)
    template.cache_clear()


async def _play(path: Path, steps: list[tuple[Any, ...]]) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{path}", DATA_KEY)
    clock = MovableClock(START)
    line = Messenger("line", LINE, clock, limit=LIMIT)
    telegram = Messenger("telegram", TELEGRAM, clock)
    channels: Any = {"line": line, "telegram": telegram}
    sessions = session_maker(engine)
    pumps = [Pump(sessions, channels, clock, at_once=3, reserve=20) for _ in range(3)]
    house = House(sessions, clock, line, telegram, pumps)
    try:
        for step in steps:
            await _do(house, step)
        line.faults.clear()
        telegram.faults.clear()
        for _ in range(12):
            clock.advance(timedelta(hours=13))
            while any(await asyncio.gather(*(pump.run_once() for pump in pumps))):
                pass
        await _check(house)
    finally:
        await engine.dispose()


async def _do(house: House, step: tuple[Any, ...]) -> None:
    match step:
        case ("queue", person, why, urgent, hours):
            await house.queue(person, why, urgent, hours)
        case ("pump",):
            await asyncio.gather(*(pump.run_once() for pump in house.pumps))
        case ("wait", minutes):
            house.clock.advance(timedelta(minutes=minutes))
        case ("fault", name, fates):
            (house.line if name == "line" else house.telegram).faults.extend(fates)
        case ("block", person, channel, blocked):
            await house.block(person, channel, blocked)
        case ("crash",):
            await house.crash()
        case ("burst", why, number):
            for each in range(number):
                await house.queue(each % PEOPLE + 1, why, urgent=False, hours=0)
                await house.pumps[each % 3].run_once()
        case ("doubt", person, first, second):
            house.line.faults.extend((second, first))
            await house.queue(person, "notice", urgent=True, hours=0)
            for _ in range(2):
                await house.pumps[0].run_once()
                house.clock.advance(timedelta(minutes=1))


async def _check(house: House) -> None:
    async with house.sessions() as session:
        rows = list(await session.scalars(select(Delivery)))
        entries = list(await session.scalars(select(QuotaEntry)))
    read: Counter[str] = Counter()
    for messenger in (house.line, house.telegram):
        for (_, text), times in messenger.arrived.items():
            read[text] += times
    assert max(read.values(), default=0) <= 1, read  # nobody reads anything twice, in one chat or in two
    for messenger in (house.line, house.telegram):
        other = house.telegram if messenger is house.line else house.line
        assert messenger.uncertain.isdisjoint(other.keys)  # what may have arrived goes no other way
    for month, count in house.line.charged.items():
        assert count <= LIMIT, month
        entered = sum(one.cost for one in entries if one.month == month)
        assert count <= entered + sum(1 for one in entries if one.month != month)
    urgent = {row.id for row in rows if row.urgency == "urgent"}
    for month in {one.month for one in entries}:
        normal = sum(one.cost for one in entries if one.month == month and one.delivery_id not in urgent)
        assert normal <= LIMIT - KEPT, month  # what is kept for urgent matters is kept
    for row in rows:
        assert row.state in {"sent", "uncertain", "refused", "dropped", "queued"}
        assert row.state != "sent" or row.id in house.line.keys or row.id in house.telegram.keys
        assert row.state != "queued" or row.fate in {"quota", None}, (row.state, row.fate)


@settings(max_examples=50)
@given(steps=st.lists(STEP, min_size=4, max_size=24))
def test_never_twice_never_over_and_what_is_kept_is_kept(folder: Path, steps: list[tuple[Any, ...]]) -> None:
    path = folder / "play.db"
    for old in folder.glob("play.db*"):
        old.unlink()
    shutil.copy(template(), path)
    asyncio.run(_play(path, steps))
