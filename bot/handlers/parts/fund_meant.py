"""Which fund a volunteer's news is about: one of his own, another's (refused kindly), or one that nobody knows."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.own_fund import spoken_fund
from bot.handlers.context import Turn
from bot.handlers.parts import slots as asking
from bot.handlers.parts import which_fund
from bot.services import funds
from bot.services.authority import Scope
from bot.services.funds import FundFacts
from bot.understanding.funds import read_funds

SAID = "said"
"""Slot with the news itself, while we ask for the fund."""


async def fund_meant(turn: Turn, intent: str, scope: Scope, text: str) -> FundFacts | Reply | None:
    """The fund that was tapped, answered or named; our words where it is not the speaker's; None: none is named."""
    every = await funds.all_funds(turn.session)
    tapped = asking.whole(turn.slots.get("fund_id"))
    answered = str(turn.slots.get("fund", "")) if SAID in turn.slots else ""
    if tapped is not None:
        found = next((fund for fund in every if fund.id == tapped), None)
    else:
        said = answered or text
        found = spoken_fund(said, scope.funds) or spoken_fund(said, every)
    if found is not None:
        return found if scope.fund(found.id) else say(turn.words("place.not_yours", fund=found.name))
    names = [span.text for span in read_funds(text)]
    return _unknown(turn, intent, scope, text, names[0]) if len(names) == 1 else None


def only_fund(turn: Turn, scope: Scope) -> FundFacts | None:
    """The fund that is meant where none is named: the group's, or the only one."""
    bound = scope.fund(turn.group_fund_id)
    return bound or (scope.funds[0] if len(scope.funds) == 1 else None)


def ask_fund(turn: Turn, intent: str, scope: Scope, text: str, key: str = "fund_news.which", **named: object) -> Reply:
    """Our question for the fund; what was told is kept, so that it need not be said again."""
    turn.ask(intent, {SAID: text}, "fund")
    return say(turn.words(key, **named), choices=which_fund.choices(scope.funds))


def _unknown(turn: Turn, intent: str, scope: Scope, text: str, name: str) -> Reply:
    return ask_fund(turn, intent, scope, text, "fund_news.unknown", named=name)
