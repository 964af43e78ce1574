"""A fund that a message names, but where the speaker may not do what he wants to do."""

from __future__ import annotations

from bot.chat import Reply, say
from bot.dialogs.fields import named_fund
from bot.handlers.context import Turn
from bot.services import funds
from bot.services.authority import Scope


async def named_elsewhere(turn: Turn, scope: Scope, text: str | None = None) -> Reply | None:
    """The kind refusal where the only fund that is named lies outside the scope; None everywhere else."""
    said = turn.incoming.text if text is None else text
    if not said or not scope or named_fund(said, scope.funds) is not None:
        return None
    found = named_fund(said, [fund for fund in await funds.all_funds(turn.session) if scope.fund(fund.id) is None])
    return say(turn.words("place.not_yours", fund=found.name)) if found is not None else None
