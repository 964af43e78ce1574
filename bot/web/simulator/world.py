"""Accounts, groups and what stands in each chat, as its members see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.clock import Clock
from bot.web.simulator.ids import MessageIds, token
from bot.web.simulator.records import Group, Json, Message, User, Way


class World:
    """The state that phones and bot share. A chat is named by its group id, or by the person's id for the 1:1 chat."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.standby: set[str] = set()
        """Chats that a human operator holds: their events have mode standby and no reply token."""
        self.changes = 0
        """Grows with everything that a screen could show differently."""
        self._messages: list[Message] = []
        self._by_chat: dict[str, list[Message]] = {}
        self._by_id: dict[str, Message] = {}
        self._by_quote: dict[str, Message] = {}
        self._ids = MessageIds()

    def add_user(self, user: str, name: str, *, friend: bool = True, consented: bool = True) -> User:
        """Creates an account; nobody is told (see follow())."""
        self.users[user] = User(user, name, friend=friend, consented=consented)
        return self.users[user]

    def add_group(self, group: str, name: str, members: Iterable[str], *, bot_inside: bool = True) -> Group:
        """Creates a group (id `C…`) or legacy room (`R…`); nobody is told (see join_group())."""
        self.groups[group] = Group(group, name, dict.fromkeys(members, 0), bot_inside)
        return self.groups[group]

    def chat_of(self, user: str, chat: str | None) -> str:
        """The chat's id for `chat` as a driver names it: a group id, or None, "direct" or the user's own id for 1:1.

        Raises LookupError for an unknown user or group, or a group that the user is not in.
        """
        if user not in self.users:
            raise LookupError(f"no user {user}")
        if chat in (None, "direct", user):
            return user
        if chat not in self.groups or user not in self.groups[chat].members:
            raise LookupError(f"{user} is in no group {chat}")
        return chat

    def seen(self, chat: str, *, by: str | None = None) -> list[Message]:
        """The messages of a chat in order, oldest first; for a group, `by` limits them to what that member can see."""
        since = self.groups[chat].members.get(by, 0) if by and chat in self.groups else 0
        return [message for message in self._by_chat.get(chat, []) if message.number >= since]

    def mark(self) -> int:
        """The number that the next message will have: give it to news() later."""
        return len(self._messages)

    def news(self, since: int = 0, *, chat: str | None = None) -> list[Message]:
        """What the bot has said, anywhere or in one chat, from message number `since` on."""
        return [m for m in self._messages[since:] if m.from_bot and chat in (None, m.chat)]

    def message(self, message_id: str) -> Message | None:
        """The message with LINE's id `message_id`."""
        return self._by_id.get(message_id)

    def quotable(self, quote_token: str, chat: str) -> Message | None:
        """The message of this chat that a quote token stands for; tokens never expire."""
        message = self._by_quote.get(quote_token)
        return message if message and message.chat == chat else None

    def requote(self, message: Message) -> None:
        """Gives a message a new quote token."""
        message.quote_token = token(48)
        self._by_quote[message.quote_token] = message

    def mark_read(self, message: Message) -> None:
        """Marks a message and all before it in its chat as read by the bot."""
        for earlier in self.seen(message.chat):
            if not earlier.from_bot and earlier.number <= message.number:
                earlier.read = True
        self.changed()

    def changed(self) -> None:
        """Notes that screens have something new to show."""
        self.changes += 1

    def new_id(self) -> str:
        """A fresh message id."""
        return self._ids.new()

    def show(
        self, chat: str, sender: str | None, body: Json, *, way: Way = "", cause: str = "", **more: Any
    ) -> Message:
        """Puts a message into a chat and returns it; bodies are LINE's message objects."""
        now, number = self.clock.now(), len(self._messages)
        message = Message(number, self.new_id(), chat, sender, now, body, way, token(48), cause=cause, **more)
        self._messages.append(message)
        self._by_chat.setdefault(chat, []).append(message)
        self._by_id[message.id] = message
        self._by_quote[message.quote_token] = message
        self.changed()
        return message
