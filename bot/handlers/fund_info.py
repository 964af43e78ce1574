"""Facts about the fund that anybody may know, each figure with its as-of date (domain.md S0-33)."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.handlers.context import Turn
from bot.handlers.parts import fund_card
from bot.handlers.parts.seeing import may_see
from bot.handlers.parts.which_fund import which_fund

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
    if fund.members_count is not None:
        rows.append(Row(figures.count(words, "person", fund.members_count), words("info.members")))
    if fund.balance_satang is not None:
        rows.append(Row(figures.baht(words, fund.balance_satang), words("info.balance")))
    if fund.meeting_day:
        rows.append(Row(fund.meeting_day, words("contact.meeting_day")))
    if fund.office:
        rows.append(Row(fund.office, words("contact.office")))
    if not rows:
        rows.append(Row(words("info.unknown")))
    foot = words("info.as_of", date=figures.day(words, fund.figures_as_of)) if fund.figures_as_of else ""
    return Reply((Card(title=fund.name, sections=(Section(tuple(rows)),), foot=foot),), contact)
