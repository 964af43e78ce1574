"""`nongbaht admin invite`: the first code of a network, for its first secretary; all others are issued by chat."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands.serve import stop


def admin_invite(
    role: Annotated[str, typer.Argument(help="The office: secretary, coordinator, treasurer, …")],
    area: Annotated[str, typer.Argument(help="The area's code, as it stands in the workbook of areas.")],
    days: Annotated[int, typer.Option("--days", help="For how many days the code is good, 14 at most.")] = 7,
) -> None:
    """Issue an invite code: whoever types it to the bot and agrees holds the office from then on."""
    try:
        asyncio.run(_invite(role, area, days))
    except ValueError as fault:
        stop(str(fault))


async def _invite(role: str, area: str, days: int) -> None:
    from sqlalchemy import select

    from bot.clock import SystemClock
    from bot.services import invites
    from bot.settings import Settings
    from storage.keys import check_keys
    from storage.migrations.run import check_revision
    from storage.models import Area
    from storage.session import engine as open_engine
    from storage.session import sessions

    settings = Settings()
    engine, clock = open_engine(settings.database_url), SystemClock(settings.zone)
    try:
        await check_revision(engine)
        await check_keys(engine, clock.now())
        async with sessions(engine).begin() as session:
            place = await session.scalar(select(Area).where(Area.code == area))
            kinds = invites.PLACES.get(role)
            if kinds is None:
                raise ValueError(f"no office {role!r}; one of {', '.join(invites.PLACES)}")
            if place is None:
                raise ValueError(f"no area {area!r}; `nongbaht import areas FILE` brings them in")
            if place.kind not in kinds:
                raise ValueError(f"{role} is an office of a {' or '.join(kinds)}; {area} is a {place.kind}")
            issued, _ = await invites.issue(session, clock.now(), clock.today(), role, place.id, None, days=days)
    finally:
        await engine.dispose()
    print(f"{issued.code}  ({role}, {place.name}, once, until {issued.valid_until.isoformat()})")
    print("Hand it over in person. Whoever types it to the bot and agrees holds the office.")
