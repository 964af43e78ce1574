"""A relative may look for a member: with a one-time code that the member himself hands over, until he says stop."""

from __future__ import annotations

from bot.chat import Card, Choice, Notice, Press, Reply, Row, Section, pack, say
from bot.figures import day
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.naming import first_name
from bot.handlers.parts.starters import starters
from bot.services import codes, consents, links, people
from bot.understanding.people import read_who
from storage.models import Member

RELATION = "helper.relation"
RELATIONS = ("mother", "father", "grandmother", "grandfather", "spouse", "sibling", "child", "parent_in_law")
CONSENT = consents.PROXY


async def explain(turn: Turn) -> Reply:
    """What a relative would see, and the tap that issues the code."""
    if turn.in_group or not turn.speaker.members:
        return await how(turn)
    words = turn.words
    one = len(turn.speaker.members) == 1
    choices = tuple(
        Choice(
            words("helper.issue") if one else words("helper.issue_numbered", number=member.number),
            Press(pack("helper", "issue", str(member.id)), said=words("helper.issue")),
        )
        for member in turn.speaker.members
    )
    no = words("privacy.no_thanks")
    return say(words("helper.explain"), choices=(*choices, Choice(no, Press(pack("ask", "cancel"), said=no))))


async def how(turn: Turn) -> Reply:
    """What a relative must do who wants to look: the member himself begins."""
    if turn.in_group:
        return private.only_private(turn, "helper.private", turn.words("helper.private_tap"))
    return say(turn.words("helper.for_relative"), choices=starters(turn))


async def issue(turn: Turn, member_id: str) -> Reply:
    """The member's tap: his consent is kept, and he gets the code to hand over."""
    words, person_id = turn.words, turn.speaker.person_id
    member = next((each for each in turn.speaker.members if str(each.id) == member_id), None)
    if turn.in_group or person_id is None or member is None:
        return say(words("pressed.old"), choices=starters(turn))
    now = turn.clock.now()
    await consents.give(turn.session, now, person_id, CONSENT, turn.incoming.chat.channel, member.fund_id)
    issued = await codes.issue_proxy_code(turn.session, now, turn.today, member.id, person_id)
    rows = (Row(day(words, issued.valid_until), words("codes.valid_until")),)
    advice = tuple(Row(line) for line in words("helper.advice").splitlines())
    return Reply((Card(words("helper.title"), issued.code, (Section(rows), Section(advice)), tone="good"),))


async def offered(turn: Turn, code_id: int) -> Reply:
    """A good relative's code was typed: asks once what the member is to this person, by which he is then called."""
    code = await codes.good(turn.session, turn.today, code_id)
    if code is None or any(member.id == code.member_id for member in turn.speaker.members):
        turn.memory.pending = None
        return say(turn.words("helper.yourself" if code else "link.gone"), choices=starters(turn))
    turn.ask(RELATION, {"code_id": code_id}, "relation")
    words = turn.words
    choices = tuple(
        Choice(words.of("helper.who", each), Press(pack("helper", "relation", each), said=words.of("helper.who", each)))
        for each in RELATIONS
    )
    return say(words("helper.what_relation"), choices=choices)


async def relation(turn: Turn) -> Reply:
    """A typed answer: what the member is to the relative."""
    pending = turn.memory.pending
    if pending is None or pending["intent"] != RELATION:
        return say(turn.words("pressed.old"), choices=starters(turn))
    said = read_who(turn.incoming.text)
    if said not in RELATIONS:
        return await offered(turn, int(pending["slots"]["code_id"]))
    return await accept(turn, said)


async def accept(turn: Turn, relation: str) -> Reply:
    """Uses the code up; from now on the relative may ask, and the member is told."""
    words, person_id, pending = turn.words, turn.speaker.person_id, turn.memory.pending
    if person_id is None or turn.in_group or relation not in RELATIONS or pending is None:
        return say(words("pressed.old"), choices=starters(turn))
    if pending["intent"] != RELATION:
        return say(words("link.type_again"))
    turn.memory.pending = None
    code_id = int(pending["slots"]["code_id"])  # ours alone: never taken from a button
    member = await codes.redeem(turn.session, turn.clock.now(), turn.today, code_id, person_id, relation)
    if member is None:
        return say(words("link.gone"))
    await _tell_member(turn, member)
    who = words.of("helper.who", relation)
    told = words("helper.made", who=who, name=first_name(member.name), number=member.number)
    remaining, status = words("button.remaining"), words("starter.member.status")
    return say(
        told,
        choices=(
            Choice(remaining, Press(pack("ask", "benefit.remaining", who=relation), said=remaining)),
            Choice(status, Press(pack("ask", "member.status", who=relation), said=status)),
        ),
    )


async def _tell_member(turn: Turn, member: Member) -> None:
    """The member learns at once that somebody may look, and how to end it."""
    label = turn.words("helper.stop")
    for person_id in await links.owners(turn.session, member.id):
        reached = await people.reach(turn.session, person_id)
        if reached is not None:
            stop = Choice(label, Press(pack("helper", "stop"), said=label))
            told = say(turn.words("helper.told_member", number=member.number), choices=(stop,))
            cause = f"helper:{member.id}:{turn.speaker.person_id}"
            turn.notices.append(Notice(reached.chat, told, cause, person_id=person_id))


async def stop(turn: Turn) -> Reply:
    """Ends it from either side, at once: nobody looks for this member, and this person looks for nobody."""
    person_id, session, now = turn.speaker.person_id, turn.session, turn.clock.now()
    if turn.in_group or person_id is None:
        return private.only_private(turn)
    ended = 0
    for member in turn.speaker.members:
        await codes.revoke(session, now, member.id, person_id, CONSENT)
        for helper in await links.helpers(session, member.id):
            await links.end(session, helper.link_id, now, person_id, "member_said_stop")
            ended += 1
    await consents.withdraw(session, now, person_id, CONSENT)
    ended += await links.leave(session, now, person_id)
    return say(turn.words("helper.stopped" if ended else "helper.none"), choices=starters(turn))
