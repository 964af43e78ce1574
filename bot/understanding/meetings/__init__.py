"""Meetings as they are written down: `read_meeting` for a whole report or message, one reader per field for a form."""

from __future__ import annotations

from bot.understanding.meetings.attendance import read_attendance
from bot.understanding.meetings.levels import read_level, read_zones
from bot.understanding.meetings.people import read_people
from bot.understanding.meetings.reading import read_meeting
from bot.understanding.meetings.reporter import read_reporter
from bot.understanding.meetings.reports import is_report
from bot.understanding.meetings.resolutions import read_resolutions
from bot.understanding.meetings.sections import read_agenda, read_sections
from bot.understanding.meetings.shapes import (
    LEVELS,
    SECTIONS,
    Attendance,
    Deadline,
    Figure,
    MeetingReading,
    PersonRole,
    Resolution,
    Venue,
)
from bot.understanding.meetings.venue import read_venue

__all__ = [
    "LEVELS",
    "SECTIONS",
    "Attendance",
    "Deadline",
    "Figure",
    "MeetingReading",
    "PersonRole",
    "Resolution",
    "Venue",
    "is_report",
    "read_agenda",
    "read_attendance",
    "read_level",
    "read_meeting",
    "read_people",
    "read_reporter",
    "read_resolutions",
    "read_sections",
    "read_venue",
    "read_zones",
]
