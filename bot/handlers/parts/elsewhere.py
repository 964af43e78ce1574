"""A fund that a message names, but where the speaker may not do what he wants to do."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.fields import named_fund
from bot.handlers.context import Turn
from bot.services import funds
from bot.services.authority import Scope
from bot.understanding.funds import read_funds


async def named_elsewhere(turn: Turn, scope: Scope, text: str | None = None, *, known: bool = False) -> Reply | None:
    """The kind refusal where the only fund that is named lies outside the scope; None everywhere else.

    `known`: a fund that nobody knows is refused as well, where no form will ask for another.
    """
    said = turn.incoming.text if text is None else text
    if not said or not scope or named_fund(said, scope.funds) is not None:
        return None
    found = named_fund(said, [fund for fund in await funds.all_funds(turn.session) if scope.fund(fund.id) is None])
    if found is not None:
        return say(turn.words("place.not_yours", fund=found.name))
    unknown = read_funds(said) if known else []
    return say(turn.words("place.unknown", fund=unknown[0].text)) if unknown else None
