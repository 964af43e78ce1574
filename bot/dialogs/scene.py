"""What a form sees of the turn: who speaks, where he may do this, the day, the words; read once, then all is plain."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.clock import Clock
from bot.services.authority import Scope
from bot.services.people import Speaker
from bot.words import Words


@dataclass
class Scene:
    """Where a form is filled in. `scope` is where the speaker may do the form's deed.

    `zone_hint` and `fund_hint`: what the group is bound to. `facts`: what the form's own `load` has read ahead.
    """

    session: AsyncSession
    speaker: Speaker
    words: Words
    clock: Clock
    chat: ChatRef
    scope: Scope
    zone_hint: int | None = None
    fund_hint: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The calendar day (common era, Bangkok)."""
        return self.clock.today()

    @property
    def now(self) -> datetime:
        """The instant, aware UTC."""
        return self.clock.now()

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.chat.is_group

    @property
    def person_id(self) -> int:
        """Who fills in the form. Raises ValueError where the platform hides it: no form begins there."""
        if self.speaker.person_id is None:
            raise ValueError("a form needs a known person")
        return self.speaker.person_id
