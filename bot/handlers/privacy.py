"""The privacy notice, and unlinking at once; erasing what the books need not keep is done by a human (domain.md 6)."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.services import links

INTENT = "privacy.erase"


async def notice(turn: Turn) -> Reply:
    """What is kept, why, how long, and the person's rights."""
    key = "privacy.notice_linked" if turn.speaker.members and not turn.in_group else "privacy.notice"
    numbers = ", ".join(member.number for member in turn.speaker.members)
    return say(turn.words(key, numbers=numbers) if key == "privacy.notice_linked" else turn.words(key))


async def erase(turn: Turn) -> Reply:
    """Asks once, then unlinks the chat account from the register at once."""
    if turn.in_group:
        return private.only_private(turn)
    if not turn.speaker.members or turn.speaker.person_id is None:
        return say(turn.words("privacy.nothing_linked"))
    if turn.slots.get("sure") == "yes":
        await links.unlink(turn.session, turn.speaker.person_id, turn.clock.now())
        return say(turn.words("privacy.unlinked"))
    yes, no = turn.words("privacy.yes"), turn.words("privacy.no")
    return say(
        turn.words("privacy.sure", numbers=", ".join(member.number for member in turn.speaker.members)),
        choices=(
            Choice(yes, Press(pack("ask", INTENT, sure="yes"), said=yes)),
            Choice(no, Press(pack("ask", "cancel"), said=no)),
        ),
    )


async def link(turn: Turn) -> Reply:
    """How an account is tied to a register line: by the treasurer, in person."""
    if turn.in_group:
        return private.only_private(turn)
    if turn.speaker.members:
        return say(turn.words("link.already", numbers=", ".join(member.number for member in turn.speaker.members)))
    return say(turn.words("link.explain"))
