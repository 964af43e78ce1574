"""How long each kind of data is kept, and the sweep that erases the rest (domain.md 6.4, PDPA s.37(3)).

Run it once a day; twice does no harm. Erased text leaves the SQLite file too: pages are overwritten (secure_delete),
and `run` empties the write-ahead log. Backups are the operator's: one kept longer than 30 days outlives the sweep.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta

from sqlalchemy import Delete, Update, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from storage.crypto import is_file
from storage.driver import in_thread
from storage.models import (
    Attendance,
    AuditEvent,
    ClaimPaid,
    Code,
    Consent,
    Conversation,
    Delivery,
    Evidence,
    Group,
    Handover,
    InboxEvent,
    Link,
    Member,
    Nudge,
    Question,
    Record,
    SentMessage,
    SharedFile,
    Snooze,
)
from storage.queues import changed

YEAR = 365

PERIODS: Mapping[str, int] = {
    "shared_file": 0,  # after its link expired
    "evidence": 0,  # after its own last day: see EVIDENCE
    "evidence_asked": 1,  # pictures that nobody said yes about; nothing of them was fetched
    "chat_text": 30,  # what people wrote to us, as it came
    "sent_text": 30,  # what we wrote
    "question_text": 30,  # the words, slots and answer of a question; that it was asked stays
    "evidence_loose": 7,  # pictures of drafts that never became a record
    "conversation": 7,  # running forms and pending questions, since the last word
    "reply_token": 1,
    "inbox_row": 90,
    "outbox_row": 90,
    "sent_message_id": 90,
    "left_group": 90,
    "code": 90,  # after expiry
    "attendance_names": 2 * YEAR,  # after the meeting: who came and who reported; how many came stays
    "handover": 2 * YEAR,  # who left an office, who was said to follow, what stood open
    "snooze": 90,
    "nudge": 2 * YEAR,  # who was reminded of what and when; longer than a reminder can come again
    "audit": 3 * YEAR,
    "evidence_row": 3 * YEAR,  # that there was a picture, after its content went
    "consent": 3 * YEAR,  # after withdrawal
    "link": 3 * YEAR,  # after its end
    "claim_details": 5 * YEAR,  # after the end of membership; the sum stays for the accounts
    "ledger": 10 * YEAR,  # after the end of membership: the member's line and all that hangs on it
}
"""Kind → days. A controller may pass its own table to `sweep`."""

EVIDENCE: Mapping[str, tuple[int, int]] = {
    "sign_in": (0, 2),  # auditors ask for attendance as long as two fiscal years after the one of the meeting
    "activity": (90, 0),
    "paper": (90, 0),
    "other": (90, 0),
}
"""Kind of picture → how long it is kept: days, or whole fiscal years (to 30 September) after the present one."""


def kept_until(kind: str, today: date) -> date:
    """The last day on which a picture taken in today is kept."""
    days, years = EVIDENCE[kind]
    if years:
        return date(today.year + (today.month >= 10) + years, 9, 30)
    return today + timedelta(days=days)


EMPTIED = {"content": None, "state": "deleted", "reply_token": None}

ERASURES: Mapping[str, Callable[[datetime], Update | Delete]] = {
    "shared_file": lambda old: delete(SharedFile).where(SharedFile.expires_at < old),
    "evidence": lambda old: (
        update(Evidence)
        .where(Evidence.delete_after < old.date(), Evidence.state != "deleted")
        .values(**EMPTIED, deleted_at=old)
    ),
    "evidence_asked": lambda old: delete(Evidence).where(Evidence.state == "asked", Evidence.created_at < old),
    "evidence_loose": lambda old: (
        update(Evidence)
        .where(Evidence.record_id.is_(None), Evidence.created_at < old, Evidence.state != "deleted")
        .values(**EMPTIED, deleted_at=old + timedelta(days=PERIODS["evidence_loose"]))
    ),
    "evidence_row": lambda old: delete(Evidence).where(Evidence.deleted_at < old),
    # An event this old that nobody handled never will be: without its body it is dead.
    "chat_text": lambda old: (
        update(InboxEvent)
        .where(InboxEvent.received_at < old, InboxEvent.body.is_not(None))
        .values(body=None, state=case((InboxEvent.state.in_(["new", "handling"]), "dead"), else_=InboxEvent.state))
    ),
    "sent_text": lambda old: (
        update(Delivery)
        .where(Delivery.created_at < old, Delivery.body.is_not(None))
        .values(body=None, state=case((Delivery.state.in_(["queued", "sending"]), "dropped"), else_=Delivery.state))
    ),
    "question_text": lambda old: (
        update(Question)
        .where(Question.created_at < old)
        .where(or_(Question.text.is_not(None), Question.answer.is_not(None), Question.slots != {}))
        .values(text=None, answer=None, slots={})
    ),
    "conversation": lambda old: (
        update(Conversation).where(Conversation.updated_at < old, Conversation.state != {}).values(state={})
    ),
    "reply_token": lambda old: (
        update(Delivery).where(Delivery.created_at < old, Delivery.reply_token.is_not(None)).values(reply_token=None)
    ),
    "inbox_row": lambda old: delete(InboxEvent).where(InboxEvent.received_at < old),
    "outbox_row": lambda old: delete(Delivery).where(Delivery.created_at < old),
    "sent_message_id": lambda old: delete(SentMessage).where(SentMessage.sent_at < old),
    "left_group": lambda old: delete(Group).where(Group.left_at < old),
    "code": lambda old: delete(Code).where(Code.valid_until < old.date()),
    "attendance_names": lambda old: (
        update(Attendance)
        .where(Attendance.name.is_not(None))
        .where(Attendance.record_id.in_(select(Record.id).where(Record.day < old.date())))
        .values(name=None)
    ),
    "handover": lambda old: delete(Handover).where(Handover.at < old),
    "snooze": lambda old: delete(Snooze).where(Snooze.created_at < old),
    "nudge": lambda old: delete(Nudge).where(Nudge.created_at < old),
    "audit": lambda old: delete(AuditEvent).where(AuditEvent.at < old),
    "consent": lambda old: delete(Consent).where(Consent.withdrawn_at < old),
    "link": lambda old: delete(Link).where(Link.until < old),
    "claim_details": lambda old: (
        update(ClaimPaid)
        .where(ClaimPaid.details.is_not(None))
        .where(ClaimPaid.member_id.in_(select(Member.id).where(Member.ended_on < old.date())))
        .values(details=None)
    ),
    "ledger": lambda old: delete(Member).where(Member.ended_on < old.date()),
}
"""Kind → the statement that erases what is older than a moment; run again it finds nothing."""


async def sweep(session: AsyncSession, now: datetime, periods: Mapping[str, int] = PERIODS) -> dict[str, int]:
    """Erases all that is past its period, in the caller's transaction; kind → how many rows."""
    erased = {}
    async with in_thread(session):
        for kind, days in periods.items():
            erased[kind] = await changed(session, ERASURES[kind](now - timedelta(days=days)))
    return erased


async def run(
    sessions: async_sessionmaker[AsyncSession], now: datetime, periods: Mapping[str, int] = PERIODS
) -> dict[str, int]:
    """The daily job: sweeps, commits, and on SQLite empties the write-ahead log, where erased text would linger."""
    async with sessions.begin() as session:
        erased = await sweep(session, now, periods)
        url = (await session.connection()).engine.url
    if url.get_backend_name() == "sqlite" and is_file(url):
        await asyncio.to_thread(checkpoint, str(url.database))
    return erased


def checkpoint(path: str) -> None:
    """Moves the write-ahead log into the database file and cuts it to nothing; readers at work may leave a rest."""
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
