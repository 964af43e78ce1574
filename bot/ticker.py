"""APScheduler: wakes retention every hour and menus every five minutes.

In memory on every instance; the tables are the truth.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
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


def ticker(
    sessions: async_sessionmaker[AsyncSession], clock: Clock, show_menus: Callable[[], Awaitable[None]]
) -> AsyncIOScheduler:
    """A scheduler, not yet started, with the house's timed jobs; `show_menus` gives people the menus of their roles."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=clock.zone)
    scheduler.add_job(
        sweep, "cron", minute=MINUTE, args=(sessions, clock), id="retention", coalesce=True, max_instances=1
    )
    scheduler.add_job(sweep, args=(sessions, clock), id="retention at start")
    scheduler.add_job(show_menus, "cron", minute=MENU_MINUTES, id="menus", coalesce=True, max_instances=1)
    scheduler.add_job(show_menus, id="menus at start")
    return scheduler


async def sweep(sessions: async_sessionmaker[AsyncSession], clock: Clock) -> None:
    """Removes what has been kept long enough; logs only how much of each."""
    try:
        removed = await retention.run(sessions, clock.now())
    except asyncio.CancelledError:
        return  # the house closes in the middle: what was done so far stands or rolls back, the next start goes on
    log.info("retention.swept", **{kind: count for kind, count in removed.items() if count})
