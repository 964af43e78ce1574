"""Handlers of the needs that are heard by their words alone (parts/hearing.py), by name."""

from __future__ import annotations

from bot.handlers import (
    claim_status,
    complaint,
    fund_change,
    helping,
    member_days,
    member_paying,
    member_rectify,
    member_rejoin,
    member_rules,
    others_ask,
    review,
    review_state,
    talk,
    withdraw,
)
from bot.handlers.context import Handler
from bot.handlers.parts.hearing import ACKNOWLEDGED, IDENTIFIER

OVERHEARD: dict[str, Handler] = {
    withdraw.INTENT: withdraw.handle,
    "helper.offer": helping.explain,
    "helper.ask": helping.how,
    complaint.INTENT: complaint.handle,
    others_ask.INTENT: others_ask.handle,
    member_rules.BENEFICIARY: member_rules.change_beneficiary,
    member_rules.MOVED: member_rules.moved,
    member_rejoin.INTENT: member_rejoin.handle,
    member_days.INTENT: member_days.handle,
    member_paying.FEE: member_paying.fee,
    member_paying.ARREARS: member_paying.arrears,
    member_rectify.INTENT: member_rectify.handle,
    fund_change.INTENT: fund_change.handle,
    review.TWIN: review.twin,
    review_state.STATE: review_state.handle,
    "zone.summary": talk.later,
    "benefit.why": claim_status.why,
    ACKNOWLEDGED: talk.acknowledge,
    IDENTIFIER: talk.identifier,
    "talk.papers_sent": talk.papers_sent,
}
