"""Handlers of the needs that are heard by their words alone (parts/hearing.py), by name."""

from __future__ import annotations

from bot.handlers import (
    assessment_result,
    claim_status,
    complaint,
    fund_change,
    helping,
    matching_check,
    matching_log,
    member_days,
    member_paying,
    member_rectify,
    member_rejoin,
    member_rules,
    network,
    others_ask,
    review,
    review_state,
    talk,
    withdraw,
)
from bot.handlers.context import Handler
from bot.handlers.parts.hearing import ACKNOWLEDGED, IDENTIFIER

OVERHEARD: dict[str, Handler] = {
    matching_check.INTENT: matching_check.handle,
    matching_log.TARGET: matching_log.set_target,
    matching_log.PROGRESS: matching_log.progress,
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
    assessment_result.RESULT: assessment_result.handle,
    review.TWIN: review.twin,
    review_state.STATE: review_state.handle,
    **network.NETWORK,
    "benefit.why": claim_status.why,
    ACKNOWLEDGED: talk.acknowledge,
    IDENTIFIER: talk.identifier,
    "talk.papers_sent": talk.papers_sent,
}
