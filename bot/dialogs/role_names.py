"""Offices and areas as people say them: coordinator of zone Mueang, treasurer of fund Ban Suan."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, funds
from bot.services.areas import Place
from bot.words import Words


def role_name(words: Words, role: str) -> str:
    """An office by itself."""
    return words.of("role", role) if words.has(f"role.{role}") else words("role.other")


async def place_name(session: AsyncSession, words: Words, place: Place) -> str:
    """An area as it is called in talk: a fund by its tambon."""
    if place.kind != "fund":
        return place.name
    known = {fund.area_id: fund for fund in await funds.all_funds(session)}
    return words("role.fund", tambon=known[place.id].tambon) if place.id in known else place.name


async def title(session: AsyncSession, words: Words, role: str, area_id: int) -> str:
    """An office with its area."""
    place = await areas.place(session, area_id)
    where = await place_name(session, words, place)
    return words("role.title", role=role_name(words, role), area=where)
