"""Leaving the fund: what comes back and what is given up; never a push either way (domain.md S3-12, U45, U46)."""

from __future__ import annotations

from bot.chat import Card, Choice, Press, Reply, Row, Section, Text, pack
from bot.entitlement.assess import assess
from bot.entitlement.facts import Event
from bot.entitlement.rulebook import Rulebook, in_force
from bot.handlers.context import Turn
from bot.handlers.fund_contact import card as contact_card
from bot.handlers.parts import figures, private
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.services import funds, register

INTENT = "member.resign_refund"


async def handle(turn: Turn) -> Reply:
    """The fund's refund rule; for a linked member in 1:1 also what that means for him today."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    words, fund = turn.words, chosen.fund
    book = in_force(await funds.rulebooks(turn.session, fund.id), turn.today)
    if book is None:
        return Reply((Text(words("common.no_rulebook", fund=fund.name)), contact_card(turn, fund)))
    own, lead = await _own(turn, chosen, book)
    rows = (Row(words.of("refund.policy", book.resign.refund, percent=book.resign.percent or 0)), *own)
    foot = words("refund.foot", version=book.version, date=figures.day(words, turn.today))
    card = Card(
        title=words("refund.title"),
        lead=lead,
        sections=(Section(rows), Section((Row(words("refund.think")),))),
        foot=foot,
    )
    return private.with_tap(turn, Reply((card,))) if turn.in_group else Reply((card,), _human(turn))


async def _own(turn: Turn, chosen: Chosen, book: Rulebook) -> tuple[tuple[Row, ...], str]:
    """The member's own figures; nothing in a group, nothing for a relative."""
    if turn.in_group or chosen.member is None or turn.slots.get("who") not in (None, "self"):
        return (), ""
    words = turn.words
    line = await register.register_line(turn.session, chosen.member.id)
    past = await register.history(turn.session, chosen.member.id)
    found = assess(book, line.membership, past, Event(kind="resign", date=turn.today), turn.today)
    if found.satang is None:
        return (Row(words("refund.unknown")),), ""
    rows = [Row(words("refund.claimed" if line.membership.ever_claimed else "refund.never_claimed"))]
    if line.membership.paid_satang is not None:
        rows.insert(0, Row(figures.baht(words, line.membership.paid_satang), words("refund.paid")))
    rows.append(Row(words("status.foot", date=figures.day(words, line.as_of)), faint=True))
    return tuple(rows), words("refund.amount", amount=figures.baht(words, found.satang))


def _human(turn: Turn) -> tuple[Choice, ...]:
    label = turn.words("refund.talk")
    return (Choice(label, Press(pack("ask", "human.handoff"), said=label)),)
