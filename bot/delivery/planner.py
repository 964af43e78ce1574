"""Which way a message goes: the free one while its token lives, else a push where one may be paid for. Pure.

The order of platforms.md 7.4; what is uncertain never takes another way by itself (platforms.md 0.5). Which chat it
goes to where a person has several: routes.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.chat import Capabilities, Fate, Outcome
from storage.models import Delivery
from storage.outbox import LEASE_RAN_OUT

NO_QUOTA = "quota"
BLOCKED = "blocked"
MAY_MOVE = frozenset({NO_QUOTA, BLOCKED})
"""Why a message may go to another of its person's chats: this one surely did not take it."""
AMBIGUOUS = frozenset({"timeout", "server"})
"""After these a push may have arrived, although nobody says so."""
TO_ANY_CHAT = frozenset({"nudge", "digest", "broadcast"})
"""What is said in whichever of a person's chats costs nothing; all else belongs where its matter was spoken of."""
TO_GROUPS = frozenset({"broadcast"})
"""What somebody decided to pay for: the only thing that is said in a group unasked where each reader counts."""
KEY_LASTS = timedelta(hours=24)
"""LINE forgets a retry key after a day: the same push would then arrive twice (platforms.md 0.6)."""
TOKEN_DIES = timedelta(minutes=19)
"""A redelivered event brings another minute, but no token outlives its event by 20 minutes (platforms.md 0.4)."""
QUOTA_WAIT = timedelta(hours=6)
MOST_WAIT = timedelta(days=7)
MOST_ATTEMPTS = 60
NEXT_MONTH = timedelta(days=35)
"""What belongs to no chat is asked when it goes whether it is still needed: it may wait for the next month's quota."""
MANY_ATTEMPTS = 400
LONGEST_BACKOFF = 1800.0


@dataclass(frozen=True)
class Plan:
    """What to do with a claimed message. What waits comes back at `at`; `reason` is a short word for the log."""

    do: Literal["reply", "push", "wait", "drop", "refuse", "uncertain", "sent", "move"]
    reason: str = ""
    at: datetime | None = None


def token_deadline(received_at: datetime, occurred_at: datetime, capabilities: Capabilities) -> datetime:
    """Until when a reply token is worth trying: seconds after it was received, never long after its event."""
    return min(received_at + timedelta(seconds=capabilities.reply_seconds), occurred_at + TOKEN_DIES)


def plan(row: Delivery, now: datetime, capabilities: Capabilities) -> Plan:
    """The way for a claimed message, before anything is known of the quota."""
    died = row.fate == LEASE_RAN_OUT and row.way is not None
    if died and (row.way == "reply" or not capabilities.repeats_safely):
        return Plan("uncertain", "the sender died while sending")
    if not row.body:
        return Plan("refuse", "nothing to say is left")
    if row.deliver_after is not None and row.deliver_after > now:
        return Plan("wait", "not yet", row.deliver_after)
    perhaps = row.unsure or died
    if row.expires_at is not None and row.expires_at <= now and not perhaps:
        return Plan("drop", "expired")
    if row.way == "push":
        return Plan("push") if not perhaps or _key_lasts(row, now) else Plan("uncertain", "too old to repeat")
    expires = row.token_expires_at
    if row.reply_token and capabilities.free_replies and expires is not None and expires > now:
        return Plan("reply")
    if row.chat_kind == "group" and not capabilities.free_pushes and not _worth_its_readers(row):
        return Plan("drop", "late" if row.reply_token else "a group costs too much")
    return Plan("push")


def _worth_its_readers(row: Delivery) -> bool:
    return row.urgency == "urgent" or row.why in TO_GROUPS


def without_quota(row: Delivery, now: datetime) -> Plan:
    """What becomes of a push that the ledger does not allow: it waits, and rides along when its person writes."""
    if now - row.created_at > (NEXT_MONTH if row.why in TO_ANY_CHAT else MOST_WAIT) or (
        row.expires_at is not None and row.expires_at <= now
    ):
        return Plan("refuse", NO_QUOTA)
    return Plan("wait", NO_QUOTA, now + QUOTA_WAIT)


def unasked(row: Delivery) -> bool:
    """Whether a message answers nobody; an answer belongs into the chat where it was asked for."""
    return row.reply_token is None and row.why != "answer"


def any_chat(row: Delivery) -> bool:
    """Whether a free chat of the person's is as good as the one it is meant for, before anything was tried."""
    return row.chat_kind == "direct" and row.why in TO_ANY_CHAT and row.way is None and not row.unsure


def may_move(row: Delivery, plan: Plan) -> bool:
    """Whether a message that surely did not arrive may go to another of the person's chats: once each, never both."""
    return (
        plan.do in ("refuse", "wait")
        and plan.reason in MAY_MOVE
        and row.chat_kind == "direct"
        and unasked(row)
        and not row.unsure
    )


def rides(row: Delivery, now: datetime) -> bool:
    """Whether what waits for a chat may be said along with an answer there."""
    return (
        bool(row.body)
        and not row.unsure
        and (row.way is None or row.fate == NO_QUOTA)
        and (row.deliver_after is None or row.deliver_after <= now)
        and (row.expires_at is None or row.expires_at > now)
    )


def perhaps_arrived(row: Delivery, fate: Fate | None) -> bool:
    """Whether this try of a push, or one before it, may have arrived although the message is still to be sent."""
    return row.unsure or (fate is not None and fate.outcome is Outcome.RETRY and fate.reason in AMBIGUOUS)


def after(row: Delivery, way: str, fate: Fate, now: datetime) -> Plan:
    """What follows from the fate of a send."""
    reason = fate.reason or fate.outcome.value
    if fate.outcome is Outcome.SENT:
        return Plan("sent", reason)
    if fate.outcome is Outcome.UNCERTAIN:
        return Plan("uncertain", reason)
    if fate.outcome is Outcome.RETRY:
        return _again(row, way, fate, now)
    if fate.reason == "token" and way == "reply":
        may_push = row.chat_kind == "direct" or row.urgency == "urgent"
        return Plan("push", reason, now) if may_push else Plan("drop", reason)
    if row.unsure and way == "push":
        return Plan("uncertain", reason)  # this try surely did not arrive, but an earlier one may have
    if fate.reason == NO_QUOTA and (row.chat_kind == "direct" or row.why in TO_GROUPS):
        return without_quota(row, now)
    return Plan("refuse", reason)


def _again(row: Delivery, way: str, fate: Fate, now: datetime) -> Plan:
    most = MANY_ATTEMPTS if row.why in TO_ANY_CHAT else MOST_ATTEMPTS  # waiting for quota counts as attempts too
    if row.attempts >= most or not _key_lasts(row, now):
        perhaps = way == "push" and (fate.reason in AMBIGUOUS or row.unsure)
        return Plan("uncertain" if perhaps else "refuse", fate.reason)
    backoff = min(2.0 ** min(row.attempts, 12), LONGEST_BACKOFF) if way == "push" else 1.0
    return Plan("wait", fate.reason, now + timedelta(seconds=max(fate.wait_seconds, backoff)))


def _key_lasts(row: Delivery, now: datetime) -> bool:
    return row.first_attempt_at is None or now - row.first_attempt_at < KEY_LASTS
