"""Somebody's code is used up or expired: those who may issue a new one are told, one tap away (domain.md U90)."""

from __future__ import annotations

from bot.chat import Choice, Notice, Press, Reply, Say, pack, say
from bot.dialogs.role_names import place_name, title
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.which_area import anywhere, named
from bot.services import areas, audit, invites, offices, people, tries
from bot.services.areas import Place
from bot.services.invites import PLACES
from storage.models import Code, Member

INTENT = "code.request"
MOST_ZONES = 10
ISSUERS = ("coordinator", "secretary")


async def handle(turn: Turn) -> Reply | None:
    """Finds out which code is meant, from the one typed before or from who asks, and passes the wish on."""
    if turn.in_group or turn.speaker.person_id is None:
        return private.only_private(turn, "invite.private")
    code = await _stale(turn)
    if code is not None and code.purpose == invites.PURPOSE and code.role and code.area_id is not None:
        return await tell(turn, code.role, code.area_id)
    if code is not None and code.member_id is not None:
        return await _member_code(turn, code.member_id)
    if turn.speaker.members and not turn.speaker.roles:
        return None
    return await _which(turn, "any")


async def pressed(turn: Turn, names: tuple[str, ...]) -> Reply | None:
    """The taps: for which office, for which zone; None for a tap that is none of these."""
    if turn.in_group or turn.speaker.person_id is None:
        return None
    match names:
        case ("want", role):
            return await _which(turn, role)
        case ("zone", role, area_id) if area_id.isdigit() and (role in PLACES or role == "any"):
            return await tell(turn, role, int(area_id))
        case ("link",):
            return say(turn.words("link.no_code"))
    return None


async def answered(turn: Turn) -> Reply:
    """The zone that we asked for, typed."""
    role = str(turn.slots.get("role_key") or "any")
    zones = await anywhere(turn.session, ("zone",))
    found = await named(turn.session, turn.incoming.text, zones)
    if len(found) == 1 and not turn.in_group:
        return await tell(turn, role, found[0].id)
    turn.memory.pending = None
    return say(turn.words("code.no_zone"))


async def tell(turn: Turn, role: str, area_id: int) -> Reply:
    """Lets those who may issue the code know who asks; the asker learns that they know, not who they are."""
    person_id = turn.speaker.person_id
    place = await _place(turn, area_id)
    if person_id is None or place is None:
        return say(turn.words("pressed.old"))
    turn.memory.pending = None
    now = turn.clock.now()
    if await invites.asked_lately(turn.session, now, person_id):
        return say(turn.words("code.asked_already"))
    reached = await _issuers(turn, role, place)
    if reached:
        told = await _asked(turn, role, place)
        about = f"code.request:{person_id}"
        turn.notices += [Notice(each.chat, told, about, person_id=each.person_id) for each in reached]
    audit.record(turn.session, now, invites.REQUESTED, f"area:{area_id}", person_id=person_id, after={"role": role})
    return say(turn.words("code.asked" if reached else "code.nobody"))


async def _asked(turn: Turn, role: str, place: Place) -> Reply:
    words = turn.words
    who = turn.speaker.name or words("code.somebody")
    where = await place_name(turn.session, words, place)
    if role == "any":
        label = words("invite.new")
        tap = Choice(label, Press(pack("invite", "new"), said=label))
        return say(words("code.wanted_any", who=who, area=where), choices=(tap,))
    tap = Choice(words("code.issue"), Press(pack("invite", "area", role, str(place.id)), said=words("code.issue")))
    return say(
        words("code.wanted", who=who, title=await title(turn.session, turn.words, role, place.id)), choices=(tap,)
    )


async def _issuers(turn: Turn, role: str, place: Place) -> list[people.Reach]:
    """The nearest who lead the area or one above and may hand this office out; two of them at most."""
    for node in await areas.path(turn.session, place.id):
        held = await offices.held_in(turn.session, [node], turn.today, ISSUERS)
        able = [each for each in held if role == "any" or role in invites.BELOW[each.role]]
        reached = [await people.reach(turn.session, each.person_id) for each in able]
        if found := [each for each in reached if each is not None and each.person_id != turn.speaker.person_id]:
            return found[:2]
    return []


async def _which(turn: Turn, role: str) -> Reply:
    """Where somebody works: where he holds an office already, else he is asked for his zone once."""
    held = [each.area_id for each in turn.speaker.roles]
    if len(held) == 1:
        return await tell(turn, role if role in PLACES else "any", held[0])
    zones = await anywhere(turn.session, ("zone",))
    turn.ask(INTENT, {"role_key": role}, "area")
    taps = [
        Choice(place.name, Press(pack("code", "zone", role, str(place.id)), said=place.name))
        for place in (zones if len(zones) <= MOST_ZONES else [])
    ]
    if role == "any":
        label = turn.words("code.member")
        taps.append(Choice(label, Press(pack("code", "link"), said=label)))
    return say(turn.words("code.which_zone"), choices=tuple(taps))


async def _member_code(turn: Turn, member_id: int) -> Reply:
    """A member's own code: his fund's officers are told, with the order that issues a new one."""
    member = await turn.session.get_one(Member, member_id)
    person_id, now = turn.speaker.person_id, turn.clock.now()
    if person_id is None or await invites.asked_lately(turn.session, now, person_id):
        return say(turn.words("code.asked_already"))
    audit.record(turn.session, now, invites.REQUESTED, f"member:{member_id}", person_id=person_id)
    reached = await people.officers(turn.session, member.fund_id, turn.today)
    words = turn.words
    order = words("code.member_order", number=member.number)
    for each in reached:
        told = say(words("code.member_wanted", number=member.number), choices=(Choice(order, Say(order)),))
        turn.notices.append(Notice(each.chat, told, f"code.request:member:{member_id}", person_id=each.person_id))
    return say(words("code.asked_officers" if reached else "code.nobody"))


async def _stale(turn: Turn) -> Code | None:
    """The code that this person typed last and that was no longer good."""
    if turn.speaker.person_id is None:
        return None
    code_id = await tries.last_stale(turn.session, turn.speaker.person_id)
    return await turn.session.get(Code, code_id) if code_id is not None else None


async def _place(turn: Turn, area_id: int) -> Place | None:
    return next(iter(await areas.select_places(turn.session, ids=(area_id,))), None)
