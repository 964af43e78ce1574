"""Who is told an area's figures, and of which area: by role and subtree; in a group only the group's own area."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.services import areas, authority, groups
from bot.services.areas import Place
from bot.services.authority import Deed, Scope
from bot.understanding.zones import read_area

SUMMARY = "zone.summary"
MOST_AREAS = 6


@dataclass(frozen=True)
class Seen:
    """The area that is told of, all that lies in it, and its nodes by id."""

    tops: tuple[Place, ...]
    scope: Scope
    places: dict[int, Place]

    @property
    def name(self) -> str:
        """The area as a heading: its name, or names."""
        return " · ".join(place.name for place in self.tops[:3])

    @property
    def id(self) -> int | None:
        """The node's id, where it is one."""
        return self.tops[0].id if len(self.tops) == 1 else None


async def where(turn: Turn, area_id: int | None = None) -> Seen | Reply:
    """The area that the speaker asks about and may see, or what is said instead.

    `area_id` comes from a button of ours; it is checked like a typed name.
    """
    every = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    if not every:
        return _nobody(turn)
    asked = await _asked(turn, every, area_id)
    if turn.in_group:
        return await _in_group(turn, every, asked)
    if isinstance(asked, Reply):
        return asked
    if asked is not None and asked not in every.area_ids:
        return await _outside(turn, every, asked)
    return await _seen(turn, (asked,) if asked is not None else tuple(place.id for place in every.roots))


async def may_see(turn: Turn, area_id: int) -> bool:
    """Whether an area's inner figures may be told here and to this speaker."""
    if not await authority.may(turn.session, turn.speaker, Deed.SEE, area_id):
        return False
    if not turn.in_group:
        return True
    bound = await groups.area_of(turn.session, turn.incoming.chat)
    return bound is not None and bound in await areas.path(turn.session, area_id)


async def _in_group(turn: Turn, every: Scope, asked: int | Reply | None) -> Seen | Reply:
    """In a group its own area or a narrower one, and only to whoever has a role over it."""
    bound = await groups.area_of(turn.session, turn.incoming.chat)
    if bound is None:
        return private.only_private(turn, "seeing.group_unbound")
    if bound not in every.area_ids:
        return _nobody(turn)
    own = await _seen(turn, (bound,))
    if isinstance(asked, Reply) or (asked is not None and asked not in own.scope.area_ids):
        return say(turn.words("seeing.group_only", area=own.name), choices=(private.tap(turn),))
    return own if asked is None else await _seen(turn, (asked,))


async def _seen(turn: Turn, tops: tuple[int, ...]) -> Seen:
    places = await areas.subtree(turn.session, tops)
    found = await authority.below(turn.session, tops)
    return Seen(found.roots, found, places)


async def _asked(turn: Turn, every: Scope, area_id: int | None) -> int | Reply | None:
    """The id of the area that is asked about; None for one's own; a refusal where no area has the name."""
    if area_id is not None:
        return area_id
    nodes = await areas.select_places(turn.session, kinds=("zone", "province"))
    zones = [place for place in nodes if place.kind == "zone"]
    provinces = [place for place in nodes if place.kind == "province"]
    span = read_area(turn.incoming.text, [zone.name for zone in zones], [each.name for each in provinces])
    if span is None:
        return None
    if span.index is not None:
        return (zones if span.kind == "zone" else provinces)[span.index].id
    if span.typed:
        return await _outside(turn, every, None)
    own = [place for place in provinces if place.id in every.area_ids]
    if own:
        return own[0].id if len(own) == 1 else None
    above = await areas.path(turn.session, every.roots[0].id)
    return next((place.id for place in provinces if place.id in above), None)


async def _outside(turn: Turn, every: Scope, asked: int | None) -> Reply:
    """Another's area, or none that we know: what one may see instead."""
    words = turn.words
    own = " · ".join(place.name for place in every.roots[:MOST_AREAS])
    found = await areas.select_places(turn.session, ids=(asked,)) if asked is not None else []
    if not found:
        return say(words("seeing.unknown", areas=own), choices=_own(turn, every))
    place = found[0]
    return say(words("seeing.outside", asked=place.name, areas=own), choices=_own(turn, every))


def _own(turn: Turn, every: Scope) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label := turn.words("seeing.summary_of", area=place.name),
            Press(pack("ask", SUMMARY, a=place.id), said=label),
        )
        for place in every.roots[:MOST_AREAS]
        if place.kind != "fund"
    )


def _nobody(turn: Turn) -> Reply:
    """Somebody without a role over the area: kindly, with what he may see."""
    words = turn.words
    label = words("starter.contact")
    contact = Choice(label, Press(pack("ask", "fund.contact"), said=label))
    if turn.in_group:
        return say(words("seeing.nobody_here"), choices=(contact,))
    info = words("seeing.my_fund")
    return say(words("seeing.nobody"), choices=(Choice(info, Press(pack("ask", "fund.info"), said=info)), contact))
