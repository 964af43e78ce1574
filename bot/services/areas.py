"""The area tree: nation › region › province › zone › fund."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Area, Fund

FUND_ROLES = ("treasurer", "officer", "fund_secretary", "chair")
ABOVE_ROLES = ("coordinator", "secretary")


async def ancestors(session: AsyncSession, area_id: int) -> list[Area]:
    """The areas above, nearest first."""
    found: list[Area] = []
    area = await session.get_one(Area, area_id)
    while area.parent_id is not None:
        area = await session.get_one(Area, area.parent_id)
        found.append(area)
    return found


async def ladder(session: AsyncSession, fund_id: int | None) -> list[tuple[list[int], Iterable[str]]]:
    """Whom to turn to for a fund, step by step: (area ids, roles). Without a fund: secretaries anywhere."""
    if fund_id is None:
        everywhere = list(await session.scalars(select(Area.id)))
        return [(everywhere, ("secretary",)), (everywhere, ("coordinator",))]
    fund = await session.get_one(Fund, fund_id)
    above = await ancestors(session, fund.area_id)
    return [([fund.area_id], FUND_ROLES)] + [([area.id], ABOVE_ROLES) for area in above]
