"""Somebody says that a report was sent: read back and noted; a bare count is never guessed into names (U76, U77)."""

from __future__ import annotations

from bot.chat import Choice, Kind, Press, Reply, Text, pack, say
from bot.dialogs.fields import named_fund
from bot.dialogs.form import Values
from bot.handlers import forms, handbook, outside, talk
from bot.handlers.context import Turn
from bot.handlers.parts import asked, private, report_list
from bot.handlers.parts.hearing import hears
from bot.handlers.parts.listing import card
from bot.handlers.parts.seeing import MOST_AREAS, where
from bot.services import authority, funds, summaries
from bot.services.authority import Deed, Scope
from bot.services.fiscal import reported_year
from bot.services.obligations import template

INTENT = "report.submit"
BULK = "report.bulk"
SENT = "report.sent"
MOST_TAPS = 10


async def handle(turn: Turn) -> Reply:
    """Starts the form; a fund that a button names is filled in, one outside the speaker's area is said to be so."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if turn.incoming.kind is not Kind.PRESS and hears(turn, "report.how"):
        return await handbook.handle(turn)
    scope = await authority.scope(turn.session, turn.speaker, Deed.REPORT)
    if turn.incoming.kind is Kind.PRESS:
        return await forms.start(turn, "submission", values=_named(turn, scope))
    named = named_fund(turn.incoming.text, await funds.all_funds(turn.session))
    if scope and named is not None and scope.fund(named.id) is None:
        own = " · ".join(place.name for place in scope.roots[:MOST_AREAS])
        return say(turn.words("seeing.outside", asked=named.name, areas=own))
    return await forms.start(turn, "submission")


def _named(turn: Turn, scope: Scope) -> Values:
    """What a button of ours names: the fund or area, what was sent, its year."""
    fund, code = scope.fund_by_code(turn.slots.get("fund")), str(turn.slots.get("o", ""))
    area_id, year = asked.number(turn, "a"), asked.number(turn, "y")
    area = next((each for each in (*scope.zones, *scope.roots) if each.id == area_id), None)
    found: Values = {"fund": fund.code if fund else None, "area": area.code if area else None}
    if code in template():
        found |= {"obligation": code, "year": year}
    return {name: value for name, value in found.items() if value is not None}


async def sent(turn: Turn) -> Reply:
    """ "Sent already": whoever has no reports to send means something else."""
    scope = await authority.scope(turn.session, turn.speaker, Deed.REPORT)
    return await handle(turn) if scope else await outside.handle(turn)


async def bulk(turn: Turn) -> Reply:
    """How many have sent, as somebody counts them: asks which ones, by a tap for each that has not."""
    scope = await authority.scope(turn.session, turn.speaker, Deed.REPORT)
    if not scope:
        return say(turn.words("form.not_yours"))
    seen = await where(turn)
    if isinstance(seen, Reply):
        return seen
    year = asked.year(turn) or reported_year(turn.today)
    found = await summaries.overview(turn.session, seen.scope, seen.places, year, turn.today)
    listing = report_list.build(turn, seen, found)
    if not found.unreported:
        return Reply((card(listing),))
    words = turn.words
    if turn.in_group:
        return Reply((card(listing), Text(words("report.which_private"))), (private.tap(turn),))
    taps = tuple(
        Choice(line.fund.tambon, Press(pack("ask", INTENT, fund=line.fund.code), said=line.fund.tambon))
        for line in found.unreported[:MOST_TAPS]
        if scope.fund(line.fund.id) is not None
    )
    known = words("report.which", n=len(found.reported), all=len(found.lines), year=year)
    return Reply((card(listing), Text(known)), taps)
