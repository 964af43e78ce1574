"""claim.start: something happened; the claim becomes a question to the fund's officers, who answer in this chat."""

from __future__ import annotations

from typing import Any

from bot import figures
from bot.chat import Choice, OpenLink, Part, Reply, Row, Section, Text
from bot.entitlement.findings import Outcome
from bot.handlers import benefit_amount, benefit_documents
from bot.handlers.benefit_documents import papers_card
from bot.handlers.context import Turn
from bot.handlers.parts import amounts, beneficiary, event, general, own, private, slots
from bot.handlers.parts.claims import claim_text, facts_of, same_claim
from bot.handlers.parts.event import Told
from bot.handlers.parts.need import Need, condolence, resolve
from bot.handlers.parts.which_fund import Chosen, which_fund
from bot.handlers.questions import tell_officers
from bot.services import people, questions

INTENT = "claim.start"
SURE_ENOUGH = 0.5
"""Less sure than this, a message that sounds like a claim is only answered."""
NEEDED = {"hospital": ("nights", "date"), "birth": ("date",), "disaster": ("date",)}
"""What is asked for before a claim is handed on, each once; of a death nothing is asked."""


async def handle(turn: Turn) -> Reply:
    """What the claim would bring, papers, last day; then the officers are told. In a group only the way to 1:1."""
    kind = event.kind_of(turn.slots)
    if kind is not None and not _surely(turn):
        if kind == "death":
            return await benefit_documents.handle(turn)
        return await benefit_amount.handle(turn)
    if turn.in_group:
        told = event.told(turn, kind or "other")
        reply = private.only_private(turn, "claim.private")
        return Reply((*condolence(turn, kind or "other", told), *reply.parts), reply.choices)
    chosen = await which_fund(turn, INTENT)
    if isinstance(chosen, Reply):
        return _with_words(turn, chosen)
    if kind == "death" and beneficiary.asks_to_change(turn):
        return await beneficiary.change(turn, chosen)
    need = await resolve(turn, INTENT)
    if isinstance(need, Reply) and turn.memory.pending is not None and turn.memory.pending.get("ask") == "kind":
        return _with_words(turn, need)
    if kind is not None and (question := _question(turn, chosen, kind)) is not None:
        return question
    slots.settle(turn, INTENT)
    told = need.told if isinstance(need, Need) else event.told(turn, kind or "other")
    kept = await _keep(turn, chosen, told)
    if isinstance(need, Reply):
        return Reply((*need.parts, *kept), (*need.choices, *_choices(turn, chosen, None)))
    return Reply((*need.before, *_preview(turn, need), *kept), _choices(turn, chosen, need))


def _surely(turn: Turn) -> bool:
    """Whether a claim is meant: officers are not called on a guess; the answer itself offers the tap that claims."""
    pending = turn.memory.pending
    return turn.understood.confidence >= SURE_ENOUGH or (pending is not None and pending.get("intent") == INTENT)


def _with_words(turn: Turn, reply: Reply) -> Reply:
    """The question as it is, with the person's first words kept for the officers."""
    if turn.memory.pending is not None and turn.memory.pending.get("intent") == INTENT:
        turn.memory.pending["slots"].setdefault("first", turn.slots.get("first") or private.spoken(turn))
    return reply


def _question(turn: Turn, chosen: Chosen, kind: str) -> Reply | None:
    """Our question for the next fact that officers will want, None where all is told or was asked for."""
    asked = str(turn.slots.get("asked") or "").split()
    stay = event.told(turn, kind)
    known = {"nights": stay.event.nights is not None, "date": stay.said}
    for wanted in NEEDED.get(kind, ()):
        if known[wanted] or wanted in asked or slots.tried(turn, INTENT, wanted):
            continue
        kept: dict[str, Any] = {**event.as_slots(turn, stay), **chosen.carry, "asked": " ".join([*asked, wanted])}
        return _with_words(turn, slots.ask(turn, INTENT, kept, wanted, slots.choices(turn, wanted), about=kind))
    return None


def _preview(turn: Turn, need: Need) -> tuple[Part, ...]:
    """The own case where it is decided, else the rule; after a death what to bring and until when, no ladder."""
    if need.kind == "death":
        card = papers_card(turn, need)
        gives = amounts.amount(turn.words, need.rule.benefits[0])
        return (general.with_section(card, Section((Row(turn.words("claim.death_amount", amount=gives)),))),)
    if need.case is not None and need.case.assessment.outcome is not Outcome.UNKNOWN:
        return (own.own_card(turn, need.case, need.told),)
    return (general.rule_card(turn, need.chosen, need.rule, need.told),)


async def _keep(turn: Turn, chosen: Chosen, told: Told) -> tuple[Part, ...]:
    """Stores the claim as a question and tells the officers; the same claim told twice is kept once."""
    words, speaker = turn.words, turn.speaker
    facts = facts_of(told)
    if speaker.person_id is not None:
        earlier = await questions.asked_by(turn.session, speaker.person_id, INTENT)
        if any(same_claim(each, chosen.fund.id, facts) for each in earlier):
            return (Text(words("claim.already")),)
    question = await questions.ask(
        turn.session,
        turn.clock.now(),
        fund_id=chosen.fund.id,
        person_id=speaker.person_id,
        chat=turn.incoming.chat,
        text=claim_text(turn, chosen, told),
        intent=INTENT,
        slots=facts,
    )
    officers = [
        each
        for each in await people.officers(turn.session, chosen.fund.id, turn.today)
        if each.person_id != speaker.person_id
    ]
    tell_officers(turn, question, question.text or "", officers)
    return (Text(words("claim.kept" if officers else "claim.kept_alone", number=question.id)),)


def _choices(turn: Turn, chosen: Chosen, need: Need | None) -> tuple[Choice, ...]:
    call = (
        (Choice(turn.words("button.call"), OpenLink(figures.phone_link(chosen.fund.phone))),)
        if chosen.fund.phone
        else ()
    )
    if need is None or need.kind == "death":
        return call
    return (*general.next_questions(turn, chosen, need.told, "documents", "deadline"), *call)
