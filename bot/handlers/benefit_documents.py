"""benefit.documents: which papers to bring."""

from __future__ import annotations

from bot.chat import Card, Reply, Row, Section, Text
from bot.handlers.context import Turn
from bot.handlers.parts import general, hearing, rule, slots, wording
from bot.handlers.parts.need import Need, resolve

INTENT = "benefit.documents"


async def handle(turn: Turn) -> Reply:
    """The papers as a list to tick off, with the filing window: they are brought together."""
    need = await resolve(turn, INTENT)
    if isinstance(need, Reply):
        return need
    slots.settle(turn, INTENT)
    names = ("deadline", "claim") if need.kind == "death" else ("amount", "deadline", "claim")
    choices = general.next_questions(turn, need.chosen, need.told, *names)
    photo = (Text(turn.words("papers.photo")),) if hearing.hears(turn, "photo") else ()
    return general.answered(turn, need.chosen, (*need.before, *photo, papers_card(turn, need)), choices)


def papers_card(turn: Turn, need: Need) -> Card:
    """The papers of a kind of benefit, clause by clause, and where to bring them."""
    words, benefits = turn.words, need.rule.benefits
    sections = []
    for benefit in benefits:
        rows = [*rule.paper_section(words, benefit.documents).rows]
        rows += [Row(line) for line in rule.deadlines(words, benefit, need.told.day if need.told.said else None)]
        sections.append(Section(tuple(rows), heading=rule.heading(words, benefit, benefits)))
    if need.chosen.fund.office:
        sections.append(Section((Row(words("papers.where", office=need.chosen.fund.office)),)))
    name = benefits[0].name if len(benefits) == 1 else words.of("kind", need.kind)
    foot = wording.foot(words, [benefit.clause for benefit in benefits], need.rule.rulebook, turn.today, decides=False)
    return Card(words("papers.title", benefit=name), "", tuple(sections), foot, tone=wording.tone_of(need.kind))
