"""Changing whom the death benefit goes to: done with the committee, never in a chat (domain.md U30)."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.handlers.context import Turn
from bot.handlers.parts import event, general, unknown_rule
from bot.handlers.parts.which_fund import Chosen
from bot.services import entitlements


def asks_to_change(turn: Turn) -> bool:
    """Whether the message is about changing the named beneficiary, whatever else it tells."""
    return event.says(turn, "beneficiary.words") and event.says(turn, "beneficiary.change_words")


async def change(turn: Turn, chosen: Chosen) -> Reply:
    """Whom to see, and what the fund's rules on admission say of it."""
    words = turn.words
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    lines = [words("beneficiary.how")]
    if book is not None and book.admission.note and words("beneficiary.word") in book.admission.note:
        lines.append(words("beneficiary.note", note=book.admission.note))
    names = ("contact",) if turn.in_group else ("human", "contact")
    choices = tuple(general.open_question(turn, chosen, name) for name in names)
    return say("\n".join([*lines, *unknown_rule.contact_lines(turn, chosen)]), choices=choices)
