"""Whom to call and where to go: the fund's published office contact, never a private number."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, OpenLink, Reply, Row, Section, Text
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.which_fund import which_fund
from bot.services.funds import FundFacts

INTENT = "fund.contact"


async def handle(turn: Turn) -> Reply:
    """The fund's office, phone, meeting day and where to pay."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    refused = (Text(turn.words("contact.nobodys_own")),) if private.named_other(turn, turn.slots) else ()
    return Reply((*refused, card(turn, chosen.fund)))


def card(turn: Turn, fund: FundFacts) -> Card:
    """The contact card of a fund; what the register does not know is left out."""
    facts = (
        ("contact.phone", fund.phone),
        ("contact.office", fund.office),
        ("contact.meeting_day", fund.meeting_day),
        ("contact.payment_place", fund.payment_place),
    )
    rows = tuple(Row(value, turn.words(label)) for label, value in facts if value)
    if not rows:
        rows = (Row(turn.words("contact.unknown")),)
    call = (Choice(turn.words("contact.call"), OpenLink(figures.phone_link(fund.phone))),) if fund.phone else ()
    return Card(title=fund.name, sections=(Section(rows),), foot=turn.words("contact.foot"), buttons=call)
