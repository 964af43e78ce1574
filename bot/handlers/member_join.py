"""Becoming a member, by the fund's own rulebook."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, Text, pack, say
from bot.entitlement.rulebook import Rulebook
from bot.handlers.context import Turn
from bot.handlers.parts import unknown_rule
from bot.handlers.parts.which_fund import which_fund
from bot.services import entitlements

INTENT = "member.join"


async def handle(turn: Turn) -> Reply:
    """Who may join, what it costs, which papers, where to go."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    fund, words = chosen.fund, turn.words
    if fund.status == "stopped":
        return say(words("join.stopped", fund=fund.name))
    book = await entitlements.rulebook_on(turn.session, fund.id, turn.today)
    if book is None:
        return unknown_rule.no_rulebook(turn, chosen)
    rows = _rows(turn, book)
    if fund.payment_place:
        rows.append(Row(fund.payment_place, words("join.where")))
    foot = words("join.foot", version=book.version)
    label = words("starter.contact")
    already = (Text(words("join.already", number=chosen.member.number)),) if chosen.member else ()
    return Reply(
        (*already, Card(title=words("join.title", fund=fund.name), sections=(Section(tuple(rows)),), foot=foot)),
        (Choice(label, Press(pack("ask", "fund.contact"), said=label)),),
    )


def _rows(turn: Turn, book: Rulebook) -> list[Row]:
    words, admission, contribution = turn.words, book.admission, book.contribution
    rows = []
    if contribution.entry_fee_satang:
        rows.append(Row(figures.baht(words, contribution.entry_fee_satang), words("join.entry_fee")))
    if contribution.monthly_satang:
        rows.append(
            Row(words("join.monthly_value", amount=figures.baht(words, contribution.monthly_satang)), words("join.pay"))
        )
    if contribution.yearly_satang:
        rows.append(
            Row(
                words("join.yearly_value", amount=figures.baht(words, contribution.yearly_satang)),
                words("join.pay_yearly"),
            )
        )
    if admission.residence:
        rows.append(Row(words.of("residence", admission.residence), words("join.residence")))
    if admission.age_min:
        rows.append(Row(words("join.age_value", years=admission.age_min), words("join.age")))
    if admission.guardian_under:
        rows.append(Row(words("join.guardian", years=admission.guardian_under)))
    if admission.documents:
        rows.append(
            Row(" ".join(f"• {words.of('document', name)}" for name in admission.documents), words("join.documents"))
        )
    if admission.beneficiary_required:
        rows.append(Row(words("join.beneficiary")))
    if admission.accepted_by:
        rows.append(Row(words.of("accepted_by", admission.accepted_by), words("join.accepted_by")))
    if admission.note:
        rows.append(Row(admission.note))
    waiting = {benefit.waiting_days for benefit in book.benefits if benefit.waiting_days}
    if waiting:
        rows.append(Row(words("join.waiting_value", time=figures.waiting(words, min(waiting))), words("join.waiting")))
    return rows
