"""All tables; import them from here."""

from __future__ import annotations

from storage.models.admins import Administrator, DataKey
from storage.models.announcements import Announcement, DigestStop
from storage.models.areas import Area, Fund, ZoneAmphoe
from storage.models.audit import AuditEvent
from storage.models.base import Base, UtcDateTime
from storage.models.claims import ClaimPaid
from storage.models.codes import Code
from storage.models.conversations import Conversation
from storage.models.deadlines import Deadline, Exemption, Extension, Nudge, Snooze
from storage.models.encrypted import EncryptedBytes, EncryptedJSON, EncryptedText
from storage.models.files import Evidence, SharedFile
from storage.models.fund_work import FundFigures, FundState, Matching, MatchingRule, RevivalCase, RevivalVisit
from storage.models.groups import Group
from storage.models.inbox import InboxEvent
from storage.models.meetings import Attendance, Meeting, MeetingZone, Resolution
from storage.models.members import Contribution, Member
from storage.models.outbox import Delivery, SentMessage
from storage.models.persons import Appointment, Consent, Identity, Link, Person
from storage.models.plans import PlanItem, Submission, Target
from storage.models.quality import Assessment, Review
from storage.models.questions import Question
from storage.models.quota import QuotaEntry, QuotaReading
from storage.models.records import Handover, Record
from storage.models.rulebooks import Rulebook

__all__ = [
    "Administrator",
    "Announcement",
    "Appointment",
    "Area",
    "Assessment",
    "Attendance",
    "AuditEvent",
    "Base",
    "ClaimPaid",
    "Code",
    "Consent",
    "Contribution",
    "Conversation",
    "DataKey",
    "Deadline",
    "Delivery",
    "DigestStop",
    "EncryptedBytes",
    "EncryptedJSON",
    "EncryptedText",
    "Evidence",
    "Exemption",
    "Extension",
    "Fund",
    "FundFigures",
    "FundState",
    "Group",
    "Handover",
    "Identity",
    "InboxEvent",
    "Link",
    "Matching",
    "MatchingRule",
    "Meeting",
    "MeetingZone",
    "Member",
    "Nudge",
    "Person",
    "PlanItem",
    "Question",
    "QuotaEntry",
    "QuotaReading",
    "Record",
    "Resolution",
    "Review",
    "RevivalCase",
    "RevivalVisit",
    "Rulebook",
    "SentMessage",
    "SharedFile",
    "Snooze",
    "Submission",
    "Target",
    "UtcDateTime",
    "ZoneAmphoe",
]
