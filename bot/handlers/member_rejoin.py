"""Coming back after leaving: from when, at which fee, and what starts anew (domain.md U47)."""

from __future__ import annotations

from datetime import date

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.entitlement.rejoining import Return, rejoin
from bot.entitlement.rulebook import Rulebook
from bot.handlers.context import Turn
from bot.handlers.parts import event, general, unknown_rule, wording
from bot.handlers.parts.slots import whole
from bot.handlers.parts.which_fund import which_fund
from bot.services import entitlements

INTENT = "member.rejoin"


async def handle(turn: Turn) -> Reply:
    """The fund's terms for somebody who left; reckoned from the day or year he tells, never from the register."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    words = turn.words
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    terms = rejoin(book, _left(turn))
    lead = words("rejoin.yes" if terms.allowed else "rejoin.no")
    if terms.from_day is not None and terms.from_day > turn.today:
        lead = words("rejoin.from", date=figures.day(words, terms.from_day))
    rows = tuple(Row(line) for line in _lines(turn, book, terms))
    card = Card(words("rejoin.title", fund=chosen.fund.name), lead, (Section(rows),), _foot(turn, book))
    label = words("starter.member.join")
    how = Choice(label, Press(pack("ask", "member.join", **chosen.carry), said=label))
    names = ("contact",) if turn.in_group else ("contact", "human")
    return Reply((card,), (how, *(general.open_question(turn, chosen, name) for name in names)))


def _foot(turn: Turn, book: Rulebook) -> str:
    return wording.foot(turn.words, (), book, turn.today)


def _lines(turn: Turn, book: Rulebook, terms: Return) -> list[str]:
    if not terms.allowed:
        return [turn.words("rejoin.ask")]
    words, rules = turn.words, book.rejoin
    lines = []
    if rules.cooloff_months:
        lines.append(words("rejoin.wait", time=figures.count(words, "month", rules.cooloff_months)))
    elif rules.cooloff_days:
        lines.append(words("rejoin.wait", time=figures.count(words, "day", rules.cooloff_days)))
    waits_at_all = rules.cooloff_months or rules.cooloff_days
    if waits_at_all and terms.from_day is not None and terms.from_day <= turn.today:
        lines.append(words("rejoin.waited", date=figures.day(words, terms.from_day)))
    if terms.entry_fee_satang:
        lines.append(words("rejoin.fee", amount=figures.baht(words, terms.entry_fee_satang)))
    waits = [benefit.waiting_days for benefit in book.benefits if benefit.waiting_days]
    if terms.waiting_restarts and waits:
        lines.append(words("rejoin.waiting", time=figures.waiting(words, min(waits))))
    return [*lines, words("rejoin.tenure")]


def _left(turn: Turn) -> date | None:
    """The day of leaving as told; of a year alone its last day stands in, so that no wait is told too short."""
    _, last = event.days(turn.slots.get("date"))
    if last is not None:
        return last
    year = whole(turn.slots.get("year"))
    return date(year - figures.BUDDHIST_YEARS, 12, 31) if year and year > 2500 else None
