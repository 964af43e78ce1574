"""Asked just before a digest is said: is this an hour for it, and is it still needed? What became of it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery import codec
from bot.delivery.planner import Plan
from bot.reminders import hours
from bot.reminders.digest import compose
from bot.reminders.items import items_of, needed
from bot.reminders.planning import PREFIX, SNOOZED
from bot.reminders.policy import ABOVE
from bot.words import Words
from storage import outbox
from storage.models import Delivery, Nudge, Snooze

GROUP_LASTS = timedelta(hours=12)
"""A group's list of who is awaited is not made anew; older than this it may do somebody wrong."""


@dataclass(frozen=True)
class Gate:
    """Keeps reminders within their hours, and silences what was done meanwhile; every sender asks it."""

    words: Words
    clock: Clock

    async def __call__(self, session: AsyncSession, row: Delivery) -> Plan | None:
        """None where the message may go, its words brought up to date; else what to do with it."""
        if not row.cause.startswith(PREFIX):
            return None
        now, zone = self.clock.now(), self.clock.zone
        today = now.astimezone(zone).date()
        if not hours.open_at(now, zone):
            return Plan("wait", "quiet hours", hours.opening(now, zone))
        if row.chat_kind == "group":
            return None if now - row.created_at < GROUP_LASTS else Plan("drop", "late")
        nudges = list(await session.scalars(select(Nudge).where(Nudge.delivery_id == row.id, Nudge.state == "planned")))
        if await self._snoozed(session, row, now):
            await self._settle(session, [one.id for one in nudges], "silenced", "snoozed", now)
            return Plan("drop", "snoozed")
        gone = await needed(session, nudges, today)
        for why in set(gone.values()):
            await self._settle(session, [key for key, reason in gone.items() if reason == why], "silenced", why, now)
        left = [one for one in nudges if one.id not in gone]
        items = await items_of(session, left)
        if not items:
            return Plan("drop", "needed no longer")
        for one in left:
            one.day = today
        row.body = codec.encode(compose(self.words, items, today))
        return None

    async def _snoozed(self, session: AsyncSession, row: Delivery, now: datetime) -> bool:
        """Whether the person said meanwhile that he wants it later; a message that he asked for is not stopped."""
        if row.person_id is None or row.cause.startswith(SNOOZED):
            return False
        asked = select(Snooze.id).where(
            Snooze.person_id == row.person_id,
            Snooze.done_at.is_(None),
            Snooze.until > now,
            Snooze.created_at >= row.created_at,
        )
        return await session.scalar(asked.limit(1)) is not None

    async def _settle(self, session: AsyncSession, ids: Sequence[int], state: str, why: str, now: datetime) -> None:
        if ids:
            await session.execute(update(Nudge).where(Nudge.id.in_(ids)).values(state=state, why=why, settled_at=now))


async def reconcile(session: AsyncSession, now: datetime) -> int:
    """Notes on nudges what became of their messages; says how many were settled."""
    rows = await session.execute(
        select(Nudge, Delivery)
        .join(Delivery, Delivery.id == Nudge.delivery_id)
        .where(Nudge.state == "planned", Delivery.state.in_(("sent", "uncertain", "refused", "dropped")))
        .limit(1000)
    )
    count = 0
    for nudge, row in rows:
        rode = row.state == "dropped" and outbox.rode(row.fate)
        if row.state == "sent" or rode:
            nudge.state = "escalated" if nudge.part == ABOVE else "sent"
            nudge.why = "rode" if rode else row.way
        else:
            nudge.state, nudge.why = "silenced", (row.fate or row.state)[:24]
        nudge.settled_at = row.sent_at or now
        count += 1
    await session.flush()
    return count


async def unsettled(session: AsyncSession) -> bool:
    """Whether anything waits for `reconcile`."""
    found = (
        select(Nudge.id)
        .join(Delivery, Delivery.id == Nudge.delivery_id)
        .where(Nudge.state == "planned", Delivery.state.in_(("sent", "uncertain", "refused", "dropped")))
    )
    return await session.scalar(found.limit(1)) is not None
