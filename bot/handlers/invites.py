"""Those above hand out codes for offices below, see which still wait, and take them back, in their 1:1 chat only."""

from __future__ import annotations

from bot.chat import Card, Choice, Press, Reply, Row, Section, pack, say
from bot.dialogs.role_names import place_name, role_name, title
from bot.figures import day
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.which_area import anywhere, named
from bot.services import areas, codes, invites
from bot.services.areas import Place
from bot.services.invites import Invite
from bot.understanding.codes import read_code
from bot.understanding.role_words import read_people, read_role, wants_newcomer

INTENT = "role.issue"
MOST_CHOICES = 10
SHOWN = 8


async def issue(turn: Turn) -> Reply | None:
    """A code for the office and the area that the message names; what is missing is asked by taps."""
    text = turn.incoming.text
    role = read_role(text)
    if not invites.hands_out(turn.speaker):
        # somebody without an office who names a treasurer means the member's code that the treasurer gives
        upper = role is not None and (role not in invites.FUND_ROLES or bool(turn.speaker.roles))
        if not upper and not (role is None and wants_newcomer(text)):
            return None
    if turn.in_group:
        return private.only_private(turn, "invite.private")
    if not invites.hands_out(turn.speaker):
        return _from_above(turn, role)
    return await _with(turn, role, text, min(read_people(text) or 1, invites.MOST_USES))


async def answered(turn: Turn) -> Reply:
    """The typed office or area that we asked for."""
    slots = turn.slots
    if not invites.hands_out(turn.speaker) or turn.in_group:
        return say(turn.words("pressed.old"))
    text = turn.incoming.text
    role = slots.get("role_key") or slots.get("role")
    return await _with(turn, str(role) if role in invites.PLACES else None, text, int(slots.get("uses") or 1))


async def _with(turn: Turn, role: str | None, text: str, uses: int) -> Reply:
    words = turn.words
    if role is None:
        return await _ask_role(turn, uses)
    places = await invites.places_for(turn.session, turn.speaker, role)
    if not places:
        return _from_above(turn, role)
    found = await named(turn.session, text, places)
    if not found:
        elsewhere = await named(turn.session, text, await anywhere(turn.session, invites.PLACES[role]))
        if elsewhere:
            return say(words("invite.not_your_area"))
        found = places
    if len(found) == 1:
        return await make(turn, role, found[0].id, uses)
    return await _ask_area(turn, role, found, uses)


async def make(turn: Turn, role: str, area_id: int, uses: int = 1) -> Reply:
    """Issues the code, after asking once more whether this person may; it is shown this once."""
    session, person_id = turn.session, turn.speaker.person_id
    if turn.in_group or person_id is None or not await invites.may_issue(session, turn.speaker, role, area_id):
        return say(turn.words("invite.not_your_area"))
    turn.memory.pending = None
    issued, code_id = await invites.issue(
        session, turn.clock.now(), turn.today, role, area_id, person_id, uses=min(uses, invites.MOST_USES)
    )
    return Reply((await card(turn, role, area_id, issued, code_id, uses),), (_listed(turn),))


async def card(turn: Turn, role: str, area_id: int, issued: codes.Issued, code_id: int, uses: int = 1) -> Card:
    """A new code as the big line, for which office, until when, and how to hand it over."""
    words = turn.words
    rows = (
        Row(await title(turn.session, turn.words, role, area_id), words("invite.for")),
        Row(day(words, issued.valid_until), words("codes.valid_until")),
        Row(words("invite.uses", count=uses), words("invite.uses_label")),
    )
    advice = tuple(Row(line) for line in words("invite.advice", code=issued.code).splitlines())
    take_back = Choice(words("invite.take_back"), Press(pack("invite", "revoke", str(code_id))))
    return Card(
        words("invite.title"),
        issued.code,
        (Section(rows), Section(advice)),
        words("invite.foot"),
        buttons=(take_back,),
        tone="good",
    )


async def listed(turn: Turn) -> Reply | None:
    """The codes that still wait in this person's area, each with a tap that takes it back."""
    if not invites.hands_out(turn.speaker):
        return None
    if turn.in_group:
        return private.only_private(turn, "invite.private")
    words = turn.words
    found = await invites.waiting_for(turn.session, turn.speaker, turn.today)
    if not found:
        return say(words("invite.none"), choices=(_new(turn),))
    rows = tuple([await _row(turn, each) for each in found[:SHOWN]])
    more = (Row(words("invite.more", count=len(found) - SHOWN), faint=True),) if len(found) > SHOWN else ()
    taps = [
        Choice(words("invite.take_back_numbered", number=each.id), Press(pack("invite", "revoke", str(each.id))))
        for each in found[:SHOWN]
    ]
    return Reply((Card(words("invite.list"), "", (Section((*rows, *more)),), words("invite.list_foot")),), tuple(taps))


async def revoke_typed(turn: Turn) -> Reply | None:
    """Takes back the code that was typed; without one, shows which there are."""
    if not invites.hands_out(turn.speaker):
        return None
    if turn.in_group:
        return private.only_private(turn, "invite.private")
    typed = read_code(turn.incoming.text)
    if typed is None:
        return await listed(turn)
    code = await codes.find(turn.session, typed)
    return await _revoke(turn, code.id if code is not None and code.purpose == invites.PURPOSE else None)


async def _revoke(turn: Turn, code_id: int | None) -> Reply:
    """The same words for another area's code as for none."""
    person_id = turn.speaker.person_id
    good = await invites.invite(turn.session, turn.today, code_id) if code_id is not None else None
    if good is None or person_id is None or turn.in_group:
        return say(turn.words("invite.none_such"), choices=(_listed(turn),))
    if not await invites.may_issue(turn.session, turn.speaker, good.role, good.area_id):
        return say(turn.words("invite.none_such"), choices=(_listed(turn),))
    await invites.revoke(turn.session, turn.clock.now(), good.id, person_id)
    return say(
        turn.words("invite.revoked", title=await title(turn.session, turn.words, good.role, good.area_id)),
        choices=(_new(turn),),
    )


async def pressed(turn: Turn, names: tuple[str, ...], slots: dict[str, str]) -> Reply | None:
    """The taps of issuing and taking back; None for a tap that is none of these."""
    uses = int(slots["uses"]) if slots.get("uses", "").isdigit() else 1
    match names:
        case ("new",):
            return await _ask_role(turn, 1) if invites.hands_out(turn.speaker) else None
        case ("role", role) if role in invites.PLACES and not turn.in_group:
            return await _with(turn, role, "", uses)
        case ("area", role, area_id) if area_id.isdigit():
            return await make(turn, role, int(area_id), uses)
        case ("list",):
            return await listed(turn)
        case ("revoke", code_id) if code_id.isdigit():
            return await _revoke(turn, int(code_id))
    return None


async def _ask_role(turn: Turn, uses: int) -> Reply:
    turn.ask(INTENT, {"uses": uses}, "role")
    offered = [
        role for role in invites.hands_out(turn.speaker) if await invites.places_for(turn.session, turn.speaker, role)
    ]
    taps = tuple(
        Choice(
            role_name(turn.words, role),
            Press(pack("invite", "role", role, uses=uses), said=role_name(turn.words, role)),
        )
        for role in offered
    )
    return say(turn.words("invite.which_role"), choices=taps)


async def _ask_area(turn: Turn, role: str, places: list[Place], uses: int) -> Reply:
    turn.ask(INTENT, {"role_key": role, "uses": uses}, "area")
    taps = [
        Choice(label, Press(pack("invite", "area", role, str(place.id), uses=uses), said=label))
        for place in places[:MOST_CHOICES]
        if (label := await place_name(turn.session, turn.words, place))
    ]
    return say(turn.words("invite.which_area", role=role_name(turn.words, role)), choices=tuple(taps))


def _from_above(turn: Turn, role: str | None) -> Reply:
    """This office is handed out by somebody else: who, and the tap that asks him."""
    words = turn.words
    label = words("invite.ask_above")
    tap = Choice(label, Press(pack("code", "want", role or "any"), said=label))
    return say(words("invite.from_above"), choices=(tap,))


async def _row(turn: Turn, each: Invite) -> Row:
    words = turn.words
    until = words("invite.line_until", date=day(words, each.valid_until), count=each.uses_left)
    place = await areas.place(turn.session, each.area_id)
    where = await place_name(turn.session, words, place)
    label = words("invite.line", number=each.id, role=role_name(words, each.role), area=where)
    return Row(until, label)


def _listed(turn: Turn) -> Choice:
    label = turn.words("invite.show_list")
    return Choice(label, Press(pack("invite", "list"), said=label))


def _new(turn: Turn) -> Choice:
    label = turn.words("invite.new")
    return Choice(label, Press(pack("invite", "new"), said=label))
