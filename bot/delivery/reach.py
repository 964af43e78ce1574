"""Who can still be written to: a platform answers 200 for those who blocked us; its events tell (platforms.md 2.1)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Delivery, Group, Identity


async def left(session: AsyncSession, row: Delivery) -> bool:
    """Whether the person has blocked us, or the group has let us go: then nothing is sent unasked."""
    gone = (
        select(Group.left_at).where(Group.channel == row.channel, Group.chat_id == row.chat_id)
        if row.chat_kind == "group"
        else select(Identity.blocked_at).where(Identity.channel == row.channel, Identity.account_id == row.chat_id)
    )
    return await session.scalar(gone) is not None
