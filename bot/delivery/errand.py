"""One claimed message on its way, and how its end is written into the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.chat import Channel, ChatRef, Fate
from bot.clock import Clock
from bot.delivery import planner, routes
from bot.delivery.ledger import Ledger
from bot.delivery.planner import NO_QUOTA, Plan
from bot.services import chats
from storage import outbox
from storage.models import Delivery

log = structlog.get_logger()

STATES = {
    "drop": "dropped",
    "refuse": "refused",
    "uncertain": "uncertain",
    "wait": "queued",
    "push": "queued",
}


@dataclass
class Errand:
    """One claimed message on its way. `cost`: what it took from the month's messages."""

    row: Delivery
    channel: Channel
    plan: Plan
    cost: int = 0
    fate: Fate | None = None

    @property
    def chat(self) -> ChatRef:
        """Where it goes."""
        return ChatRef(self.row.channel, self.row.chat_id, "group" if self.row.chat_kind == "group" else "direct")


@dataclass
class Recorder:
    """Writes what became of messages, and lets those that surely did not arrive go another way."""

    sessions: async_sessionmaker[AsyncSession]
    channels: Mapping[str, Channel]
    clock: Clock
    ledger: Ledger

    async def record(self, errands: Iterable[Errand]) -> None:
        """The ends of errands, in one transaction; what went to another chat was written when it was claimed."""
        finished = [errand for errand in errands if errand.plan.do != "move"]
        if not finished:
            return
        async with self.sessions.begin() as session:
            await self._sent(session, [errand for errand in finished if errand.plan.do == "sent"])
            for errand in finished:
                if errand.plan.do != "sent":
                    await self._settle(session, errand)

    async def _sent(self, session: AsyncSession, sent: Sequence[Errand]) -> None:
        """What nearly all come to, so in few statements: sent, with the ids that people may quote."""
        now = self.clock.now()
        rows = [outbox.Fate(one.row.id, one.row.attempts, one.plan.reason or None, one.cost) for one in sent]
        if not await outbox.settle_sent(session, rows, now):
            log.warning("delivery.taken_over", among=len(rows))
        ids = [(one.row, [(message, None) for message in one.fate.message_ids]) for one in sent if one.fate is not None]
        await outbox.remember_all(session, ids, now)
        for one in sent:
            log.debug("delivery.settled", delivery=one.row.id, way=one.row.way, state="sent", reason=one.plan.reason)

    async def _settle(self, session: AsyncSession, errand: Errand) -> None:
        row, plan, now = errand.row, errand.plan, self.clock.now()
        unsure = planner.perhaps_arrived(row, errand.fate)
        spent = unsure or plan.do == "uncertain"
        if errand.fate is not None and errand.fate.reason == NO_QUOTA:
            self.ledger.forget(row.channel)
        if planner.may_move(row, plan) and await self._move(session, errand):
            return
        mine = await outbox.settle(
            session,
            row.id,
            STATES[plan.do],
            now,
            way="push" if plan.do == "push" else None,
            cost=errand.cost if spent else 0,
            fate=plan.reason or None,
            next_at=plan.at,
            attempts=row.attempts,
            unsure=unsure,
        )
        if mine and not spent:
            await self._give_back(session, errand)
        if errand.fate is not None and errand.fate.moved_to:
            await chats.move(session, row.channel, row.chat_id, errand.fate.moved_to, now)
        log.info("delivery.settled", delivery=row.id, way=row.way, state=STATES[plan.do], reason=plan.reason, mine=mine)

    async def _move(self, session: AsyncSession, errand: Errand) -> bool:
        """Lets a message go to the person's next chat; False where there is none."""
        row, why = errand.row, errand.plan.reason
        chat = await routes.next_chat(session, row, self.channels, only_free=why == NO_QUOTA)
        if chat is None:
            return False
        moved = await outbox.move(
            session, row, chat.channel, chat.id, self.clock.now(), fate=f"moved: {why}", refused=True
        )
        if moved:
            await self._give_back(session, errand)
        log.info("delivery.moved", delivery=row.id, before=row.channel, after=chat.channel, reason=why, mine=moved)
        return True

    async def _give_back(self, session: AsyncSession, errand: Errand) -> None:
        """What was entered for a push that surely did not go may be spent on another."""
        if errand.row.way == "push" and not errand.channel.capabilities.free_pushes:
            await self.ledger.give_back(session, errand.row.id)
