"""Sends what the outbox holds: claim, commit, send outside any transaction, record the fate."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Attachment, Channel, ChatRef, Fate, Outgoing, Way
from bot.clock import Clock
from bot.delivery import codec, elsewhere, planner
from bot.delivery.ledger import Ledger
from bot.delivery.planner import Plan
from bot.delivery.reach import left
from bot.delivery.riding import take_along
from bot.services import chats, files
from storage import outbox
from storage.models import Delivery

log = structlog.get_logger()

Gate = Callable[[AsyncSession, Delivery], Awaitable[Plan | None]]
"""Asked in the transaction that claims a message: None lets it go; it may bring the message's words up to date."""

AT_ONCE = 32
GATHER_SECONDS = 0.01
"""What is sent is recorded a moment later, together with all that is sent meanwhile."""
STATES = {
    "drop": "dropped",
    "refuse": "refused",
    "uncertain": "uncertain",
    "wait": "queued",
    "push": "queued",
}


@dataclass
class Errand:
    """One claimed message on its way."""

    row: Delivery
    channel: Channel
    plan: Plan
    cost: int = 0
    fate: Fate | None = None

    @property
    def counted(self) -> int:
        """What it took from the month's messages."""
        return self.cost if self.row.way == "push" else 0


@dataclass
class Pump:
    """Delivers. Several may run at once, on several machines: a claimed message belongs to one."""

    sessions: async_sessionmaker[AsyncSession]
    channels: Mapping[str, Channel]
    clock: Clock
    at_once: int = AT_ONCE
    gate: Gate | None = None
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.clock)

    async def run_once(self) -> int:
        """Sends what is due and records it; says how many messages that were."""
        errands = await self._claim(self.at_once)
        underway = {asyncio.create_task(self._carry(errand)) for errand in errands}
        while underway:
            done, underway = await asyncio.wait(underway, return_when=asyncio.FIRST_COMPLETED)
            await self._record(task.result() for task in done)
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
                await self._record(task.result() for task in done)
        finally:
            if waker is not None:
                waker.cancel()
            finished = await asyncio.gather(*underway, return_exceptions=True)
            await self._record(errand for errand in finished if isinstance(errand, Errand))

    async def _claim(self, limit: int) -> list[Errand]:
        """Takes what is due and settles its way in the same transaction, so that a crash later tells what was tried."""
        now = self.clock.now()
        async with self.sessions.begin() as session:
            rows = await outbox.due(session, now, limit)
            errands = [self._errand(row) for row in rows]
            for name, channel in self.channels.items():
                answers = [each.row for each in errands if each.plan.do == "reply" and each.row.channel == name]
                await take_along(session, answers, channel.capabilities, now, self.gate)
            for errand in errands:
                if errand.plan.do == "push" and self.gate is not None:
                    errand.plan = await self.gate(session, errand.row) or errand.plan
                if errand.plan.do in {"reply", "push"}:
                    errand.row.way = errand.plan.do
        return errands

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
            async with self.sessions() as session:
                for file_id in wanted:
                    if (file := await files.fetch(session, self.clock.now(), file_id)) is not None:
                        found[file_id] = file.content
        return Outgoing(row.id, _chat(row), reply, way, row.reply_token if way == "reply" else None, found)

    async def _allowed(self, errand: Errand) -> Plan:
        """The plan of a push once it is known who would get it and what it costs."""
        row = errand.row
        async with self.sessions() as session:
            if await left(session, row):
                return Plan("refuse", "blocked")
            if errand.channel.capabilities.free_pushes:
                return errand.plan
            own = await self.ledger.own(session, row.channel)
        await self.ledger.refresh(errand.channel, own)
        errand.cost = await errand.channel.member_count(_chat(row)) or 1
        if self.ledger.allows(errand.channel, errand.cost, own, urgent=row.urgency == "urgent"):
            return errand.plan
        return planner.without_quota(row, self.clock.now())

    async def _record(self, errands: Iterable[Errand]) -> None:
        finished = list(errands)
        if not finished:
            return
        async with self.sessions.begin() as session:
            await self._settle_sent(session, [errand for errand in finished if errand.plan.do == "sent"])
            for errand in finished:
                if errand.plan.do != "sent":
                    await self._settle(session, errand)

    async def _settle_sent(self, session: AsyncSession, sent: Sequence[Errand]) -> None:
        """What nearly all come to, so in few statements: sent, with the ids that people may quote."""
        now = self.clock.now()
        rows = [outbox.Fate(one.row.id, one.row.attempts, one.plan.reason or None, one.counted) for one in sent]
        if not await outbox.settle_sent(session, rows, now):
            log.warning("delivery.taken_over", among=len(rows))
        ids = [(one.row, [(message, None) for message in one.fate.message_ids]) for one in sent if one.fate is not None]
        await outbox.remember_all(session, ids, now)
        for one in sent:
            if one.counted:
                self.ledger.enter(session, one.row, one.counted)
            log.debug("delivery.settled", delivery=one.row.id, way=one.row.way, state="sent", reason=one.plan.reason)

    async def _settle(self, session: AsyncSession, errand: Errand) -> None:
        row, plan, now = errand.row, errand.plan, self.clock.now()
        mine = await outbox.settle(
            session,
            row.id,
            STATES[plan.do],
            now,
            way="push" if plan.do == "push" else None,
            fate=plan.reason or None,
            next_at=plan.at,
            attempts=row.attempts,
        )
        if errand.fate is not None and errand.fate.moved_to:
            await chats.move(session, row.channel, row.chat_id, errand.fate.moved_to, now)
        if mine and await elsewhere.move(session, row, plan, self.channels, now):
            log.info("delivery.elsewhere", delivery=row.id, reason=plan.reason)
        log.info("delivery.settled", delivery=row.id, way=row.way, state=STATES[plan.do], reason=plan.reason, mine=mine)


def _chat(row: Delivery) -> ChatRef:
    return ChatRef(row.channel, row.chat_id, "group" if row.chat_kind == "group" else "direct")
