"""Coming and going: friends, blocks and groups; and events of kinds that the future may bring."""

from __future__ import annotations

from typing import Any

from bot.web.simulator.phones import Phones
from bot.web.simulator.records import Json


class Gatherings(Phones):
    """Follow, block, join and leave."""

    async def follow(self, user: str) -> None:
        """Adds the bot as a friend, or lifts a block."""
        person = self.users[user]
        unblocked, person.friend, person.blocked = person.blocked, True, False
        await self.send(self.event("follow", user, user, follow={"isUnblocked": unblocked}))

    async def block(self, user: str) -> None:
        """Blocks the bot: it gets an unfollow and nothing more; pushes answer 200 and reach nobody."""
        self.users[user].blocked = True
        await self.send(self.event("unfollow", user, user, token=False))

    async def join_group(self, group: str) -> None:
        """Somebody invites the bot into a group."""
        self.groups[group].bot_inside = True
        await self.send(self.event("join", group, None))

    async def remove_from_group(self, group: str) -> None:
        """Somebody removes the bot from a group."""
        self.groups[group].bot_inside = False
        await self.send(self.event("leave", group, None, token=False))

    async def enter(self, group: str, *users: str) -> None:
        """People join a group; those who never consented are not told of (style.md, facts about groups)."""
        for user in users:
            self.groups[group].members[user] = self.mark()
        members = [{"type": "user", "userId": user} for user in users if self.users[user].consented]
        if members:
            await self.send(self.event("memberJoined", group, None, joined={"members": members}))

    async def exit(self, group: str, *users: str) -> None:
        """People leave a group."""
        for user in users:
            self.groups[group].members.pop(user, None)
        members = [{"type": "user", "userId": user} for user in users if self.users[user].consented]
        if members:
            await self.send(self.event("memberLeft", group, None, token=False, left={"members": members}))

    async def send_unknown(self, user: str, chat: str | None, **changes: Any) -> Json:
        """An event of a type that nobody knows yet; `changes` replace or (None) remove top-level fields."""
        event = self.event("somethingNew", self.chat_of(user, chat), user, something={"a": 1}) | changes
        event = {name: value for name, value in event.items() if value is not None}
        await self.send(event)
        return event
