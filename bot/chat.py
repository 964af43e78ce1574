"""The neutral language of conversation: what arrives, what is said, and the Channel that carries both. No I/O.

The core speaks only this; each channel renders it in its own best form and within its own limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, Protocol

ChatKind = Literal["direct", "group"]
Way = Literal["reply", "push"]

MAX_PRESS_BYTES = 64
"""Telegram's callback_data holds 64 bytes, LINE's postback 300 characters: the smaller counts (platforms.md 3)."""


# ---------------------------------------------------------------- what arrives


class Kind(StrEnum):
    """What sort of thing arrived."""

    TEXT = "text"
    PRESS = "press"
    PICK = "pick"
    IMAGE = "image"
    STICKER = "sticker"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    JOIN = "join"
    LEAVE = "leave"
    MEMBERS_JOINED = "members_joined"
    EDITED = "edited"
    UNSENT = "unsent"
    MOVED = "moved"
    """The chat has a new id, in `data`."""
    OTHER = "other"


@dataclass(frozen=True)
class ChatRef:
    """One chat on one channel. `id` is the channel's own id of it; in a 1:1 chat it is the person's account id."""

    channel: str
    id: str
    kind: ChatKind

    @property
    def is_group(self) -> bool:
        """Whether others read along."""
        return self.kind == "group"


@dataclass(frozen=True)
class Incoming:
    """One event as the house sees it. `at` is aware UTC, the event's own time; `account` may be unknown (None)."""

    event_id: str
    kind: Kind
    chat: ChatRef
    at: datetime
    account: str | None = None
    text: str = ""
    data: str = ""
    picked: str = ""
    message_id: str | None = None
    quoted_id: str | None = None
    mentions_bot: bool = False
    mentions_others: bool = False
    reply_token: str | None = None
    read_token: str | None = None
    listen_only: bool = False
    """LINE's standby: a human operator holds the chat, the bot must not send (platforms.md 1.2)."""
    content_handle: str | None = None
    """By what the content is fetched, where that is not the message's id (Telegram)."""

    @property
    def handle(self) -> str | None:
        """By what Channel.content() finds what was sent; None where nothing can be fetched."""
        return self.content_handle or self.message_id


# ---------------------------------------------------------------- what is said


@dataclass(frozen=True)
class Press:
    """A tap that comes back as `data` (see pack()); `said` is what the tap shows as the person's own words."""

    data: str
    said: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= MAX_PRESS_BYTES:
            raise ValueError(
                f"button data of {len(self.data.encode())} bytes, 1 to {MAX_PRESS_BYTES} allowed: {self.data}"
            )


@dataclass(frozen=True)
class Say:
    """A tap that sends `text` as if the person had typed it."""

    text: str


@dataclass(frozen=True)
class GoPrivate:
    """A tap that opens the 1:1 chat with the bot, `text` already typed; the person still sends it himself."""

    text: str


@dataclass(frozen=True)
class OpenLink:
    """A tap that opens a web address or tel: number."""

    url: str


@dataclass(frozen=True)
class PickDate:
    """A tap that opens a date picker; the chosen ISO date comes back as Incoming.picked with `data`."""

    data: str
    initial: date | None = None
    earliest: date | None = None
    latest: date | None = None


Act = Press | Say | GoPrivate | OpenLink | PickDate


@dataclass(frozen=True)
class Choice:
    """One thing a person may tap. The label is Thai and short (LINE: 20 graphemes)."""

    label: str
    act: Act


@dataclass(frozen=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Row:
    """A label and its value on one line of a card; without a label the value is a paragraph."""

    value: str
    label: str = ""
    strong: bool = False
    faint: bool = False
    share: float | None = None
    """0..1 draws a bar behind the row where the channel can."""


@dataclass(frozen=True)
class Section:
    """A headed group of rows in a card."""

    rows: tuple[Row, ...]
    heading: str = ""


@dataclass(frozen=True)
class Card:
    """What reads better laid out than as prose: a Flex bubble on LINE, tidy text elsewhere.

    `lead` is the one big line (usually the amount); `foot` small print (clause, as-of date); `buttons` stay with the
    card, unlike a reply's choices.
    """

    title: str
    lead: str = ""
    sections: tuple[Section, ...] = ()
    foot: str = ""
    buttons: tuple[Choice, ...] = ()
    tone: Literal["calm", "good", "warn", "sorrow"] = "calm"

    def plain(self) -> str:
        """The card as text, for terminals, notifications and channels without layout."""
        lines = [self.title] + ([self.lead] if self.lead else [])
        for section in self.sections:
            lines += [""] + ([section.heading] if section.heading else [])
            lines += [f"{row.label}: {row.value}" if row.label else row.value for row in section.rows]
        return "\n".join(lines + (["", self.foot] if self.foot else [])).strip()


@dataclass(frozen=True)
class Attachment:
    """A file to have: a workbook, a text file, or a picture (`media_type` image/png) that is shown as one.

    `file_id` is the secret by which its content is found, `size` its bytes, `alt` what it holds in one line, for
    whoever cannot see it. services.files.share() makes one.
    """

    file_id: str
    name: str
    media_type: str
    alt: str
    size: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it is looked at in the chat itself."""
        return self.media_type.startswith("image/")

    def plain(self) -> str:
        """Its name and what it holds, as text."""
        return f"[{self.name}]\n{self.alt}".strip()


Part = Text | Card | Attachment


@dataclass(frozen=True)
class Reply:
    """All that is said at once. `choices` belong to the last part and vanish when the talk goes on."""

    parts: tuple[Part, ...]
    choices: tuple[Choice, ...] = ()


def say(*texts: str, choices: tuple[Choice, ...] = ()) -> Reply:
    """A reply of plain words."""
    return Reply(tuple(Text(text) for text in texts), choices)


def pack(verb: str, *words: str, **slots: object) -> str:
    """Button data: `verb:word:word?name=value&…`, ASCII and at most 64 bytes. Raises ValueError where it is longer."""
    query = "&".join(f"{name}={value}" for name, value in slots.items() if value is not None)
    data = ":".join((verb, *words)) + (f"?{query}" if query else "")
    Press(data)
    return data


def unpack(data: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """What pack() packed: verb, words, slots."""
    head, _, query = data.partition("?")
    verb, *words = head.split(":")
    slots = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    return verb, tuple(words), slots


# ---------------------------------------------------------------- who carries it


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; the core never asks which channel it is."""

    choices: int
    parts_per_send: int
    label_graphemes: int
    text_units: int
    cards: bool = True
    free_replies: bool = True
    reply_seconds: int = 50
    hears_whole_group: bool = True
    opens_private_chat: bool = True
    free_pushes: bool = False
    """Nothing that is sent unasked costs anything, so a group may be written to as freely as a person."""
    repeats_safely: bool = True
    """A push sent twice with one id arrives once; without, what may have arrived is never sent again."""
    uploads: bool = False
    """Whether a send carries the content of files (Outgoing.files); other channels tell where they can be fetched."""


class Outcome(StrEnum):
    """What became of one send."""

    SENT = "sent"
    REFUSED = "refused"
    RETRY = "retry"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Fate:
    """The outcome of a send, with ids of what was sent, why not, and how many seconds to wait before a retry.

    `uncertain` may have arrived: it never falls back to another way by itself (platforms.md 0.5).
    """

    outcome: Outcome
    message_ids: tuple[str, ...] = ()
    reason: Literal["", "token", "quota", "rate", "blocked", "invalid", "unreachable", "server", "timeout", "moved"] = (
        ""
    )
    wait_seconds: float = 0
    request_id: str = ""
    moved_to: str = ""
    """The chat's new id, where the platform has given it one: what is stored of the chat moves there."""


@dataclass(frozen=True)
class Outgoing:
    """One send: to whom, what, by which way. `id` is a UUID, LINE's retry key."""

    id: str
    chat: ChatRef
    reply: Reply
    way: Way
    reply_token: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Content by file_id, for channels that upload; a file that has expired is not among them."""


class ContentDelayed(OSError):
    """What somebody sent cannot be fetched now, but may be later."""


class ContentTooLarge(ValueError):
    """What somebody sent is larger than asked for; nothing of it was kept."""


class Channel(Protocol):
    """A messenger. Only code in bot/channels/ knows its SDK."""

    name: str
    capabilities: Capabilities

    def read(self, raw: Mapping[str, Any]) -> Incoming:
        """One raw event as Incoming; unknown types become Kind.OTHER. Raises ValueError for what is no event at all."""
        ...

    async def send(self, outgoing: Outgoing) -> Fate:
        """Sends once and says what became of it; never raises for the network's or the platform's faults."""
        ...

    async def hint(self, incoming: Incoming) -> None:
        """Shows that the bot has read and is at work, where the platform allows; failures are swallowed."""
        ...

    async def content(self, handle: str, most: int) -> bytes | None:
        """What somebody sent, at most `most` bytes; None where it is gone. `handle`: see Incoming.handle.

        Raises ContentDelayed and ContentTooLarge.
        """
        ...

    async def display_name(self, account: str, chat: ChatRef) -> str | None:
        """The person's shown name, or None where the platform does not tell."""
        ...

    async def member_count(self, chat: ChatRef) -> int | None:
        """How many people a group push would be counted for, or None."""
        ...

    async def quota(self) -> tuple[int | None, int] | None:
        """(monthly limit or None for unlimited, used so far), None where pushes cost nothing."""
        ...

    async def close(self) -> None:
        """Lets go of connections."""
        ...


@dataclass(frozen=True)
class Notice:
    """Something to tell another chat than the one being answered, e.g. a new question to an officer."""

    chat: ChatRef
    reply: Reply
    cause: str
    urgency: Literal["normal", "urgent"] = "normal"
    person_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
