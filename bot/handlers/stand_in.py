"""Answers for a relative: a question about a member who allowed it is answered as if he had asked it himself."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice, Press, Reply, Text, pack, unpack
from bot.handlers.context import Handler, Turn
from bot.handlers.parts import event
from bot.handlers.parts.naming import first_name
from bot.handlers.parts.private import same_number
from bot.services.people import Proxied

LOOKS = frozenset(
    {"benefit.amount", "benefit.eligibility", "benefit.remaining", "member.status", "member.contributions"}
)
"""Looking is allowed; claiming, changing and withdrawing stay the member's own."""
NAMES = ("who", "person", "member_no")


def for_whom(turn: Turn, intent: str) -> Proxied | None:
    """The member that a question is about, where he lets this person look and it can be nobody else."""
    if turn.in_group or intent not in LOOKS or not turn.speaker.proxied:
        return None
    slots = turn.slots
    who, kind = slots.get("who"), slots.get("kind")
    if kind == "death" or who in event.OWN_RIGHT.get(str(kind), ()):
        return None  # a child's birth is the asker's own right
    if number := str(slots.get("member_no") or "").lower():
        found = [each for each in turn.speaker.proxied if same_number(number, each.member.number)]
    elif who not in (None, "self"):
        found = [each for each in turn.speaker.proxied if each.relation == who]
    else:
        return None
    return found[0] if len(found) == 1 else None


async def answer(turn: Turn, member: Proxied, handler: Handler) -> Reply:
    """The handler's answer with the member in the speaker's place, said to be so."""
    speaker, understood, before = turn.speaker, turn.understood, turn.memory.pending
    health = frozenset({member.member.fund_id}) if member.health else frozenset()
    slots = {name: value for name, value in turn.slots.items() if name not in NAMES}
    turn.speaker = replace(
        speaker, members=(member.member,), roles=(), proxied=(), health_funds=health, home_fund_id=None
    )
    turn.understood, turn.on_behalf = replace(understood, slots=slots), True
    try:
        reply = await handler(turn)
    finally:
        turn.speaker, turn.understood, turn.on_behalf = speaker, understood, False
    who = {"member_no": member.member.number} if "member_no" in understood.slots else {"who": member.relation}
    if turn.memory.pending is not None and turn.memory.pending is not before:
        turn.memory.pending["slots"].update(who)
    head = turn.words(
        "helper.allowed",
        who=turn.words.of("who", member.relation),
        name=first_name(member.member.name),
        number=member.member.number,
    )
    choices = tuple(choice for each in reply.choices if (choice := _about(each, who)) is not None)
    return Reply((Text(head), *reply.parts), choices)


def _about(choice: Choice, who: dict[str, str]) -> Choice | None:
    """The tap with the member named in it; None where it would do more than look, or has no room for his name."""
    if not isinstance(choice.act, Press):
        return choice
    verb, names, slots = unpack(choice.act.data)
    if verb != "ask" or names[0] in ("fund.contact", "benefit.list", "human.handoff"):
        return choice
    if names[0] not in LOOKS:
        return None
    try:
        return Choice(choice.label, Press(pack(verb, *names, **{**slots, **who}), said=choice.act.said))
    except ValueError:
        return None
