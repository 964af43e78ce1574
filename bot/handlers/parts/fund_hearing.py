"""News and questions of funds from those who look after them, in words that the model takes for something else."""

from __future__ import annotations

from bot.handlers.context import Turn
from bot.services.menus import COORDINATING
from bot.understanding.fund_counts import LEAVING, read_figures
from bot.understanding.fund_news import asks_state, names_status, read_status, without_status_word
from bot.understanding.funds import read_bare_fund, read_funds
from bot.understanding.hearing import hears

TOLD = "fund.told"
ASKED = "fund.info"
MISTAKEN = frozenset({"out_of_scope", "fund.contact", "fund.info", "member.status", "member.join"})
"""What the model takes short news of a fund for."""
SURE_OF_ELSE = 0.5
SURE_FIGURES = frozenset({"members", "balance", "population", "accumulated"})
"""Figures that a member does not tell of himself."""
OF_MONEY = frozenset({"report.submit", "benefit.remaining", "claim.status", "out_of_scope"})
"""What the model takes the end of a month's books for."""
KINDS = frozenset({"general", "child", "elderly", "disadvantaged", "disabled"})
OWN = "member."
"""Needs of a member's own, whose words ("joined anew, left") coordinators use of many."""


def fund_heard(turn: Turn, found: str | None) -> str | None:
    """The need of somebody with a role that is about a fund after all; `found` is what the words were heard as."""
    if (found is None or found.startswith(OWN)) and _tells_many(turn):
        return TOLD
    if found is None:
        return TOLD if _tells_news(turn) else ASKED if _asks(turn) else None
    return TOLD if found.startswith(OWN) and _tells_figures(turn) and _names_fund(turn) else None


def _asks(turn: Turn) -> bool:
    """Whether somebody asks how a fund stands."""
    text = turn.incoming.text
    if turn.understood.intent not in MISTAKEN or read_bare_fund(without_status_word(text)) is None:
        return False
    return names_status(text) or (read_status(text) is not None and asks_state(text))


def _tells_news(turn: Turn) -> bool:
    understood = turn.understood
    if understood.intent not in MISTAKEN and understood.confidence >= SURE_OF_ELSE:
        return False
    state = read_status(turn.incoming.text) is not None and _names_fund(turn)
    return (_tells_figures(turn) or state) and not asks_state(turn.incoming.text)


def _tells_figures(turn: Turn) -> bool:
    text = turn.incoming.text
    return not asks_state(text) and bool(SURE_FIGURES & set(read_figures(text, turn.today)))


def _tells_many(turn: Turn) -> bool:
    """Whether a message counts members of several kinds, or who came and who went: nobody tells that of himself."""
    if not turn.speaker.officer_of and not any(role.role in COORDINATING for role in turn.speaker.roles):
        return False
    if asks_state(turn.incoming.text):
        return False
    told = set(read_figures(turn.incoming.text, turn.today))
    left = turn.understood.intent in OF_MONEY and "balance" in told and not hears(turn.incoming.text, "money.elsewhere")
    return left or len(told & KINDS) > 1 or len(told & LEAVING) > 1


def _names_fund(turn: Turn) -> bool:
    text = turn.incoming.text
    return bool(read_funds(text)) or read_bare_fund(text) is not None
