"""In which of a person's chats he is reminded: a channel whose pushes are free before one whose month is counted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Channel, ChatRef
from bot.services.audience import accounts


async def chats_of(
    session: AsyncSession, people: Collection[int], channels: Mapping[str, Channel]
) -> dict[int, ChatRef]:
    """The chat of each person that can be reached by one of these channels."""
    free = {name: channel.capabilities.free_pushes for name, channel in channels.items()}
    return await addresses(session, people, free)


async def addresses(session: AsyncSession, people: Collection[int], free: Mapping[str, bool]) -> dict[int, ChatRef]:
    """The same by the names of the channels, and whether their pushes are free."""
    found: dict[int, ChatRef] = {}
    known = [row for row in await accounts(session, people) if row.channel in free]
    for row in sorted(known, key=lambda row: not free[row.channel]):
        found.setdefault(row.person_id, ChatRef(row.channel, row.account_id, "direct"))
    return found
