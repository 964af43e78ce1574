"""What the fake LINE platform remembers: accounts, groups, messages and the webhooks it sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.web.simulator.visible import Button, buttons_of, visible_text

Json = dict[str, Any]
Way = Literal["", "reply", "push", "multicast"]
Reason = Literal["ok", "could_not_connect", "request_timeout", "error_status_code"]


@dataclass
class User:
    """A LINE account. `consented` is what puts the userId into group events (platforms.md 1.3)."""

    id: str
    name: str
    friend: bool = True
    blocked: bool = False
    consented: bool = True
    wrote_at: datetime | None = None
    """When the person last wrote 1:1: LINE delivers pushes to strangers for seven days after that."""


@dataclass
class Group:
    """A group chat (`C…`) or a legacy room (`R…`); `members` maps a user id to the number of the first message seen."""

    id: str
    name: str
    members: dict[str, int] = field(default_factory=dict)
    bot_inside: bool = True


@dataclass
class Message:
    """One bubble on the screen. `number` counts through all chats; `sender` is a user id, or None for the bot."""

    number: int
    id: str
    chat: str
    sender: str | None
    at: datetime
    body: Json
    way: Way = ""
    quote_token: str = ""
    quoted_id: str | None = None
    read: bool = False
    unsent: bool = False
    edited: bool = False
    shown: str = ""
    """A textV2 text with its mentions filled in."""
    cause: str = ""
    """What led to it: the event id answered, or the request id of a push."""

    @property
    def from_bot(self) -> bool:
        """Whether the bot said it."""
        return self.sender is None

    @property
    def alt(self) -> str:
        """What the chat list and the notification show for a Flex or template message, else its text."""
        return str(self.body.get("altText") or self.text())

    def text(self) -> str:
        """Everything readable on the bubble, in reading order, one piece per line; chips are not part of it."""
        return "" if self.unsent else self.shown or visible_text(self.body)

    def buttons(self) -> list[Button]:
        """What can be tapped on the bubble, then its quick-reply chips."""
        return [] if self.unsent else buttons_of(self.body)


@dataclass
class SentWebhook:
    """One POST to the bot: its body, how the bot answered and after how many seconds."""

    body: Json
    status: int
    reason: Reason
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether the bot answered 2xx within the deadline."""
        return self.reason == "ok"

    @property
    def event_ids(self) -> list[str]:
        """The ids of its events, in order."""
        return [event["webhookEventId"] for event in self.body["events"] if "webhookEventId" in event]


@dataclass(frozen=True)
class Call:
    """One call of the bot to the Messaging API, as it came in, with the status it got."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    status: int
    at: datetime
