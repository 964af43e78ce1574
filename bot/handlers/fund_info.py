"""Facts about the fund that anybody may know, each figure with its as-of date (domain.md S0-33)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.handlers.context import Turn
from bot.handlers.parts import fund_card
from bot.handlers.parts.seeing import may_see
from bot.handlers.parts.which_fund import which_fund
from bot.services.fund_figures import OLD_AFTER, is_stale
from bot.services.funds import FundFacts

INTENT = "fund.info"


async def handle(turn: Turn) -> Reply:
    """Members, money, meeting day and state of a fund; more of it to those who look after it."""
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return chosen
    fund, words = chosen.fund, turn.words
    label = words("starter.contact")
    contact = (Choice(label, Press(pack("ask", "fund.contact"), said=label)),)
    if turn.speaker.roles and turn.group_fund_id is None and await may_see(turn, fund.area_id):
        return Reply((await fund_card.card(turn, fund),), contact)
    rows = []
    if fund.status == "stopped":
        since = figures.month(words, fund.stopped_since.strftime("%Y-%m")) if fund.stopped_since else ""
        rows.append(Row(words("info.stopped", since=since), strong=True))
    elif fund.status in ("reviving", "dissolved"):
        rows.append(Row(words.of("info", fund.status), strong=True))
    if fund.members_count is not None:
        rows.append(Row(figures.count(words, "person", fund.members_count), words("info.members")))
    if fund.balance_satang is not None:
        rows.append(Row(_balance(turn, fund, fund.balance_satang), words("info.balance")))
    if fund.meeting_day:
        rows.append(Row(fund.meeting_day, words("contact.meeting_day")))
    if fund.office:
        rows.append(Row(fund.office, words("contact.office")))
    if not rows:
        rows.append(Row(words("info.unknown")))
    elif fund.figures_as_of and is_stale(fund, turn.today):
        rows.append(Row(words("info.old", days=OLD_AFTER.days), faint=True))
    return Reply((Card(title=fund.name, sections=(Section(tuple(rows)),), foot=_foot(turn, fund)),), contact)


def _balance(turn: Turn, fund: FundFacts, satang: int) -> str:
    """The balance, with its own day where that is another than the members'."""
    amount = figures.baht(turn.words, satang)
    if fund.balance_as_of is None or fund.balance_as_of == fund.figures_as_of:
        return amount
    return turn.words("info.balance_of", amount=amount, date=figures.day(turn.words, fund.balance_as_of))


def _foot(turn: Turn, fund: FundFacts) -> str:
    """Of which day the figures are, and when somebody last said that they still hold."""
    words, as_of = turn.words, fund.figures_as_of
    if as_of is None:
        return ""
    if fund.told_on is None or fund.told_on <= as_of:
        return words("info.as_of", date=figures.day(words, as_of))
    return words("info.confirmed", date=figures.day(words, as_of), told=figures.day(words, fund.told_on))
