"""A complaint about the fund's own people: to the province's secretary, with or without a name (domain.md U117)."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers.context import Turn
from bot.handlers.parts import hearing, private, slots
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.handlers.questions import tell_officers
from bot.services import answering, questions
from bot.understanding.masking import mask

INTENT = answering.COMPLAINT
ASKED = "named"


async def handle(turn: Turn) -> Reply:
    """Takes the complaint down, asks whether a name may be told, and carries it past the fund's officers."""
    if turn.in_group:
        return private.only_private(turn, "complaint.private")
    first = mask(str(turn.slots.get("first") or private.spoken(turn)))
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        if turn.memory.pending is not None:
            turn.memory.pending["slots"]["first"] = first
        return chosen
    named = slots.truth(turn.slots.get(ASKED))
    if named is None and hearing.hears(turn, "anonymous"):
        named = False
    if named is None and not slots.tried(turn, INTENT, ASKED):
        turn.ask(INTENT, {"first": first, "fund_id": chosen.fund.id}, ASKED)
        return say(turn.words("complaint.how", fund=chosen.fund.name), choices=_choices(turn))
    return await _keep(turn, chosen, first, named=bool(named))


def _choices(turn: Turn) -> tuple[Choice, ...]:
    taps = []
    for value in (slots.NO, slots.YES):
        label = turn.words.of("complaint.named", value)
        taps.append(Choice(label, Press(pack("fill", ASKED, **{ASKED: value}), said=label)))
    drop = turn.words("complaint.drop")
    return (*taps, Choice(drop, Press(pack("ask", "cancel"), said=drop)))


async def _keep(turn: Turn, chosen: Chosen, text: str, *, named: bool) -> Reply:
    """Stores the complaint and tells the secretaries; without a clear yes no name goes along."""
    words, fund = turn.words, chosen.fund
    name = turn.speaker.name if named else None
    who = words("complaint.by", name=name) if name else words("complaint.nameless")
    question = await questions.ask(
        turn.session,
        turn.clock.now(),
        fund_id=fund.id,
        person_id=turn.speaker.person_id,
        chat=turn.incoming.chat,
        text="\n".join((words("complaint.head", fund=fund.name), who, text)),
        intent=INTENT,
        slots={},
    )
    hearers = await answering.hearers(turn.session, fund.id, turn.today)
    tell_officers(turn, question, question.text or "", hearers)
    return say(words("complaint.kept" if hearers else "complaint.kept_alone"))
