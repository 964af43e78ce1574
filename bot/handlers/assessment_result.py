"""The last results of assessments: a fund's card, or one line for each fund."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack, say
from bot.dialogs.assessment_card import result_card
from bot.dialogs.fields import named_fund
from bot.handlers.context import Turn
from bot.handlers.parts import seeing
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.services import assessments, authority
from bot.services.assessments import Kept
from bot.services.authority import Deed
from bot.services.funds import FundFacts

RESULT = "assessment.result"


async def handle(turn: Turn) -> Reply:
    """Of the fund that is named, or of every fund that the speaker may see."""
    scope = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    if (refused := await named_elsewhere(turn, scope)) is not None:
        return refused
    named = named_fund(turn.incoming.text, scope.funds)
    seen = await seeing.where(turn, named.area_id if named else None)
    if isinstance(seen, Reply):
        return seen
    found = seen.scope.funds
    kept = [one for one in await assessments.of_funds(turn.session, [fund.id for fund in found]) if one.complete]
    if len(found) == 1:
        return _one(turn, found[0], kept)
    last = {one.fund_id: one for one in kept}
    if not last:
        return say(turn.words("assessment.none_yet"), choices=(_start(turn),))
    return Reply((_list(turn, [(fund, last[fund.id]) for fund in found if fund.id in last]),))


def _one(turn: Turn, fund: FundFacts, kept: list[Kept]) -> Reply:
    if not kept:
        return say(turn.words("assessment.none", fund=fund.name), choices=(_start(turn),))
    return Reply((result_card(turn.words, fund, kept[-1], kept[-2] if len(kept) > 1 else None),))


def _list(turn: Turn, lines: list[tuple[FundFacts, Kept]]) -> Card:
    words = turn.words
    rows = tuple(
        Row(
            f"{words('assessment.of', points=kept.score, most=kept.most)} · {figures.day(words, kept.day)}",
            fund.tambon,
            share=kept.score / kept.most if kept.most else None,
        )
        for fund, kept in lines
    )
    return Card(words("assessment.list.title"), "", (Section(rows),))


def _start(turn: Turn) -> Choice:
    label = turn.words("assessment.tap.start")
    return Choice(label, Press(pack("ask", "assessment.start"), said=label))
