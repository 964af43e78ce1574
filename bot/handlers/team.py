"""Who works in a zone, by name and office: told to those who work there or above it, no telephone (domain.md S1-20).

An officer of a fund may look one step up, at those who lead his own zone: they are whom he turns to.
"""

from __future__ import annotations

from bot.chat import Card, Choice, GoPrivate, Press, Reply, Row, Section, pack, say
from bot.dialogs.role_names import place_name, role_name
from bot.handlers.context import Turn
from bot.handlers.parts.which_area import anywhere, named
from bot.services import areas, authority, invites, offices
from bot.services.areas import Place
from bot.services.authority import Deed
from bot.services.offices import Office
from bot.understanding.hearing import hears

LEADING = ("secretary", "joint_secretary", "coordinator", "assistant")
MOST_ZONES = 10
MOST_ENDS = 6


async def handle(turn: Turn) -> Reply | None:
    """The team of the zone that is named, of the group's zone, or of the speaker's own; None for nobody's business."""
    zones = await anywhere(turn.session, ("zone", "province"))
    found = await named(turn.session, turn.incoming.text, zones)
    if not turn.speaker.roles:
        asked = bool(found) or hears(turn.incoming.text, "team.ask")
        return say(turn.words("team.members_only")) if asked else None
    if len(found) == 1:
        return await _team(turn, found[0])
    if turn.in_group and turn.group_area_id is not None:
        return await _team(turn, await areas.place(turn.session, turn.group_area_id))
    return await _own(turn)


async def pressed(turn: Turn, names: tuple[str, ...]) -> Reply | None:
    """The tap on one of several zones."""
    if len(names) != 1 or not names[0].isdigit():
        return None
    zones = await anywhere(turn.session, ("zone", "province"))
    chosen = next((zone for zone in zones if zone.id == int(names[0])), None)
    return await _team(turn, chosen) if chosen is not None else None


async def _own(turn: Turn) -> Reply:
    """The speaker's own zone, or a choice where he has several."""
    held = await _held(turn)
    if hears(turn.incoming.text, "team.province"):
        held = [place for place in held if place.kind == "province"] or held
    if not held:
        return say(turn.words("team.members_only"))
    if len(held) == 1:
        return await _team(turn, held[0])
    taps = tuple(Choice(zone.name, Press(pack("team", str(zone.id)), said=zone.name)) for zone in held[:MOST_ZONES])
    return say(turn.words("team.which"), choices=taps)


async def _held(turn: Turn) -> list[Place]:
    """The zones and provinces of the speaker's offices; of a fund's officer the zone above."""
    within = await authority.scope(turn.session, turn.speaker, Deed.TEAM)
    nodes = [place for place in (*within.roots, *within.zones) if place.kind in ("zone", "province")]
    for root in within.roots:
        if root.kind == "fund" and root.parent_id is not None:
            nodes.append(await areas.place(turn.session, root.parent_id))
    return list(dict.fromkeys(nodes))


async def _team(turn: Turn, zone: Place) -> Reply:
    words, session = turn.words, turn.session
    whole = await authority.may(session, turn.speaker, Deed.TEAM, zone.id)
    if not whole and zone not in await _held(turn):
        return say(words("team.members_only"))
    if turn.in_group and not await _is_groups(turn, zone):
        return say(words("team.private"), choices=(Choice(words("button.private"), GoPrivate(turn.incoming.text)),))
    inside = await areas.subtree(session, (zone.id,)) if whole else {zone.id: zone}
    people = await offices.held_in(session, list(inside), turn.today)
    if not whole:
        people = [each for each in people if each.role in LEADING]
    if not people:
        return say(words("team.nobody", area=zone.name))
    here = [each for each in people if each.area_id == zone.id]
    sections = [Section(tuple(_row(turn, each) for each in _ordered(here)))] if here else []
    for place in inside.values():
        own = [each for each in people if each.area_id == place.id and place.id != zone.id]
        if own:
            rows = tuple(_row(turn, each) for each in _ordered(own))
            sections.append(Section(rows, await place_name(session, words, place)))
    card = Card(words("team.title", area=zone.name), "", tuple(sections), words("team.foot"))
    return Reply((card,), await _ends(turn, people))


async def _is_groups(turn: Turn, zone: Place) -> bool:
    """Whether a group is this zone's own."""
    return turn.group_area_id is not None and turn.group_area_id == zone.id


async def _ends(turn: Turn, people: list[Office]) -> tuple[Choice, ...]:
    """For those above, in their own chat: the taps that end an office or hand one out."""
    if turn.in_group or not invites.hands_out(turn.speaker):
        return ()
    able = [
        each
        for each in people
        if each.person_id != turn.speaker.person_id
        and await invites.may_issue(turn.session, turn.speaker, each.role, each.area_id)
    ]
    taps = [
        Choice(turn.words("team.end", name=_name(turn, each)), Press(pack("office", "end", str(each.id))))
        for each in able[:MOST_ENDS]
    ]
    label = turn.words("invite.new")
    return (Choice(label, Press(pack("invite", "new"), said=label)), *taps)


def _row(turn: Turn, each: Office) -> Row:
    return Row(_name(turn, each), role_name(turn.words, each.role))


def _name(turn: Turn, each: Office) -> str:
    return each.name or turn.words("team.nameless")


def _ordered(people: list[Office]) -> list[Office]:
    return sorted(people, key=lambda each: LEADING.index(each.role) if each.role in LEADING else len(LEADING))
