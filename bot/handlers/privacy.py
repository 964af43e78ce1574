"""The privacy notice, and taking consent back: each by itself, at once (PDPA s.19, s.23; domain.md 6).

Erasing what the fund's books need not keep is done by a human.
"""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers import consents, helping
from bot.handlers.context import Turn
from bot.handlers.parts import event, private
from bot.services import links
from bot.services.consents import HEALTH, REMINDERS

INTENT = "privacy.erase"


async def notice(turn: Turn) -> Reply:
    """What is kept, why, how long, and the person's rights."""
    key = "privacy.notice_linked" if turn.speaker.members and not turn.in_group else "privacy.notice"
    numbers = ", ".join(member.number for member in turn.speaker.members)
    return say(turn.words(key, numbers=numbers) if key == "privacy.notice_linked" else turn.words(key))


async def erase(turn: Turn) -> Reply:
    """Unlinking asks once; a withdrawal without its object shows what there is to take back."""
    if turn.in_group:
        return private.only_private(turn)
    if turn.slots.get("sure") == "yes":
        return await _unlink(turn)
    if turn.speaker.health_funds and event.says(turn, "privacy.health_words"):
        return await consents.decide(turn, HEALTH, False)
    if turn.slots.get("action") == "withdraw":
        return await withdraw(turn)
    if not turn.speaker.members:
        return await withdraw(turn) if turn.speaker.consents else say(turn.words("privacy.nothing_linked"))
    return say(
        turn.words("privacy.sure", numbers=", ".join(member.number for member in turn.speaker.members)),
        choices=(_unlink_button(turn), _no(turn)),
    )


async def withdraw(turn: Turn) -> Reply:
    """What was agreed to, each with a tap that ends it at once."""
    if turn.in_group:
        return private.only_private(turn)
    words, speaker = turn.words, turn.speaker
    lines, choices = [], []
    if speaker.members:
        lines.append(words("withdraw.link", numbers=", ".join(member.number for member in speaker.members)))
        choices.append(_unlink_button(turn))
    for kind, given in ((HEALTH, bool(speaker.health_funds)), (REMINDERS, REMINDERS in speaker.consents)):
        if given:
            label = words.of("withdraw", f"{kind}.button")
            lines.append(words.of("withdraw", kind))
            choices.append(Choice(label, Press(pack("consent", kind, "no"), said=label)))
    if helping.CONSENT in speaker.consents:
        label = words("helper.stop")
        lines.append(words("withdraw.helper"))
        choices.append(Choice(label, Press(pack("helper", "stop"), said=label)))
    if not choices:
        return say(words("privacy.nothing_linked"))
    return say("\n".join([words("withdraw.heading"), *lines, words("withdraw.after")]), choices=(*choices, _no(turn)))


async def _unlink(turn: Turn) -> Reply:
    if turn.speaker.person_id is None or not turn.speaker.members:
        return say(turn.words("privacy.nothing_linked"))
    await links.unlink(turn.session, turn.speaker.person_id, turn.clock.now())
    return say(turn.words("privacy.unlinked"))


def _unlink_button(turn: Turn) -> Choice:
    label = turn.words("privacy.yes")
    return Choice(label, Press(pack("ask", INTENT, sure="yes"), said=label))


def _no(turn: Turn) -> Choice:
    label = turn.words("privacy.no")
    return Choice(label, Press(pack("ask", "cancel"), said=label))
