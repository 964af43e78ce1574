"""Which way a message goes: the free one while its token lives, else a push where one may be paid for. Pure.

The order of platforms.md 7.4; what is uncertain never takes another way by itself (platforms.md 0.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.chat import Capabilities, Fate, Outcome
from storage.models import Delivery

LEASE_RAN_OUT = "lease ran out"
"""The fate that storage.outbox leaves on a message whose sender died."""
NO_QUOTA = "quota"
KEY_LASTS = timedelta(hours=24)
"""LINE forgets a retry key after a day: the same push would then arrive twice (platforms.md 0.6)."""
TOKEN_DIES = timedelta(minutes=19)
"""A redelivered event brings another minute, but no token outlives its event by 20 minutes (platforms.md 0.4)."""
QUOTA_WAIT = timedelta(hours=6)
MOST_WAIT = timedelta(days=7)
MOST_ATTEMPTS = 60
LONGEST_BACKOFF = 1800.0


@dataclass(frozen=True)
class Plan:
    """What to do with a claimed message. What waits comes back at `at`; `reason` is a short word for the log."""

    do: Literal["reply", "push", "wait", "drop", "refuse", "uncertain", "sent"]
    reason: str = ""
    at: datetime | None = None


def token_deadline(received_at: datetime, occurred_at: datetime, capabilities: Capabilities) -> datetime:
    """Until when a reply token is worth trying: seconds after it was received, never long after its event."""
    return min(received_at + timedelta(seconds=capabilities.reply_seconds), occurred_at + TOKEN_DIES)


def plan(row: Delivery, now: datetime, capabilities: Capabilities) -> Plan:
    """The way for a claimed message, before anything is known of the quota."""
    if row.fate == LEASE_RAN_OUT and (row.way == "reply" or not capabilities.repeats_safely):
        return Plan("uncertain", "the sender died while sending")
    if not row.body:
        return Plan("refuse", "nothing to say is left")
    if row.way == "push":
        return Plan("push") if _key_lasts(row, now) else Plan("uncertain", "too old to repeat")
    expires = row.token_expires_at
    if row.reply_token and capabilities.free_replies and expires is not None and expires > now:
        return Plan("reply")
    if row.chat_kind == "group" and row.urgency != "urgent" and not capabilities.free_pushes:
        return Plan("drop", "late" if row.reply_token else "a group costs too much")
    return Plan("push")


def without_quota(row: Delivery, now: datetime) -> Plan:
    """What becomes of a push that the ledger does not allow: it waits, and rides along when its person writes."""
    if now - row.created_at > MOST_WAIT:
        return Plan("refuse", NO_QUOTA)
    return Plan("wait", NO_QUOTA, now + QUOTA_WAIT)


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
    if fate.reason == "quota" and row.chat_kind == "direct":
        return without_quota(row, now)
    return Plan("refuse", reason)


def _again(row: Delivery, way: str, fate: Fate, now: datetime) -> Plan:
    if row.attempts >= MOST_ATTEMPTS or not _key_lasts(row, now):
        perhaps = way == "push" and fate.reason in {"timeout", "server"}
        return Plan("uncertain" if perhaps else "refuse", fate.reason)
    backoff = min(2.0 ** min(row.attempts, 12), LONGEST_BACKOFF) if way == "push" else 1.0
    return Plan("wait", fate.reason, now + timedelta(seconds=max(fate.wait_seconds, backoff)))


def _key_lasts(row: Delivery, now: datetime) -> bool:
    return row.first_attempt_at is None or now - row.first_attempt_at < KEY_LASTS
