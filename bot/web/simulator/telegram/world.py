"""Accounts, groups and what stands in each chat. A chat is named by its number: a person's own, or a group's (< 0)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from bot.clock import Clock
from bot.web.simulator.telegram.records import Group, Json, Message, Person


class World:
    """The state that phones and bot share."""

    def __init__(self, clock: Clock, bot_id: int, username: str, bot_name: str) -> None:
        self.clock, self.bot_id, self.username, self.bot_name = clock, bot_id, username, bot_name
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.privacy = True
        """BotFather's switch: in groups the bot hears only commands, mentions of it and answers to it."""
        self.content: dict[str, bytes] = {}
        """Bytes of pictures, sounds and files by file id."""
        self.changes = 0
        """Grows with whatever a phone or the panel beside it shows."""
        self._messages: list[Message] = []
        self._by_chat: defaultdict[int, list[Message]] = defaultdict(list)

    def add_person(self, number: int, name: str, **more: Any) -> Person:
        """Creates an account; nobody is told."""
        self.people[number] = Person(number, name, **more)
        return self.people[number]

    def add_group(self, number: int, title: str, members: Iterable[int], **more: Any) -> Group:
        """Creates a group; nobody is told."""
        self.groups[number] = Group(number, title, set(members), **more)
        return self.groups[number]

    def chat(self, number: int) -> Json:
        """A chat as the Bot API shows it. Raises LookupError for none."""
        if number in self.groups:
            return self.groups[number].chat()
        return self.people[number].chat()

    def bot_user(self) -> Json:
        """The bot itself as the Bot API shows it."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": self.username}

    def where(self, user: int, group: int | None) -> int:
        """The chat in which somebody acts. Raises LookupError where he cannot."""
        if user not in self.people:
            raise LookupError(f"no account {user}")
        if group is None:
            return user
        if group not in self.groups or user not in self.groups[group].members:
            raise LookupError(f"{user} is in no group {group}")
        return group

    def show(self, chat: int, sender: int | None, body: Json) -> Message:
        """Puts a message into a chat."""
        number = len(self._by_chat[chat]) + 1
        message = Message(len(self._messages), number, chat, sender, self.clock.now(), body)
        self._messages.append(message)
        self._by_chat[chat].append(message)
        self.changed()
        return message

    def changed(self) -> None:
        """Something looks different now."""
        self.changes += 1

    def seen(self, chat: int) -> list[Message]:
        """The messages of a chat, oldest first."""
        return list(self._by_chat[chat])

    def message(self, chat: int, number: int) -> Message | None:
        """A message by its number in its chat."""
        return next((one for one in self._by_chat[chat] if one.id == number), None)

    def mark(self) -> int:
        """The number that the next message will have: give it to news() later."""
        return len(self._messages)

    def news(self, since: int = 0, *, chat: int | None = None) -> list[Message]:
        """What the bot has said, anywhere or in one chat, from message number `since` on."""
        return [one for one in self._messages[since:] if one.from_bot and chat in (None, one.chat)]

    def shown(self, message: Message, *, deep: bool = True) -> Json:
        """A message as the Bot API shows it."""
        who = self.bot_user() if message.sender is None else self.people[message.sender].user()
        body = dict(message.body)
        quoted = body.pop("quoted", None)
        for ours in ("uploaded", "drawn"):
            body.pop(ours, None)
        if deep and quoted is not None and (found := self.message(message.chat, quoted)) is not None:
            body["reply_to_message"] = self.shown(found, deep=False)
        edited = {"edit_date": self.seconds()} if message.edited else {}
        head = {"message_id": message.id, "from": who, "chat": self.chat(message.chat)}
        return {**head, "date": int(message.at.timestamp()), **edited, **body}

    def seconds(self) -> int:
        """Now, as Telegram counts time."""
        return int(self.clock.now().timestamp())
