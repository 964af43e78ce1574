"""What the fake Telegram remembers: accounts, groups, messages, calls of the bot and updates sent to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class Person:
    """A Telegram account. Until it has `started` the bot, the bot may not write to it (platforms.md 3)."""

    id: int
    name: str
    username: str = ""
    started: bool = True
    blocked: bool = False

    def user(self) -> Json:
        """As the Bot API shows it."""
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "th", **named}

    def chat(self) -> Json:
        """The 1:1 chat with it."""
        return {"id": self.id, "type": "private", "first_name": self.name}


@dataclass
class Group:
    """A group (`supergroup` after it was upgraded, which gives it a new id)."""

    id: int
    title: str
    members: set[int] = field(default_factory=set)
    bot_inside: bool = True
    kind: str = "group"
    moved_to: int | None = None

    def chat(self) -> Json:
        """As the Bot API shows it."""
        return {"id": self.id, "type": self.kind, "title": self.title}


@dataclass(frozen=True)
class Button:
    """Something to tap under a message: `data` comes back to the bot, `url` opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass
class Message:
    """One bubble. `number` counts through all chats, `id` within its chat; `sender` is a user id, None for the bot."""

    number: int
    id: int
    chat: int
    sender: int | None
    at: datetime
    body: Json
    """What the Bot API's Message has besides ids, date and chat: text, entities, photo, reply_markup, …

    Two are ours, and Telegram shows them to nobody: `uploaded`, the name of a picture's file, by which transcripts tell
    pictures, and `drawn`, which of the page's stickers it is.
    """
    edited: bool = False
    heard: bool = True
    """Whether the bot was told of it."""

    @property
    def from_bot(self) -> bool:
        """Whether the bot said it."""
        return self.sender is None

    def text(self) -> str:
        """Everything to be read on it but its buttons."""
        uploaded = self.body.get("uploaded")
        name = f"[{uploaded}]" if uploaded else self.body.get("document", {}).get("file_name", "")
        pieces = (name, self.body.get("text") or self.body.get("caption") or "")
        return "\n".join(piece for piece in pieces if piece)

    def keyboard(self) -> list[list[Button]]:
        """Its buttons, row by row."""
        rows = self.body.get("reply_markup", {}).get("inline_keyboard", [])
        return [[Button(one["text"], one.get("callback_data", ""), one.get("url", "")) for one in row] for row in rows]

    def buttons(self) -> list[Button]:
        """Its buttons in reading order."""
        return [button for row in self.keyboard() for button in row]


@dataclass(frozen=True)
class Call:
    """One call of the bot, with the status and the result that it got."""

    method: str
    params: Mapping[str, Any]
    files: Mapping[str, str]
    """File names by the parameter that carried their bytes."""
    status: int
    result: Any
    at: datetime


@dataclass
class SentUpdate:
    """One POST of an update to the bot, and how it answered (0: not at all)."""

    update: Json
    status: int
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the bot took it."""
        return 200 <= self.status < 300
