"""Where transcripts are played: a fresh stage on a channel for each file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.transcript import line_stage, terminal_stage
from bot.transcript.stage import DemoDatabase, Stage
from bot.understanding.understand import Understander


@dataclass(frozen=True)
class Theatre:
    """Where one channel's transcripts are played; a fresh stage for each file."""

    name: str
    database: DemoDatabase
    understander: Understander

    @asynccontextmanager
    async def stage(self) -> AsyncIterator[Stage]:
        """A fresh stage."""
        opened = terminal_stage.opened if self.name == "terminal" else line_stage.opened
        async with opened(await self.database.fresh(), self.understander) as stage:
            yield stage
