"""Which area a message names, among those that may be meant: a zone by its name, a fund by its tambon."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import areas, funds
from bot.services.areas import Place
from bot.understanding.funds import match_fund, read_funds
from bot.understanding.normalise import squash
from bot.understanding.role_words import bare_area

SHORTEST = 3
"""Letters of a name that counts without its announcing word."""
NEAR = 85.0


async def named(session: AsyncSession, text: str, places: Iterable[Place]) -> list[Place]:
    """The areas that a message names; the longer name wins where one holds another."""
    said = squash(text)
    names = await _names(session, places)
    whole = [(place, name) for place, own in names for name in own[:1] if squash(name) in said]
    bare = [(place, bare_area(name)) for place, own in names for name in own if len(bare_area(name)) >= SHORTEST]
    found = whole or [(place, name) for place, name in bare if name in said]
    if not found:
        found = _near(text, names)
    kept = [
        place
        for place, name in found
        if not any(squash(name) != squash(other) and squash(name) in squash(other) for _, other in found)
    ]
    return list(dict.fromkeys(kept))


async def anywhere(session: AsyncSession, kinds: Iterable[str]) -> list[Place]:
    """Every area of some kinds, wherever."""
    return [place for place in await areas.everywhere(session) if place.kind in tuple(kinds)]


async def _names(session: AsyncSession, places: Iterable[Place]) -> list[tuple[Place, list[str]]]:
    """Each area with its names: a fund is known by its tambon."""
    tambons = {fund.area_id: fund.tambon for fund in await funds.all_funds(session)}
    return [(place, [tambons[place.id]] if place.id in tambons else [place.name]) for place in places]


def _near(text: str, names: list[tuple[Place, list[str]]]) -> list[tuple[Place, str]]:
    """Funds by a tambon that is announced as one and slightly misspelt."""
    if not read_funds(text):
        return []
    by_name = {own[0]: place for place, own in names if place.kind == "fund"}
    return [(by_name[name], name) for name, score in match_fund(text, by_name) if score >= NEAR][:1]
