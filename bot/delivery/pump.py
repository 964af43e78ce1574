"""Sends what the outbox holds: claim, commit, send outside any transaction, record the fate."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Attachment, Channel, Outgoing, Way
from bot.clock import Clock
from bot.delivery import codec, planner, routes
from bot.delivery.errand import Errand, Recorder
from bot.delivery.ledger import RESERVE, Ledger
from bot.delivery.planner import BLOCKED, Plan
from bot.delivery.reach import Counter, left, seats
from bot.delivery.riding import take_along
from bot.services import files
from storage import outbox
from storage.errors import LeaseLost
from storage.models import Delivery

log = structlog.get_logger()

Gate = Callable[[AsyncSession, Delivery], Awaitable[Plan | None]]
"""Asked in the transaction that claims a message: None lets it go; it may bring the message's words up to date."""

AT_ONCE = 32
GATHER_SECONDS = 0.01
"""What is sent is recorded a moment later, together with all that is sent meanwhile."""


@dataclass
class Pump:
    """Delivers. Several may run at once, on several machines: a claimed message belongs to one."""

    sessions: async_sessionmaker[AsyncSession]
    channels: Mapping[str, Channel]
    clock: Clock
    at_once: int = AT_ONCE
    gate: Gate | None = None
    reserve: int = RESERVE
    """Percent of the month's messages kept for what is urgent."""
    reading: async_sessionmaker[AsyncSession] | None = None
    """For what is only read, so that it does not queue for the writer; without it `sessions` serves."""
    ledger: Ledger = field(init=False)
    recorder: Recorder = field(init=False)
    counter: Counter = field(init=False)
    _reading: async_sessionmaker[AsyncSession] = field(init=False)

    def __post_init__(self) -> None:
        self._reading = self.reading or self.sessions
        self.ledger = Ledger(self.clock, self.reserve)
        self.recorder = Recorder(self.sessions, self.channels, self.clock, self.ledger)
        self.counter = Counter(self.sessions, self._reading, self.clock)

    async def look(self) -> None:
        """Asks the platforms how much of the month is left and how many read along in groups, if it is long ago."""
        for channel in self.channels.values():
            if not channel.capabilities.free_pushes:
                await self.ledger.refresh(self.sessions, channel, self._reading)
                await self.counter.look(channel)

    async def run_once(self) -> int:
        """Sends what is due and records it; says how many messages that were."""
        errands = await self._claim(self.at_once)
        underway = {asyncio.create_task(self._carry(errand)) for errand in errands}
        while underway:
            done, underway = await asyncio.wait(underway, return_when=asyncio.FIRST_COMPLETED)
            await self.recorder.record(task.result() for task in done)
        return len(errands)

    async def run(self, wake: asyncio.Event, idle: timedelta = timedelta(seconds=1)) -> None:
        """Sends for ever: at a wake-up, or after `idle`. One slow send holds up no other chat."""
        underway: set[asyncio.Task[Errand]] = set()
        waker: asyncio.Task[bool] | None = None
        try:
            while True:
                claimed = await self._claim(self.at_once - len(underway)) if len(underway) < self.at_once else []
                underway |= {asyncio.create_task(self._carry(errand)) for errand in claimed}
                waker = waker or asyncio.create_task(wake.wait())
                watched: set[asyncio.Task[Errand] | asyncio.Task[bool]] = {*underway, waker}
                await asyncio.wait(watched, timeout=idle.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
                if any(task.done() for task in underway):
                    await asyncio.sleep(GATHER_SECONDS)
                if waker.done():
                    wake.clear()
                    waker = None
                done = {task for task in underway if task.done()}
                underway -= done
                await self.recorder.record(task.result() for task in done)
        finally:
            if waker is not None:
                waker.cancel()
            finished = await asyncio.gather(*underway, return_exceptions=True)
            await self.recorder.record(errand for errand in finished if isinstance(errand, Errand))

    async def _claim(self, limit: int) -> list[Errand]:
        """Takes what is due and settles its way in the same transaction, so that a crash later tells what was tried."""
        now = self.clock.now()
        async with self._reading() as looking:  # mostly there is nothing, and the writer stays free
            if not await outbox.anything_due(looking, now):
                return []
        async with self.sessions.begin() as session:
            rows = await outbox.due(session, now, limit)
            errands = [self._errand(row) for row in rows]
            for name, channel in self.channels.items():
                answers = [each.row for each in errands if each.plan.do == "reply" and each.row.channel == name]
                await take_along(session, answers, channel.capabilities, now, self.gate)
            for errand in errands:
                await self._choose(session, errand)
        return errands

    async def _choose(self, session: AsyncSession, errand: Errand) -> None:
        """The way of one message; another chat of its person's where that is free."""
        row = errand.row
        if row.fate == outbox.LEASE_RAN_OUT and row.way is not None:
            row.unsure = True
        if errand.plan.do == "push" and self.gate is not None:
            errand.plan = await self.gate(session, row) or errand.plan
        if errand.plan.do == "push" and planner.any_chat(row):
            await session.flush()
            if (chat := await routes.free_chat(session, row, self.channels)) is not None:
                errand.plan = Plan("move", "free")
                await outbox.move(
                    session, row, chat.channel, chat.id, self.clock.now(), fate="moved: free", refused=False
                )
                return
        if errand.plan.do == "reply":
            row.way = "reply"  # a push is marked just before it goes: see _allowed

    def _errand(self, row: Delivery) -> Errand:
        channel = self.channels.get(row.channel)
        if channel is None:
            nobody = next(iter(self.channels.values()))
            return Errand(row, nobody, Plan("refuse", f"no channel {row.channel}"))
        return Errand(row, channel, planner.plan(row, self.clock.now(), channel.capabilities))

    async def _carry(self, errand: Errand) -> Errand:
        """Sends one message by its way; the errand then knows its fate. Never raises."""
        try:
            if errand.plan.do == "push":
                errand.plan = await self._allowed(errand)
            if errand.plan.do in {"reply", "push"}:
                errand.fate = await errand.channel.send(await self._outgoing(errand, errand.plan.do))
                errand.plan = planner.after(errand.row, errand.plan.do, errand.fate, self.clock.now())
        except LeaseLost:
            errand.plan = Plan(
                "drop", "taken over"
            )  # what was entered for it is rolled back; its new sender settles it
        except Exception as fault:  # a message that cannot be sent must not stop the others
            log.error("delivery.failed", delivery=errand.row.id, error=type(fault).__name__)
            errand.plan = Plan("refuse", type(fault).__name__)
        return errand

    async def _outgoing(self, errand: Errand, way: Way) -> Outgoing:
        """The send, with the content of its files where the channel uploads."""
        row, reply = errand.row, codec.decode(errand.row.body or {})
        wanted = [part.file_id for part in reply.parts if isinstance(part, Attachment)]
        found: dict[str, bytes] = {}
        if wanted and errand.channel.capabilities.uploads:
            async with self._reading() as session:
                for file_id in wanted:
                    if (file := await files.fetch(session, self.clock.now(), file_id)) is not None:
                        found[file_id] = file.content
        return Outgoing(row.id, errand.chat, reply, way, row.reply_token if way == "reply" else None, found)

    async def _allowed(self, errand: Errand) -> Plan:
        """The plan of a push once it is known who would get it and what it costs; what it costs is entered at once."""
        row, channel = errand.row, errand.channel
        async with self._reading() as session:
            if await left(session, row):
                return Plan("refuse", BLOCKED)
        cost, told = 0, None
        if not channel.capabilities.free_pushes:
            await self.ledger.refresh(self.sessions, channel, self._reading)
            told = await channel.member_count(errand.chat)
        async with self.sessions.begin() as session:
            if not channel.capabilities.free_pushes:
                cost = await seats(session, errand.chat, told)
                if not await self.ledger.take(session, row, cost):
                    return planner.without_quota(row, self.clock.now())
            if not await outbox.sending(session, row):
                raise LeaseLost("another sender has it")
            if cost and not row.unsure and planner.unasked(row):
                # a push of several messages counts once: what waits for the same person need not be paid for again
                carrier = await session.get_one(Delivery, row.id)
                await take_along(session, [carrier], channel.capabilities, self.clock.now(), self.gate)
                row.body = carrier.body
        row.way, errand.cost = "push", cost
        return errand.plan
