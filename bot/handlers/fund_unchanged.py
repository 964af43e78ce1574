""" "Nothing has changed this month": the figures shown with their days, and one tap that confirms them (U86, S3-26)."""

from __future__ import annotations

import secrets

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack, say
from bot.handlers import talk
from bot.handlers.context import Turn
from bot.handlers.parts import fund_meant
from bot.services import authority, fund_figures
from bot.services.authority import Deed, Scope
from bot.services.funds import FundFacts
from bot.understanding.fund_news import means_all

INTENT = "fund.unchanged"
ASK = "meant"


async def handle(turn: Turn) -> Reply:
    """Which fund, if there are several; then its card; then, on the tap or a yes, the record."""
    if not turn.speaker.roles or turn.speaker.person_id is None:
        return await talk.later(turn)
    scope = await authority.scope(turn.session, turn.speaker, Deed.FUND)
    if not scope:
        return say(turn.words("form.not_yours"))
    text = str(turn.slots.get(fund_meant.SAID) or turn.incoming.text)
    near = await _near(turn, scope)
    if len(near.funds) > 1 and ("all" in turn.slots or means_all(text)):
        return await _all_confirmed(turn, near, turn.speaker.person_id) if "key" in turn.slots else _all(turn, near)
    fund = await fund_meant.fund_meant(turn, INTENT, scope, text)
    if isinstance(fund, Reply):
        return fund
    fund = fund or fund_meant.only_fund(turn, scope)
    if fund is None:
        return fund_meant.ask_fund(turn, INTENT, near, text, "fund_unchanged.which")
    if "key" in turn.slots:
        return await _confirmed(turn, fund, turn.speaker.person_id)
    return _shown(turn, fund)


async def _confirmed(turn: Turn, fund: FundFacts, person_id: int) -> Reply:
    """Kept once for each card, however often it is tapped; a no leads to what has changed."""
    words, slots = turn.words, turn.slots
    if slots.get(ASK) in (False, "no"):
        return say(words("fund_unchanged.what", fund=fund.name), choices=(_changed(turn, fund),))
    key = f"same{slots['key']}"[:32]
    await fund_figures.unchanged(turn.session, turn.clock.now(), turn.today, fund.id, person_id, key)
    return say(words("fund_unchanged.saved", fund=fund.name, day=figures.day(words, turn.today)))


def _all(turn: Turn, scope: Scope) -> Reply:
    """All funds of a zone on one card, with one tap for them all; those without figures are left out by name."""
    words = turn.words
    known = [fund for fund in scope.funds if _has_figures(fund)]
    if not known:
        return say(words("fund_unchanged.none_known"))
    rows = [Row(_line(turn, fund), fund.tambon) for fund in known]
    rows += [Row(words("fund_unchanged.untold"), fund.tambon, faint=True) for fund in scope.funds if fund not in known]
    label = words("fund_unchanged.tap.all")
    key = secrets.token_hex(4)
    same = Choice(label, Press(pack("ask", INTENT, all=1, key=key), said=label))
    if not turn.in_group:
        turn.ask(INTENT, {"all": 1, "key": key}, ASK)
    foot = words("fund_unchanged.foot_all", n=len(known))
    return Reply((Card(words("fund_unchanged.title_all"), "", (Section(tuple(rows)),), foot, (same,)),))


async def _all_confirmed(turn: Turn, scope: Scope, person_id: int) -> Reply:
    if turn.slots.get(ASK) in (False, "no"):
        return say(turn.words("fund_unchanged.what_of_all"))
    known = [fund for fund in scope.funds if _has_figures(fund)]
    for fund in known:
        key = f"same{turn.slots['key']}-{fund.id}"[:32]
        await fund_figures.unchanged(turn.session, turn.clock.now(), turn.today, fund.id, person_id, key)
    day = figures.day(turn.words, turn.today)
    return say(turn.words("fund_unchanged.saved_all", n=len(known), day=day))


def _line(turn: Turn, fund: FundFacts) -> str:
    """Members, balance and their day on one line."""
    words = turn.words
    told = []
    if fund.members_count is not None:
        told.append(figures.count(words, "person", fund.members_count))
    if fund.balance_satang is not None:
        told.append(figures.baht(words, fund.balance_satang))
    day = f" ({figures.day(words, fund.figures_as_of)})" if fund.figures_as_of else ""
    return " · ".join(told) + day


def _has_figures(fund: FundFacts) -> bool:
    return fund.members_count is not None or fund.balance_satang is not None


def _shown(turn: Turn, fund: FundFacts) -> Reply:
    words = turn.words
    if not _has_figures(fund):
        return say(words("fund_unchanged.nothing_known", fund=fund.name), choices=(_changed(turn, fund),))
    rows = [Row(words.of("form.fund_state.status", fund.status), words("form.fund_state.label.status"))]
    if fund.members_count is not None:
        rows.append(Row(figures.count(words, "person", fund.members_count), words("info.members")))
    if fund.balance_satang is not None:
        rows.append(Row(figures.baht(words, fund.balance_satang), words("info.balance")))
    if fund.figures_as_of is not None:
        rows.append(Row(figures.day(words, fund.figures_as_of), words("fund_unchanged.as_of"), faint=True))
    key = secrets.token_hex(4)
    label = words("fund_unchanged.tap.same")
    same = Choice(label, Press(pack("ask", INTENT, fund_id=fund.id, key=key), said=label))
    if not turn.in_group:
        turn.ask(INTENT, {"fund_id": fund.id, "key": key}, ASK)
    card = Card(fund.name, sections=(Section(tuple(rows)),), foot=words("fund_unchanged.foot"), buttons=(same,))
    return Reply((card,), (_changed(turn, fund),))


def _changed(turn: Turn, fund: FundFacts) -> Choice:
    label = turn.words("fund_unchanged.tap.changed")
    return Choice(label, Press(pack("ask", "update.fund_status", form="fund_figures", fund_id=fund.id), said=label))


async def _near(turn: Turn, scope: Scope) -> Scope:
    """The funds of the group's own zone, where it has one."""
    if turn.group_area_id is None:
        return scope
    inside = await authority.below(turn.session, (turn.group_area_id,))
    near = tuple(fund for fund in scope.funds if inside.fund(fund.id) is not None)
    return Scope(scope.roots, scope.zones, near or scope.funds, scope.area_ids)
