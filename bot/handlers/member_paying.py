"""What the rules say of paying in: how much, and what falling behind does (domain.md U42)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.entitlement.policies import Arrears
from bot.entitlement.rulebook import Rulebook
from bot.handlers import member_status
from bot.handlers.context import Turn
from bot.handlers.parts import general, private, unknown_rule, wording
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.services import entitlements
from bot.words import Words

FEE, ARREARS = "member.fee", "member.arrears"


async def fee(turn: Turn) -> Reply:
    """How much a member pays, until which day of the month, and where."""
    found = await _book(turn, FEE)
    if isinstance(found, Reply):
        return found
    chosen, book = found
    words, paid, fund = turn.words, book.contribution, chosen.fund
    rows = []
    if paid.yearly_satang:
        amount = figures.baht(words, paid.yearly_satang)
        rows.append(Row(words("join.yearly_value", amount=amount), words("join.pay_yearly")))
    if paid.due_day:
        rows.append(Row(words("fee.due", day=paid.due_day)))
    if paid.entry_fee_satang:
        rows.append(Row(figures.baht(words, paid.entry_fee_satang), words("join.entry_fee")))
    if fund.payment_place:
        rows.append(Row(fund.payment_place, words("contact.payment_place")))
    lead = words("amount.month", amount=figures.number(paid.monthly_satang)) if paid.monthly_satang else ""
    card = Card(words("fee.title", fund=fund.name), lead, (Section(tuple(rows)),), _foot(turn, book))
    label = words("starter.contact")
    return Reply((card,), (Choice(label, Press(pack("ask", "fund.contact", **chosen.carry), said=label)),))


async def arrears(turn: Turn) -> Reply:
    """What falling behind does; in the 1:1 chat a linked member sees where he stands himself first."""
    found = await _book(turn, ARREARS)
    if isinstance(found, Reply):
        return found
    chosen, book = found
    rows = tuple(Row(line) for line in _steps(turn.words, book.arrears))
    card = Card(turn.words("arrears.title", fund=chosen.fund.tambon), "", (Section(rows),), _foot(turn, book))
    if turn.in_group:
        return private.with_tap(turn, Reply((card,)))
    if chosen.member is None:
        return Reply((card,), tuple(general.open_question(turn, chosen, name) for name in ("pay", "contact", "human")))
    own = await member_status.handle(turn)
    return Reply((*own.parts, card), own.choices)


async def _book(turn: Turn, intent: str) -> tuple[Chosen, Rulebook] | Reply:
    chosen = await which_fund(turn, intent)
    if isinstance(chosen, Reply):
        return chosen
    book = await entitlements.rulebook_on(turn.session, chosen.fund.id, turn.today)
    return unknown_rule.no_rulebook(turn, chosen) if book is None else (chosen, book)


def _steps(words: Words, rule: Arrears) -> list[str]:
    """Each consequence on a line of its own, the mildest first."""
    lines = []
    if rule.warn_months and rule.deduct:
        lines.append(words("arrears.rule.deduct"))
    if rule.suspend_months:
        lines.append(words("arrears.rule.suspend", months=rule.suspend_months))
    if rule.reinstate_wait_days:
        lines.append(words("arrears.rule.back", days=rule.reinstate_wait_days))
    if rule.notice_months:
        lines.append(words("arrears.rule.notice", months=rule.notice_months, days=rule.notice_days))
    if rule.terminate_months:
        lines.append(words("arrears.rule.end", months=rule.terminate_months))
    if rule.reset_days:
        lines.append(words("arrears.rule.reset", days=rule.reset_days))
    return lines or [words("arrears.rule.none")]


def _foot(turn: Turn, book: Rulebook) -> str:
    return wording.foot(turn.words, (), book, turn.today)
