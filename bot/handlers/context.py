"""What a handler is given: one turn of talk, with the person, the understood need and the conversation's memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import Incoming, Notice, Reply
from bot.clock import Clock
from bot.services.people import Speaker
from bot.understanding.result import Understanding
from bot.words import Words

STATE_VERSION = 1

Bridge = Callable[[str, str], str | None]
"""The address that carries a one-time token into our chat on a messenger (its name, the token); None without one."""


@dataclass
class Memory:
    """What a conversation remembers between turns; kept as versioned JSON, so only plain values.

    `pending`: a question of ours that waits for its answer: {"intent", "slots", "ask", "tries"}, or an officer's errand
    such as {"intent": "question.answer", "slots": {"id": 3}, "ask": "text"}.
    `topic`: the need last answered, {"intent", "slots"}: follow-ups lean on it.
    `draft`: the running form (dialogs/draft.py). `saved`: the draft last saved, so that its old buttons are answered
    and a correction right after it still finds it: {"id", "form", "record", "values", "at"}.
    """

    pending: dict[str, Any] | None = None
    topic: dict[str, Any] | None = None
    draft: dict[str, Any] | None = None
    saved: dict[str, Any] | None = None

    @classmethod
    def load(cls, state: Mapping[str, Any] | None) -> Memory:
        """The memory in a stored state; another version's state is forgotten rather than misread."""
        if not state or state.get("version") != STATE_VERSION:
            return cls()
        return cls(**{name: state.get(name) for name in ("pending", "topic", "draft", "saved")})

    def dump(self) -> dict[str, Any]:
        """The JSON to store."""
        forms = {name: kept for name in ("draft", "saved") if (kept := getattr(self, name)) is not None}
        return {"version": STATE_VERSION, "pending": self.pending, "topic": self.topic, **forms}


@dataclass
class Turn:
    """One message on its way to a reply."""

    incoming: Incoming
    session: AsyncSession
    clock: Clock
    words: Words
    speaker: Speaker
    understood: Understanding
    memory: Memory
    group_fund_id: int | None = None
    """The fund that this group is bound to, if any."""
    group_area_id: int | None = None
    """The zone (or another area) that this group is bound to, if any."""
    on_behalf: bool = False
    """A relative asks, and `speaker` stands for the member who lets him look."""
    second: Understanding | None = None
    """The other need of a message that asks two things; `understood` is then the first."""
    notices: list[Notice] = field(default_factory=list)
    """What other chats are told; queued in the same transaction as the reply."""
    bridge: Bridge | None = None

    @property
    def today(self) -> date:
        """The calendar day of the turn (common era, Bangkok)."""
        return self.clock.today()

    @property
    def in_group(self) -> bool:
        """Whether others read along: then nothing personal is said."""
        return self.incoming.chat.is_group

    @property
    def slots(self) -> dict[str, Any]:
        """The understood slots, as plain values."""
        return dict(self.understood.slots)

    def ask(self, intent: str, slots: Mapping[str, Any], ask: str) -> None:
        """Remembers that the next message answers our question for slot `ask` of `intent`."""
        tries = self.memory.pending["tries"] + 1 if self.memory.pending and self.memory.pending.get("ask") == ask else 1
        self.memory.pending = {"intent": intent, "slots": dict(slots), "ask": ask, "tries": tries}


Handler = Callable[[Turn], Awaitable[Reply]]
