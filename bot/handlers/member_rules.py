"""Rules of membership beside the benefits: moving away, changing the beneficiary (domain.md U30, U41)."""

from __future__ import annotations

from bot.chat import Card, Reply, Row, Section
from bot.handlers.context import Turn
from bot.handlers.parts import beneficiary, general, unknown_rule, wording
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.services import entitlements

MOVED, BENEFICIARY = "member.moved", "member.beneficiary"


async def moved(turn: Turn) -> Reply:
    """What the fund's rules say of members who move away; where they say nothing, whom to ask."""
    chosen = await which_fund(turn, MOVED)
    if isinstance(chosen, Reply):
        return chosen
    words = turn.words
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    note = book.admission.note or ""
    told = words("moved.word") in note
    rows = [Row(note, strong=True)] if told else [Row(words("moved.silent"), strong=True)]
    if not told and book.admission.residence:
        rows.append(Row(words.of("residence", book.admission.residence), words("moved.residence")))
    rows += [Row(line) for line in unknown_rule.contact_lines(turn, chosen)]
    card = Card(words("moved.title"), "", (Section(tuple(rows)),), wording.foot(words, (), book, turn.today))
    return Reply((card,), tuple(general.open_question(turn, chosen, name) for name in _ways(turn)))


async def change_beneficiary(turn: Turn) -> Reply:
    """How the named beneficiary is changed: with the committee."""
    chosen: Chosen | Reply = await which_fund(turn, BENEFICIARY)
    return chosen if isinstance(chosen, Reply) else await beneficiary.change(turn, chosen)


def _ways(turn: Turn) -> tuple[str, ...]:
    return ("contact",) if turn.in_group else ("human", "contact")
