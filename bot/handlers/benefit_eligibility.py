"""benefit.eligibility: may I, may somebody, is this case covered."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Card, Part, Reply, Row, Section, Text
from bot.entitlement.findings import Outcome
from bot.figures import count, waiting
from bot.handlers.benefit_amount import next_questions
from bot.handlers.context import Turn
from bot.handlers.parts import amounts, event, general, health, own, slots, told_tenure, unsettled
from bot.handlers.parts.need import Need, resolve
from bot.services import entitlements
from bot.services.entitlements import Case

INTENT = "benefit.eligibility"


async def handle(turn: Turn) -> Reply:
    """Yes, not yet or no with the reasons; the conditions of the rule where it is not the speaker's own case."""
    if (start := told_tenure.joined(turn)) is not None:
        told_tenure.apart(turn, start)
    need = await resolve(turn, INTENT)
    if isinstance(need, Reply):
        return need
    if need.case is None:
        slots.settle(turn, INTENT)
        before = (*need.before, *_tenure_told(turn, need))
        reply = general.rule_reply(turn, need.chosen, need.rule, need.told, before, next_questions(turn, need))
        return health.with_how(turn, reply) if need.withheld else reply
    open_stay = need.kind == "hospital" and need.told.event.nights is None
    if open_stay:
        need = await _any_stay(turn, need)
    assert need.case is not None  # noqa: S101 - set above
    if need.case.assessment.outcome is Outcome.UNKNOWN:
        return unsettled.reply(turn, INTENT, need, next_questions(turn, need))
    slots.settle(turn, INTENT)
    card = _may(turn, need) if open_stay and _entitled(need) else _card(turn, need, need.case)
    return Reply((*need.before, *_tenure_told(turn, need), card), next_questions(turn, need))


def _entitled(need: Need) -> bool:
    return need.case is not None and need.case.assessment.outcome is Outcome.ENTITLED


def _card(turn: Turn, need: Need, case: Case) -> Card:
    """The own case with the yes or no as the big line."""
    card = own.own_card(turn, case, need.told, opening=False)
    if _entitled(need):
        return replace(card, lead=turn.words("eligible.amount", amount=card.lead))
    return replace(card, lead=turn.words("eligible.no")) if card.lead == turn.words("own.lead.nothing") else card


async def _any_stay(turn: Turn, need: Need) -> Need:
    """The same case with one night: whether a stay is paid at all does not hang on their number."""
    assert need.case is not None  # noqa: S101 - only asked with a case
    stay = replace(need.told.event, nights=1)
    case = await entitlements.my_case(turn.session, need.case.line.id, stay, turn.today)
    return replace(need, case=case)


def _may(turn: Turn, need: Need) -> Card:
    """A yes without an amount yet: the rule's own amount beside it."""
    assert need.case is not None  # noqa: S101 - only asked with a case
    words, benefit = turn.words, need.rule.benefits[0]
    card = general.rule_card(turn, need.chosen, need.rule, event.told(turn, need.kind), as_of=need.case.line.as_of)
    first = Section((Row(words("eligible.rule", amount=amounts.amount(words, benefit)), strong=True),))
    return replace(card, lead=words("eligible.yes"), sections=(first, *card.sections), tone="good")


def _tenure_told(turn: Turn, need: Need) -> tuple[Part, ...]:
    """Whether so many months of membership, as told, are enough; nobody's register is looked at."""
    months = slots.whole(turn.slots.get("months"))
    waits = next((benefit.waiting_days for benefit in need.rule.benefits if benefit.waiting_days), None)
    if waits is not None and (start := told_tenure.joined(turn)) is not None:
        return (Text(told_tenure.line(turn, start, waits)),)
    if not months or waits is None or not event.says(turn, "event.tenure"):
        return ()
    key = "eligible.months_enough" if months * 30 >= waits else "eligible.months_short"
    return (Text(turn.words(key, months=count(turn.words, "month", months), needed=waiting(turn.words, waits))),)
