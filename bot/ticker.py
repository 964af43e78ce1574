"""APScheduler: wakes retention every hour and menus every five minutes.

In memory on every instance; the tables are the truth.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.clock import Clock
from storage import retention

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

MINUTE = 17
"""Every hour, so that no text outlives its 30 days by more than that; at start-up too, for a machine that was off."""
MENU_MINUTES = "*/5"
"""A role that somebody else gave or took shows in the person's menu after so long at most."""


def ticker(
    sessions: async_sessionmaker[AsyncSession], clock: Clock, show_menus: Callable[[], Awaitable[None]]
) -> AsyncIOScheduler:
    """A scheduler, not yet started, with the house's timed jobs; `show_menus` gives people the menus of their roles."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=clock.zone)
    removing, showing = _quiet(partial(sweep, sessions, clock)), _quiet(show_menus)
    for name, job, when in (("retention", removing, {"minute": MINUTE}), ("menus", showing, {"minute": MENU_MINUTES})):
        scheduler.add_job(job, "cron", id=name, coalesce=True, max_instances=1, **when)
        scheduler.add_job(job, id=f"{name} at start")
    return scheduler


def _quiet(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The job, for a house that may close in the middle: what it did stands or rolls back, the next start goes on."""

    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await job()

    return run


async def sweep(sessions: async_sessionmaker[AsyncSession], clock: Clock) -> None:
    """Removes what has been kept long enough; logs only how much of each."""
    removed = await retention.run(sessions, clock.now())
    log.info("retention.swept", **{kind: count for kind, count in removed.items() if count})
