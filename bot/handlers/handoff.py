"""Talking with a human: a question is kept for the fund's officers, who answer in their own chat."""

from __future__ import annotations

from bot import figures
from bot.chat import Choice, OpenLink, Reply, say
from bot.handlers.context import Turn
from bot.handlers.parts import private
from bot.handlers.parts.which_fund import which_fund
from bot.handlers.questions import tell_officers
from bot.services import diagnoses, people, questions
from bot.services.funds import FundFacts

INTENT = "human.handoff"
SHORT = 12
"""A call for a human of so few characters says nothing of the matter; then we ask for it once."""


async def handle(turn: Turn) -> Reply:
    """Asks for the matter once, keeps it as a question, tells the officers, says who will answer."""
    if turn.in_group:
        return private.only_private(turn, "handoff.private")
    slots = turn.slots
    first_words = str(slots.get("first") or private.spoken(turn))
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        if turn.memory.pending is not None:
            turn.memory.pending["slots"]["first"] = first_words
        return chosen
    if "text" not in slots:
        turn.ask(INTENT, {"fund_id": chosen.fund.id, "first": first_words}, "text")
        return say(turn.words("handoff.what", fund=chosen.fund.name))
    about = [str(slots["about"])] if slots.get("about") else []
    asker = [turn.words("handoff.asker", number=chosen.member.number, name=chosen.member.name)] if chosen.member else []
    return await keep(turn, chosen.fund, "\n".join([*about, str(slots["text"]), *asker]), INTENT)


async def keep(turn: Turn, fund: FundFacts, text: str, intent: str) -> Reply:
    """Stores a question for a fund's officers and lets them know; the reply says what happens next."""
    question = await questions.ask(
        turn.session,
        turn.clock.now(),
        fund_id=fund.id,
        person_id=turn.speaker.person_id,
        chat=turn.incoming.chat,
        text=diagnoses.without(turn.words, text),
        intent=intent,
        slots={},
    )
    officers = [
        each
        for each in await people.officers(turn.session, fund.id, turn.today)
        if each.person_id != turn.speaker.person_id
    ]
    tell_officers(turn, question, question.text or "", officers)
    call = (Choice(turn.words("contact.call"), OpenLink(figures.phone_link(fund.phone))),) if fund.phone else ()
    key = "handoff.kept" if officers else "handoff.kept_alone"
    return say(turn.words(key, fund=fund.name), choices=call)
