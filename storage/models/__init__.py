"""All tables; import them from here."""

from __future__ import annotations

from storage.models.admins import Administrator, DataKey
from storage.models.areas import Area, Fund
from storage.models.audit import AuditEvent
from storage.models.base import Base, UtcDateTime
from storage.models.claims import ClaimPaid
from storage.models.codes import Code
from storage.models.conversations import Conversation
from storage.models.encrypted import EncryptedJSON, EncryptedText
from storage.models.groups import Group
from storage.models.inbox import InboxEvent
from storage.models.members import Contribution, Member
from storage.models.outbox import Delivery, SentMessage
from storage.models.persons import Appointment, Consent, Identity, Link, Person
from storage.models.questions import Question
from storage.models.quota import QuotaEntry
from storage.models.rulebooks import Rulebook

__all__ = [
    "Administrator",
    "Appointment",
    "Area",
    "AuditEvent",
    "Base",
    "ClaimPaid",
    "Code",
    "Consent",
    "Contribution",
    "Conversation",
    "DataKey",
    "Delivery",
    "EncryptedJSON",
    "EncryptedText",
    "Fund",
    "Group",
    "Identity",
    "InboxEvent",
    "Link",
    "Member",
    "Person",
    "Question",
    "QuotaEntry",
    "Rulebook",
    "SentMessage",
    "UtcDateTime",
]
