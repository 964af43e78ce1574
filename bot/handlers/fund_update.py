"""update.fund_status: free words about a fund led to the form that keeps them (domain.md U71-U75, U81-U86)."""

from __future__ import annotations

from typing import Any

from bot.chat import Choice, Press, Reply, Text, pack, say
from bot.dialogs import fund_figures, fund_state, revival
from bot.dialogs.catalogue import FORMS
from bot.dialogs.own_fund import pieces
from bot.handlers import forms, fund_info, fund_unchanged, talk
from bot.handlers.context import Turn
from bot.handlers.parts import fund_meant
from bot.handlers.parts import slots as asking
from bot.services import authority
from bot.services.authority import Deed
from bot.services.funds import FundFacts
from bot.understanding.fund_counts import names_figures, plain_heads, read_figures
from bot.understanding.fund_news import (
    asks_state,
    becomes,
    names_status,
    read_status,
    tells_contacts,
    tells_matching,
)
from bot.understanding.hearing import hears as heard_in
from bot.understanding.revival_words import is_visit

INTENT = "update.fund_status"
TOLD = "fund.told"
"""The same need, heard by its words."""
VISIT = "revival.log"
MATCHING = "matching"
CONTACTS = "contacts"
TAPPED = (fund_figures.NAME, fund_state.NAME, revival.NAME, MATCHING)


async def handle(turn: Turn) -> Reply:
    """Begins the form that fits; another zone's fund is refused by name; what cannot be told yet is said."""
    if not turn.speaker.roles:
        return await talk.later(turn)
    scope = await authority.scope(turn.session, turn.speaker, Deed.FUND)
    if not scope:
        return say(turn.words("form.not_yours"))
    text = str(turn.slots.get(fund_meant.SAID) or turn.incoming.text)
    several = [(fund, piece) for fund, piece in pieces(text, scope.funds) if _tells(turn, piece)]
    if len(several) > 1 and "form" not in turn.slots:
        return await _first_of(turn, several)
    fund = await fund_meant.fund_meant(turn, INTENT, scope, text)
    if isinstance(fund, Reply):
        return fund
    name = str(turn.slots.get("form", "")) or _form_for(turn, text, fund)
    if name == fund_unchanged.INTENT:
        return await fund_unchanged.handle(turn)
    if name == fund_info.INTENT:
        return await fund_info.handle(turn)
    if name in TAPPED:
        return await _begin(turn, name, fund, text)
    return say(turn.words("fund_news.contacts" if name == CONTACTS else "fund_news.what"), choices=_what(turn, fund))


async def visit(turn: Turn) -> Reply:
    """A visit to a stopped fund."""
    if not turn.speaker.roles:
        return await talk.later(turn)
    scope = await authority.scope(turn.session, turn.speaker, Deed.FUND)
    if not scope:
        return say(turn.words("form.not_yours"))
    text = str(turn.slots.get(fund_meant.SAID) or turn.incoming.text)
    fund = await fund_meant.fund_meant(turn, VISIT, scope, text)
    return fund if isinstance(fund, Reply) else await _begin(turn, revival.NAME, fund, text)


def _form_for(turn: Turn, text: str, fund: FundFacts | None) -> str | None:
    """The form that these words are for; None where they only say that something is to be told."""
    figures = read_figures(text, turn.today)
    if not figures and heard_in(text, fund_unchanged.INTENT):
        return fund_unchanged.INTENT
    if is_visit(text) and not becomes(text):
        return revival.NAME
    if tells_matching(text) and "members" not in figures:
        return MATCHING
    status = read_status(text)
    if status is not None and asks_state(text):
        return fund_info.INTENT
    if status is not None and not (figures and fund is not None and fund.status == status):
        return fund_state.NAME
    if tells_contacts(text) and not figures:
        return CONTACTS
    if figures or names_figures(text) or "members" in turn.understood.slots:
        return fund_figures.NAME
    return fund_state.NAME if names_status(text) else None


def _tells(turn: Turn, piece: str) -> bool:
    told = bool(read_figures(piece, turn.today)) or plain_heads(piece) is not None
    return told or read_status(piece) is not None


async def _first_of(turn: Turn, several: list[tuple[FundFacts, str]]) -> Reply:
    """News of several funds: one at a time, and it is said that the others are still to be sent."""
    (fund, piece), others = several[0], [other.tambon for other, _ in several[1:]]
    lead = turn.words("fund_news.one_by_one", fund=fund.tambon, others=", ".join(others))
    name = _form_for(turn, piece, fund) or fund_figures.NAME
    reply = await _begin(turn, name if name in TAPPED else fund_figures.NAME, fund, piece)
    return Reply((Text(lead), *reply.parts), reply.choices)


async def _begin(turn: Turn, name: str, fund: FundFacts | None, text: str) -> Reply:
    if name not in FORMS:
        return say(turn.words("fund_news.matching_later"), choices=_what(turn, fund))
    values: dict[str, Any] = {"fund": fund.code} if fund is not None else {}
    members = asking.whole(turn.slots.get("members")) if "form" in turn.slots else None
    if members is not None:
        values["members"] = members
    return await forms.start(turn, name, values, text=text)


def _what(turn: Turn, fund: FundFacts | None) -> tuple[Choice, ...]:
    """A tap for each thing that may be told of a fund."""
    fund_id, words = fund.id if fund is not None else None, turn.words
    taps = [(name, pack("ask", INTENT, form=name, fund_id=fund_id)) for name in TAPPED if name in FORMS]
    taps.append((fund_unchanged.INTENT, pack("ask", fund_unchanged.INTENT, fund_id=fund_id)))
    labelled = [(words.of("fund_news.tap", name), data) for name, data in taps]
    return tuple(Choice(label, Press(data, said=label)) for label, data in labelled)
