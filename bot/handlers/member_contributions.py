"""What a member has paid in, and where to pay (1:1; in a group only where to pay)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Reply, Row, Section, Text
from bot.handlers.context import Turn
from bot.handlers.fund_contact import card as contact_card
from bot.handlers.parts import hearing, private
from bot.handlers.parts.which_fund import which_fund
from bot.handlers.parts.yours import yours
from bot.services import register
from bot.understanding.paying import asks_how_to_pay

INTENT = "member.contributions"
SHOWN = 6


async def handle(turn: Turn) -> Reply:
    """The speaker's own payments with their sum; how and where to pay for whoever asks that."""
    if asks_how_to_pay(turn.incoming.text):
        chosen = await which_fund(turn, INTENT)
        if isinstance(chosen, Reply):
            return chosen
        account = (Text(turn.words("contact.account")),) if hearing.hears(turn, "account") else ()
        return Reply((*account, contact_card(turn, chosen.fund)))
    if turn.in_group:
        return private.only_private(turn)
    found = await yours(turn, INTENT)
    if isinstance(found, Reply):
        return found
    words, line = turn.words, found.line
    paid = await register.payments(turn.session, line.id, SHOWN)
    rows = []
    if line.membership.paid_to:
        rows.append(Row(figures.month(words, line.membership.paid_to), words("paid.to"), strong=True))
    if line.membership.payments:
        rows.append(Row(figures.count(words, "time", line.membership.payments), words("paid.times")))
    recent = tuple(
        Row(
            words("paid.line_value", amount=figures.baht(words, each.satang), receipt=each.receipt_no or "-"),
            figures.month(words, f"{each.period_from:%Y-%m}"),
        )
        for each in paid
    )
    card = Card(
        title=words("paid.title", name=line.name),
        lead=figures.baht(words, line.membership.paid_satang) if line.membership.paid_satang is not None else "",
        sections=(Section(tuple(rows)), *((Section(recent, words("paid.recent")),) if recent else ())),
        foot=words("status.foot", date=figures.day(words, line.as_of)),
    )
    return Reply((card,))
