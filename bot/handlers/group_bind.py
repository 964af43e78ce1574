"""Tying a group to a fund or a zone, on the word of whoever leads it; what is tied is let go by its own people only."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.dialogs.role_names import place_name
from bot.handlers.context import Turn
from bot.handlers.parts.which_area import anywhere, named
from bot.services import areas, authority, funds, groups
from bot.services.areas import Place
from bot.services.authority import Deed

MOST_CHOICES = 10
KINDS = ("fund", "zone", "province", "region")


async def handle(turn: Turn) -> Reply:
    """Binds this group to the area that is named, else to the speaker's own; anybody else is told who can."""
    if not turn.in_group:
        return say(turn.words("group.bind_here"))
    within = await authority.scope(turn.session, turn.speaker, Deed.BIND)
    if not within:
        return say(turn.words("group.officers_only"))
    inside = await areas.subtree(turn.session, tuple(root.id for root in within.roots))
    allowed = [place for place in inside.values() if place.kind in KINDS]
    found = await named(turn.session, turn.incoming.text, allowed)
    if not found and await named(turn.session, turn.incoming.text, await anywhere(turn.session, ("zone", "province"))):
        return say(turn.words("group.not_yours"))
    # a coordinator's own group is his zone's; who leads more than one area chooses
    zones = [place for place in within.roots if place.kind in ("zone", "fund")]
    candidates = found or (zones if len(zones) == len(within.roots) else [*within.roots, *within.zones])
    candidates = list(dict.fromkeys(candidates))
    if len(candidates) == 1:
        return await _bind(turn, candidates[0])
    taps = tuple(
        [
            Choice(label, Press(pack("group", "bind", str(place.id)), said=label))
            for place in candidates[:MOST_CHOICES]
            if (label := await place_name(turn.session, turn.words, place))
        ]
    )
    return say(turn.words("group.which"), choices=taps)


async def pressed(turn: Turn, names: tuple[str, ...]) -> Reply | None:
    """The tap on one of several areas, by whoever may bind there."""
    if not turn.in_group or len(names) != 2 or names[0] != "bind" or not names[1].isdigit():
        return None
    area_id = int(names[1])
    if not await authority.may(turn.session, turn.speaker, Deed.BIND, area_id):
        return say(turn.words("group.not_yours"))
    return await _bind(turn, await areas.place(turn.session, area_id))


async def unbind(turn: Turn) -> Reply:
    """Lets this group go, on the word of whoever leads what it is bound to."""
    if not turn.in_group:
        return say(turn.words("group.unbind_here"))
    bound = await groups.area_of(turn.session, turn.incoming.chat)
    if bound is None:
        return say(turn.words("group.bound_to_nothing"))
    if not await _holds(turn, bound) or turn.speaker.person_id is None:
        return say(turn.words("group.not_yours"))
    await groups.unbind(turn.session, turn.incoming.chat, turn.speaker.person_id, turn.clock.now())
    return say(turn.words("group.unbound"))


async def _bind(turn: Turn, place: Place) -> Reply:
    session, words, person_id = turn.session, turn.words, turn.speaker.person_id
    bound = await groups.area_of(session, turn.incoming.chat)
    if person_id is None or (bound is not None and not await _holds(turn, bound)):
        return say(words("group.bound_to_other"))
    now = turn.clock.now()
    if place.kind == "fund":
        fund = next(each for each in await funds.all_funds(session) if each.area_id == place.id)
        await groups.bind(session, turn.incoming.chat, fund.id, person_id, now)
        return say(words("group.bound", fund=fund.name))
    await groups.bind_area(session, turn.incoming.chat, place.id, person_id, now)
    return say(words("group.bound_zone", area=place.name))


async def _holds(turn: Turn, area_id: int) -> bool:
    return await authority.may(turn.session, turn.speaker, Deed.BIND, area_id)
