"""Where transcripts are played: a fresh stage on a channel for each file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.transcript import line_stage, telegram_stage, terminal_stage
from bot.transcript.stage import DemoDatabase, Stage
from bot.understanding.understand import Understander

STAGES: dict[str, Any] = {"line": line_stage, "telegram": telegram_stage, "terminal": terminal_stage}
"""The stages by channel: each module has ACCOUNTS and CHATS, by the demo's keys, and opened()."""


@dataclass(frozen=True)
class Theatre:
    """Where one channel's transcripts are played; a fresh stage for each file."""

    name: str
    database: DemoDatabase
    understander: Understander

    @asynccontextmanager
    async def stage(self) -> AsyncIterator[Stage]:
        """A fresh stage."""
        url = await self.database.fresh()
        async with STAGES[self.name].opened(url, self.understander) as stage:
            yield stage
