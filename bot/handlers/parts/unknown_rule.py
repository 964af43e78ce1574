"""Where nothing is known of a fund's rule: that, and whom to ask. Never an amount, never what is usual elsewhere."""

from __future__ import annotations

from datetime import date

from bot.chat import Choice, Reply, say
from bot.figures import day
from bot.handlers.context import Turn
from bot.handlers.parts import general, wording
from bot.handlers.parts.which_fund import Chosen


def no_rulebook(turn: Turn, chosen: Chosen, on: date | None = None) -> Reply:
    """Nothing is known of the fund's rules (of that day): that, and whom to ask. Never an amount (domain.md T17)."""
    words, fund = turn.words, chosen.fund
    if on is None or on == turn.today:
        lines = [words("fund.no_rulebook", fund=fund.name)]
    else:
        lines = [words("fund.no_rulebook_on", fund=fund.name, date=day(words, on))]
    if fund.status == "stopped":
        lines.insert(0, wording.stopped(words, fund))
    return say("\n".join([*lines, *contact_lines(turn, chosen)]), choices=_ways_to_ask(turn, chosen))


def not_in_rules(turn: Turn, chosen: Chosen, kind: str, occasion: str | None = None) -> Reply:
    """The rulebook has no clause for this; never what is usual elsewhere (domain.md 0.2 rule 1)."""
    words = turn.words
    name = words.of("occasion", occasion) if occasion and words.has(f"occasion.{occasion}") else words.of("kind", kind)
    lines = [words("fund.not_in_rules_of", fund=chosen.fund.name, kind=name), words("fund.not_in_rules")]
    choices = (*_ways_to_ask(turn, chosen), general.open_question(turn, chosen, "list"))
    return say("\n".join([*lines, *contact_lines(turn, chosen)]), choices=choices)


def _ways_to_ask(turn: Turn, chosen: Chosen) -> tuple[Choice, ...]:
    names = ("contact",) if turn.in_group else ("human", "contact")
    return tuple(general.open_question(turn, chosen, name) for name in names)


def contact_lines(turn: Turn, chosen: Chosen) -> list[str]:
    """Whom to call and where to go, as far as the fund has published it."""
    words, fund = turn.words, chosen.fund
    lines = []
    if fund.phone:
        lines.append(words("fund.contact.phone", phone=fund.phone))
    if fund.office:
        lines.append(words("fund.contact.office", office=fund.office))
    if not turn.in_group:
        lines.append(words("fund.contact.officer", button=words("button.human")))
    return lines
