"""A form on its way: what is filled in, what is asked now; versioned JSON in the conversation's state."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.dialogs.form import Form, Values

Stage = Literal["asking", "review", "fixing", "cancelling", "parked"]
LASTS = timedelta(days=7)
"""Unconfirmed drafts are kept for so long (domain.md 6.4)."""


@dataclass
class Draft:
    """A draft's state, plain values only. `at` is the last change (ISO, UTC); `trail` the fields asked so far.

    `walking`: optional fields are being walked through. `back_to` is the stage that a declined cancelling returns to.
    "parked": we have asked whether to go on with it or to begin another form; `then` is that other form, with what
    was said for it. `replaces`: the record that this draft corrects. `asides` counts messages that
    were no answer to the question.
    """

    form: str
    version: int
    id: str
    at: str
    values: Values = field(default_factory=dict)
    stage: Stage = "asking"
    ask: str | None = None
    trail: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    walking: bool = False
    back_to: Stage = "asking"
    replaces: int | None = None
    asides: int = 0
    then: dict[str, Any] | None = None

    @classmethod
    def new(cls, form: Form, now: datetime) -> Draft:
        """An empty draft with an id of its own: its buttons name it."""
        return cls(form.name, form.version, secrets.token_hex(4), now.isoformat())

    @classmethod
    def load(cls, stored: Mapping[str, Any] | None) -> Draft | None:
        """The draft in a stored state; None where there is none, or one that cannot be read."""
        try:
            return cls(**stored) if stored else None
        except TypeError:
            return None

    def dump(self) -> dict[str, Any]:
        """The JSON to store."""
        return asdict(self)

    def expired(self, now: datetime) -> bool:
        """Whether it has lain too long to go on."""
        return now - datetime.fromisoformat(self.at) > LASTS
