"""Which handler answers which need, and which buttons lead where."""

from __future__ import annotations

from bot.chat import Reply
from bot.handlers import (
    after_nudge,
    assessment,
    benefit_amount,
    benefit_deadline,
    benefit_documents,
    benefit_eligibility,
    benefit_list,
    benefit_remaining,
    channel_link,
    claim_start,
    claim_status,
    code_requests,
    consents,
    deadline_list,
    evidence,
    fund_contact,
    fund_info,
    fund_update,
    group_bind,
    handbook,
    handing_over,
    handoff,
    helping,
    invited,
    invites,
    linking,
    meeting,
    meeting_list,
    member_codes,
    member_contributions,
    member_join,
    member_resign,
    member_status,
    outside,
    plan,
    privacy,
    questions,
    register_fix,
    report_status,
    report_submit,
    review,
    role_orders,
    snooze,
    stand_in,
    talk,
)
from bot.handlers.context import Handler, Turn
from bot.handlers.overheard import OVERHEARD
from bot.handlers.parts.hearing import announces
from bot.understanding.channel_tokens import token_in
from bot.understanding.codes import bare_code
from bot.understanding.errands import read_errand

HANDLERS: dict[str, Handler] = {
    "benefit.list": benefit_list.handle,
    "benefit.amount": benefit_amount.handle,
    "benefit.eligibility": benefit_eligibility.handle,
    "benefit.documents": benefit_documents.handle,
    "benefit.claim_deadline": benefit_deadline.handle,
    "benefit.remaining": benefit_remaining.handle,
    "claim.start": claim_start.handle,
    "claim.status": claim_status.handle,
    "member.status": member_status.handle,
    "member.contributions": member_contributions.handle,
    "member.join": member_join.handle,
    "member.resign_refund": member_resign.handle,
    "fund.contact": fund_contact.handle,
    "fund.info": fund_info.handle,
    "link.account": linking.handle,
    "privacy.erase": privacy.erase,
    "human.handoff": handoff.handle,
    "help": talk.help_,
    "greet": talk.greet,
    "thanks": talk.thanks,
    "cancel": talk.cancel,
    "out_of_scope": after_nudge.bare,
    "meeting.log": meeting.handle,
    meeting_list.INTENT: meeting_list.handle,
    "update.fund_status": fund_update.handle,
    "audit.log": review.handle,
    "assessment.start": assessment.handle,
    "plan.submit": plan.handle,
    "deadline.list": deadline_list.handle,
    report_status.INTENT: report_status.handle,
    report_submit.INTENT: report_submit.handle,
    "reminder.snooze": snooze.handle,
    "handbook.ask": handbook.handle,
    questions.ANSWER: questions.answer,
    consents.ASK["health"]: consents.health,
    consents.ASK["reminders"]: consents.reminders,
    helping.RELATION: helping.relation,
    register_fix.INTENT: register_fix.answer,
    invites.INTENT: invites.answered,
    invited.INTENT: invited.typed,
    invited.NAME: invited.named,
    code_requests.INTENT: code_requests.answered,
    handing_over.INTENT: handing_over.pressed_start,
    evidence.INTENT: evidence.typed,
    **OVERHEARD,
}
"""By the names of intents.md; work that the house cannot do yet is said to be so, never swallowed."""

ERRANDS: dict[str, Handler] = {
    "questions": questions.pressed_list,
    "bind_group": group_bind.handle,
    channel_link.LINE_LINK: channel_link.line,
    "privacy_notice": privacy.notice,
    "withdraw": privacy.withdraw,
    "allow_health": consents.allow_health,
    "stop_health": consents.stop_health,
    "allow_reminders": consents.allow_reminders,
    "stop_reminders": consents.stop_reminders,
    "stop_helper": helping.stop,
}
DIGRESSIONS = frozenset({"privacy_notice"})
"""Errands after which our question still waits: the consent card itself sends people there."""
TOPICS = frozenset(intent for intent in HANDLERS if intent.startswith(("benefit.", "claim.")))
LEANING = frozenset(
    {
        "benefit.amount",
        "benefit.eligibility",
        "benefit.documents",
        "benefit.claim_deadline",
        "benefit.remaining",
        "claim.start",
    }
)
CARRIED = frozenset({"kind", "who", "date", "nights", "fund"})
"""What a follow-up inherits from the need before it."""
WHOLE_NUMBERS = frozenset(
    {"nights", "days", "months", "weeks", "years", "age", "count", "year", "fund_id", "member_id", "id"}
)


async def handle(turn: Turn, intent: str) -> Reply:
    """The reply of the need's handler; a need without one is answered as outside our business."""
    handler = HANDLERS.get(intent, outside.handle)
    if (member := stand_in.for_whom(turn, intent)) is not None:
        return await stand_in.answer(turn, member, handler)
    return await handler(turn)


async def errand(turn: Turn) -> Reply | None:
    """The reply to a fixed call ("questions"), a bare code or an officer's order; None for all others.

    Our question, if one waits, is dropped with it, unless the errand is only a digression or asks something itself.
    """
    if announces(turn):
        return None  # what is announced may name any errand
    asked, found = turn.memory.pending, read_errand(turn.incoming.text)
    if found:
        reply: Reply | None = await ERRANDS[found](turn)
    elif bare_code(turn.incoming.text):
        reply = await linking.handle(turn)
    elif (token := token_in(turn.incoming.text)) is not None:
        reply = await channel_link.typed(turn, token)
    elif (read := await handbook.called(turn)) is not None:
        return read  # a digression: our question still waits
    else:
        reply = await member_codes.order(turn) or await register_fix.order(turn) or await role_orders.order(turn)
        reply = reply or await after_nudge.order(turn)
    if reply is not None and turn.memory.pending is asked and found not in DIGRESSIONS:
        turn.memory.pending = None
    return reply


def typed(name: str, value: str) -> object:
    """A slot from button data, whole numbers as such."""
    return int(value) if name in WHOLE_NUMBERS and value.isdigit() else value


def is_topic(intent: str) -> bool:
    """Whether a need is worth remembering for follow-ups."""
    return intent in TOPICS


def leans(intent: str) -> bool:
    """Whether a need without its own subject leans on the need before it."""
    return intent in LEANING
