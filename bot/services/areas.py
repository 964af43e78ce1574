"""The area tree: nation › region › province › zone › fund."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Area, Fund
from storage.session import read_before

FUND_ROLES = ("treasurer", "officer", "fund_secretary", "chair")
ABOVE_ROLES = ("coordinator", "secretary")


@dataclass(frozen=True)
class Place:
    """One node of the tree: nation, region, province, zone or fund."""

    id: int
    kind: str
    code: str
    name: str
    parent_id: int | None


async def place(session: AsyncSession, area_id: int) -> Place:
    """One node. Raises NoResultFound."""
    return _place(await session.get_one(Area, area_id))


async def zones(session: AsyncSession) -> list[Place]:
    """Every zone, in the order of their codes."""
    rows = await session.scalars(select(Area).where(Area.kind == "zone").order_by(Area.code))
    return [_place(area) for area in rows]


async def path(session: AsyncSession, area_id: int) -> list[int]:
    """The ids of a node and of all above it, from below upwards."""
    return [area_id, *(area.id for area in await ancestors(session, area_id))]


async def subtree(session: AsyncSession, area_ids: Collection[int]) -> dict[int, Place]:
    """The nodes with these ids and all below them, by id, in the order of their codes."""
    read, asked = read_before(session), ("subtree", tuple(area_ids))
    if asked not in read:
        top = select(Area.id).where(Area.id.in_(area_ids)).cte("inside", recursive=True)
        inside = top.union(select(Area.id).join(top, Area.parent_id == top.c.id))
        rows = await session.execute(
            select(Area.id, Area.kind, Area.code, Area.name, Area.parent_id)
            .where(Area.id.in_(select(inside.c.id)))
            .order_by(Area.code)
        )
        read[asked] = {row.id: Place(*row) for row in rows}
    found: dict[int, Place] = read[asked]
    return found


async def everywhere(session: AsyncSession) -> list[Place]:
    """Every node there is, in the order of the codes."""
    return [_place(area) for area in await session.scalars(select(Area).order_by(Area.code))]


async def select_places(
    session: AsyncSession, *, kinds: Collection[str] = (), ids: Collection[int] = ()
) -> list[Place]:
    """The nodes of these kinds, or with these ids, in the order of their codes: a country's tree is not read whole."""
    rows = await session.execute(
        select(Area.id, Area.kind, Area.code, Area.name, Area.parent_id)
        .where(Area.kind.in_(kinds) if kinds else Area.id.in_(ids))
        .order_by(Area.code)
    )
    return [Place(*row) for row in rows]


def _place(area: Area) -> Place:
    return Place(area.id, area.kind, area.code, area.name, area.parent_id)


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
