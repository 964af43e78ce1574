"""The terminal as a channel: for `nongbaht chat` and for transcripts without any platform between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.chat import (
    Capabilities,
    Card,
    ChatRef,
    Choice,
    ContentTooLarge,
    Fate,
    Incoming,
    Kind,
    Outcome,
    Outgoing,
    Part,
    Text,
)

NAME = "terminal"


@dataclass(frozen=True)
class Shown:
    """One message on the screen: its text and what can be chosen under it."""

    id: str
    text: str
    choices: tuple[Choice, ...] = ()


@dataclass
class TerminalChannel:
    """Keeps what was sent in memory, per chat. Events are plain mappings of Incoming's own fields."""

    name: str = NAME
    capabilities: Capabilities = Capabilities(
        choices=99, parts_per_send=99, label_graphemes=80, text_units=100_000, cards=False, free_replies=True
    )
    contents: dict[str, bytes] = field(default_factory=dict)
    """What people sent, by message id."""
    screens: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0

    def read(self, raw: Mapping[str, Any]) -> Incoming:
        """The event as Incoming."""
        chat = ChatRef(self.name, raw["chat"], raw["chat_kind"])
        plain = {key: value for key, value in raw.items() if key not in {"chat", "chat_kind", "kind", "at"}}
        return Incoming(chat=chat, kind=Kind(raw["kind"]), at=datetime.fromisoformat(raw["at"]), **plain)

    async def send(self, outgoing: Outgoing) -> Fate:
        """Shows the reply at once."""
        ids = []
        last = len(outgoing.reply.parts) - 1
        for index, part in enumerate(outgoing.reply.parts):
            self._count += 1
            own = part.buttons if isinstance(part, Card) else ()
            choices = own + (outgoing.reply.choices if index == last else ())
            shown = Shown(f"t{self._count}", _text(part), choices)
            self.screens[outgoing.chat.id].append(shown)
            ids.append(shown.id)
        return Fate(Outcome.SENT, message_ids=tuple(ids))

    async def hint(self, incoming: Incoming) -> None:
        """A terminal shows no dots."""

    async def content(self, handle: str, most: int) -> bytes | None:
        """What was put into `contents`. Raises ContentTooLarge."""
        found = self.contents.get(handle)
        if found is not None and len(found) > most:
            raise ContentTooLarge(f"{len(found)} bytes")
        return found

    async def display_name(self, account: str, chat: ChatRef) -> str | None:
        """Terminals know no profile."""
        return None

    async def member_count(self, chat: ChatRef) -> int | None:
        """Nothing costs anything here."""
        return None

    async def quota(self) -> tuple[int | None, int] | None:
        """Nothing costs anything here."""
        return None

    async def close(self) -> None:
        """Nothing to let go of."""


def _text(part: Part) -> str:
    return part.text if isinstance(part, Text) else part.plain()
