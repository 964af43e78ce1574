"""What is not the fund's business: other schemes told apart politely, everything else answered once and briefly."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.talk import starters
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


async def handle(turn: Turn) -> Reply:
    """Names the other scheme and whom to ask, or offers the two best guesses, or says what can be asked."""
    if scheme := read_scheme(turn.incoming.text):
        return say(turn.words.of("scheme", scheme), choices=starters(turn))
    guesses = [intent for intent, share in turn.understood.alternatives if intent in OFFERED and share >= LIKELY][:3]
    if guesses and not turn.in_group:
        choices = tuple(
            Choice(turn.words.of("guess", intent), Press(pack("ask", intent), said=turn.words.of("guess", intent)))
            for intent in guesses
        )
        human = Choice(turn.words("starter.handoff"), Press(pack("ask", "human.handoff")))
        return say(turn.words("outside.guess"), choices=(*choices, human))
    return say(turn.words("outside.group" if turn.in_group else "outside.direct"), choices=starters(turn))
