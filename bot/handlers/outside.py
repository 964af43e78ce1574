"""What is not the fund's business: other schemes told apart politely, everything else answered once and briefly."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers import benefit_eligibility
from bot.handlers.context import Turn
from bot.handlers.parts import event
from bot.handlers.parts.starters import starters
from bot.understanding.schemes import read_scheme

LIKELY = 0.12
"""A second guess below this is noise; offering it would only confuse."""

OFFERED = frozenset(
    {
        "benefit.list",
        "benefit.amount",
        "benefit.eligibility",
        "benefit.documents",
        "benefit.claim_deadline",
        "benefit.remaining",
        "claim.start",
        "claim.status",
        "member.status",
        "member.contributions",
        "member.join",
        "member.resign_refund",
        "fund.contact",
        "fund.info",
        "human.handoff",
        "help",
    }
)


OF_DEATH = frozenset({"state_funeral", "cremation"})
"""Schemes that people ask about after a death: nothing else is offered then."""
SURELY_OUTSIDE = 0.6
"""How sure the intent model must be that a message which names a benefit is none of our business."""


def _names_benefit(turn: Turn) -> bool:
    """Whether a message that was not understood still names what happened and leans towards a benefit (U22)."""
    if event.kind_of(turn.slots) == "death" and ({"who", "date"} & turn.slots.keys() or event.of_funeral(turn)):
        return True  # nobody who tells of a death is turned away
    told = {"nights", "date"} & turn.slots.keys() or event.says(turn, "event.occasion.accident")
    if event.kind_of(turn.slots) is None or not told or turn.understood.confidence >= SURELY_OUTSIDE:
        return False
    if not turn.in_group:
        return True
    likely = [intent for intent, share in turn.understood.alternatives if share >= LIKELY]
    return any(intent.startswith(("benefit.", "claim.")) for intent in likely)


def _after(turn: Turn, scheme: str) -> tuple[Choice, ...]:
    if scheme not in OF_DEATH:
        return starters(turn)
    label = turn.words("starter.contact")
    return (Choice(label, Press(pack("ask", "fund.contact"), said=label)),)


async def handle(turn: Turn) -> Reply:
    """Names the other scheme and whom to ask, or offers the two best guesses, or says what can be asked."""
    if scheme := read_scheme(turn.incoming.text):
        return say(turn.words.of("scheme", scheme), choices=_after(turn, scheme))
    if not any(letter.isalnum() for letter in turn.incoming.text):
        return Reply(()) if turn.in_group else say(turn.words("outside.wordless"), choices=starters(turn))
    if event.of_funeral(turn):
        turn.understood = replace(turn.understood, slots={**turn.slots, "kind": "death"})
    if _names_benefit(turn):
        return await benefit_eligibility.handle(turn)
    guesses = [intent for intent, share in turn.understood.alternatives if intent in OFFERED and share >= LIKELY][:3]
    if guesses and not turn.in_group:
        choices = tuple(
            Choice(turn.words.of("guess", intent), Press(pack("ask", intent), said=turn.words.of("guess", intent)))
            for intent in guesses
        )
        if "human.handoff" not in guesses:
            choices += (Choice(turn.words("starter.handoff"), Press(pack("ask", "human.handoff"))),)
        return say(turn.words("outside.guess"), choices=choices)
    return say(turn.words("outside.group" if turn.in_group else "outside.direct"), choices=starters(turn))
