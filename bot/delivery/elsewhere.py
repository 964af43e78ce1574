"""A notice that cannot go out in one chat of a person goes to his other one: no quota left in LINE, or he blocked us.

Only what surely never arrived moves: at its first try, before or instead of a send (platforms.md 0.5, 7.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Channel
from bot.delivery.planner import NO_QUOTA, Plan
from storage.models import Delivery, Identity

UNSENT = frozenset({NO_QUOTA, "blocked"})


async def move(
    session: AsyncSession, row: Delivery, plan: Plan, channels: Mapping[str, Channel], now: datetime
) -> bool:
    """Queues a notice that waits for quota, or whose person blocked us, to a chat of his where sending is free.

    Call it when the row was settled; says whether there was such a chat.
    """
    certain = plan.do in {"wait", "refuse"} and plan.reason in UNSENT and row.attempts == 1
    if not certain or row.chat_kind != "direct" or row.reply_token is not None:
        return False
    free = [name for name, channel in channels.items() if channel.capabilities.free_pushes and name != row.channel]
    person = select(Identity.person_id).where(Identity.channel == row.channel, Identity.account_id == row.chat_id)
    other = await session.execute(
        select(Identity.channel, Identity.account_id)
        .where(Identity.person_id == person.scalar_subquery(), Identity.channel.in_(free))
        .where(Identity.blocked_at.is_(None))
        .order_by(Identity.id)
        .limit(1)
    )
    if (found := other.first()) is None:
        return False
    queued = {"state": "queued", "way": None, "fate": f"not by {row.channel}", "next_at": now, "reply_token": None}
    there = {"channel": found.channel, "chat_id": found.account_id}
    await session.execute(update(Delivery).where(Delivery.id == row.id).values(**queued, **there))
    return True
