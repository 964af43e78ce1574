"""Taps that are neither a need nor an answer to our question: each verb of a button has its room here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat import Reply, say, unpack
from bot.handlers import (
    code_requests,
    consents,
    deadline_extend,
    evidence,
    group_bind,
    handbook,
    handing_over,
    helping,
    invited,
    invites,
    linking,
    questions,
    team,
)
from bot.handlers.context import Turn
from bot.handlers.parts.starters import starters

Names = tuple[str, ...]
Slots = dict[str, str]
Tap = Callable[[Turn, Names, Slots], Awaitable[Reply | None]]


async def pressed(turn: Turn) -> Reply:
    """What a tap does; buttons of old, and those that wait for somebody else, are answered kindly."""
    verb, names, slots = unpack(turn.incoming.data)
    if verb in VERBS and (reply := await VERBS[verb](turn, names, slots)) is not None:
        return reply
    if verb == "fill" and turn.in_group:
        return say(turn.words("pressed.not_yours"))
    return say(turn.words("pressed.old"), choices=starters(turn))


async def _questions(turn: Turn, names: Names, slots: Slots) -> Reply:
    return await questions.pressed_list(turn)


async def _question(turn: Turn, names: Names, slots: Slots) -> Reply | None:
    return await questions.pressed_one(turn, names[0]) if names else None


async def _consent(turn: Turn, names: Names, slots: Slots) -> Reply | None:
    """A yes or no to a consent, in the 1:1 chat only."""
    if len(names) != 2 or turn.in_group:
        return None
    kind, yes = names[0], names[1] == "yes"
    if kind in consents.ASK:
        return await consents.decide(turn, kind, yes)
    return await linking.decide(turn, yes) if kind == "link" else None


async def _helper(turn: Turn, names: Names, slots: Slots) -> Reply | None:
    """A member's and a relative's taps."""
    match names:
        case ("issue", member_id):
            return await helping.issue(turn, member_id)
        case ("relation", relation):
            return await helping.accept(turn, relation)
        case ("stop",):
            return await helping.stop(turn)
    return None


async def _evidence(turn: Turn, names: Names, slots: Slots) -> Reply | None:
    return await evidence.pressed(turn, names[0]) if names else None


async def _invite(turn: Turn, names: Names, slots: Slots) -> Reply | None:
    return await invited.pressed(turn, names) or await invites.pressed(turn, names, slots)


VERBS: dict[str, Tap] = {
    "questions": _questions,
    "question": _question,
    "consent": _consent,
    "helper": _helper,
    "evidence": _evidence,
    handbook.VERB: lambda turn, names, _: handbook.pressed(turn, names),
    "invite": _invite,
    "code": lambda turn, names, _: code_requests.pressed(turn, names),
    "office": lambda turn, names, _: handing_over.pressed_end(turn, names),
    "team": lambda turn, names, _: team.pressed(turn, names),
    "group": lambda turn, names, _: group_bind.pressed(turn, names),
    "extend": lambda turn, names, _: deadline_extend.pressed(turn, names),
}
"""Every verb of a button but those of needs (`ask`), answers (`fill`) and forms (`f`)."""
