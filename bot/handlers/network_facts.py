"""What was said in public of the whole country: budget and targets, each with who said it and when (domain.md U105)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Reply, Row, Section, say
from bot.handlers.context import Turn
from bot.handlers.parts import asked
from bot.services import statements
from bot.services.statements import BUDGET, TARGETS, Statement

BUDGET_INTENT, TARGETS_INTENT = "network.budget", "network.targets"


async def budget(turn: Turn) -> Reply:
    """The country's budget of a year, as it was told; another year than those known is said to be unknown."""
    year = asked.year(turn)
    found = statements.statements(BUDGET, year)
    if not found:
        known = " · ".join(str(one.year) for one in statements.statements(BUDGET) if one.year)
        return say(turn.words("facts.no_year", year=year, known=known))
    return Reply((_card(turn, "facts.budget", found),))


async def targets(turn: Turn) -> Reply:
    """The country's targets as they were told; how far they are reached is not known here."""
    found = tuple(one for about in TARGETS for one in statements.statements(about))
    return Reply((_card(turn, "facts.targets", found),))


def _card(turn: Turn, title: str, found: tuple[Statement, ...]) -> Card:
    """Statements with their sources: none is a figure of ours."""
    sections = tuple(
        Section(
            (
                Row(one.words, strong=True),
                Row(turn.words("facts.source", source=one.source, date=figures.day(turn.words, one.day)), faint=True),
            )
        )
        for one in found
    )
    return Card(turn.words(title), sections=sections, foot=turn.words("facts.foot"))
