"""benefit.amount: how much one benefit pays; a linked member's own amount, else the rule."""

from __future__ import annotations

from bot.chat import Choice, Reply
from bot.entitlement.findings import Outcome
from bot.handlers.context import Turn
from bot.handlers.parts import general, health, own, slots, unsettled
from bot.handlers.parts.need import Need, resolve

INTENT = "benefit.amount"
NEXT = ("claim", "remaining", "documents", "deadline")


async def handle(turn: Turn) -> Reply:
    """The amount first, then why, papers, until when, clause and as-of day."""
    need = await resolve(turn, INTENT)
    if isinstance(need, Reply):
        return need
    if need.case is not None and need.case.assessment.outcome is Outcome.UNKNOWN:
        return unsettled.reply(turn, INTENT, need, next_questions(turn, need))
    slots.settle(turn, INTENT)
    if need.case is not None:
        return Reply((*need.before, own.own_card(turn, need.case, need.told)), next_questions(turn, need))
    reply = general.rule_reply(turn, need.chosen, need.rule, need.told, need.before, next_questions(turn, need))
    return health.with_how(turn, reply) if need.withheld else reply


def next_questions(turn: Turn, need: Need) -> tuple[Choice, ...]:
    """Taps for what people ask after an amount; nothing is sold after a death."""
    if need.case is not None and own.suspended(need.case):
        return tuple(general.open_question(turn, need.chosen, name) for name in ("pay", "contact", "human"))
    if (
        need.case is not None
        and need.case.assessment.outcome is Outcome.NOT_ENTITLED
        and not own.overdue_days(need.case)
    ):
        return tuple(general.open_question(turn, need.chosen, name) for name in ("list", "human", "contact"))
    left_out = set() if need.case is not None and _counted(need) else {"remaining"}
    if need.kind == "death" and need.case is not None:
        left_out.add("claim")
    wanted = tuple(name for name in NEXT if name not in left_out)
    return general.next_questions(turn, need.chosen, need.told, *wanted)


def _counted(need: Need) -> bool:
    """Whether a yearly cap in baht or nights runs, so that something may be left of it."""
    caps = [benefit.cap_year for benefit in need.rule.benefits if benefit.cap_year is not None]
    return any(cap.satang is not None or cap.nights is not None for cap in caps)
