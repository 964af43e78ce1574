"""The speaker's own register line, or what to say where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.which_fund import which_fund
from bot.services import register
from bot.services.funds import FundFacts
from bot.services.register import RegisterLine


@dataclass(frozen=True)
class Yours:
    """A member's own line and fund."""

    fund: FundFacts
    line: RegisterLine


async def yours(turn: Turn, intent: str) -> Yours | Reply:
    """The speaker's line. Another's is refused kindly; an unlinked person is told how to be linked (1:1 only)."""
    if private.named_other(turn, turn.slots) or turn.slots.get("who") not in (None, "self"):
        return say(turn.words("yours.not_theirs"))
    if not turn.speaker.members:
        label = turn.words("starter.handoff")
        return say(
            turn.words("yours.not_linked"), choices=(Choice(label, Press(pack("ask", "human.handoff"), said=label)),)
        )
    chosen = await which_fund(turn, intent)
    if isinstance(chosen, Reply):
        return chosen
    if chosen.member is None:
        return say(turn.words("yours.not_in_fund", fund=chosen.fund.name))
    return Yours(chosen.fund, await register.register_line(turn.session, chosen.member.id))
