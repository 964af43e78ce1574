"""APScheduler: wakes reminders every minute, menus every five minutes and retention every hour.

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
QUOTA_MINUTES = "*/10"
NUDGE_MINUTES = "*"
"""What falls due is seen within a minute; a round that finds nothing takes a few quick reads."""


def ticker(
    sessions: async_sessionmaker[AsyncSession],
    clock: Clock,
    show_menus: Callable[[], Awaitable[None]],
    remind: Callable[[], Awaitable[object]],
    look: Callable[[], Awaitable[object]],
) -> AsyncIOScheduler:
    """A scheduler, not yet started, with the house's timed jobs.

    `show_menus` gives people the menus of their roles, `remind` plans and queues the reminders that are due;
    `look` asks platforms how much of the month's messages is left.
    """
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=clock.zone)
    for name, job, when in (
        ("retention", _quiet(partial(sweep, sessions, clock)), {"minute": MINUTE}),
        ("menus", _quiet(show_menus), {"minute": MENU_MINUTES}),
        ("nudges", _quiet(remind), {"minute": NUDGE_MINUTES}),
        ("quota", _quiet(look), {"minute": QUOTA_MINUTES}),
    ):
        scheduler.add_job(job, "cron", id=name, coalesce=True, max_instances=1, **when)
        scheduler.add_job(job, id=f"{name} at start")
    return scheduler


def _quiet(job: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    """The job, for a house that may close in the middle: what it did stands or rolls back, the next start goes on."""

    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await job()

    return run


async def sweep(sessions: async_sessionmaker[AsyncSession], clock: Clock) -> None:
    """Removes what has been kept long enough; logs only how much of each."""
    removed = await retention.run(sessions, clock.now())
    log.info("retention.swept", **{kind: count for kind, count in removed.items() if count})
