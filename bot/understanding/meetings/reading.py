"""A draft of a meeting out of a news report, minutes, or one message of a coordinator."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.understanding.meetings.attendance import find_attendance
from bot.understanding.meetings.deadlines import find_deadlines
from bot.understanding.meetings.figures import find_figures
from bot.understanding.meetings.held import all_days, find_held
from bot.understanding.meetings.hosts import find_hosts
from bot.understanding.meetings.levels import find_level, find_zones
from bot.understanding.meetings.page import open_page
from bot.understanding.meetings.people import find_people
from bot.understanding.meetings.reporter import find_reporter
from bot.understanding.meetings.resolutions import find_resolutions
from bot.understanding.meetings.sections import find_agenda, find_sections
from bot.understanding.meetings.shapes import MeetingReading
from bot.understanding.meetings.venue import find_venue
from bot.understanding.places import Home


@lru_cache(maxsize=4)
def read_meeting(text: str, today: date, home: Home | None = None) -> MeetingReading:
    """What a text tells about a meeting; what it does not tell is None or empty. One answer is shared: change none.

    `today` is the day of speaking: a short message may say a day without its year or "yesterday". `home` is the area
    of the speaker, whose places come first where a name is ambiguous.
    """
    page = open_page(text)
    days = all_days(page, today)
    held = find_held(page, days)
    day = held.last if held else None
    came = find_attendance(page, held.line if held else None)
    return MeetingReading(
        held_from=held.first if held else None,
        held_to=day,
        venue=find_venue(page, days, held, home),
        attendance=came.attendance if came else None,
        level=find_level(page, held),
        zones=tuple(find_zones(page)),
        hosts=tuple(find_hosts(page, held)),
        people=tuple(find_people(page)),
        figures=tuple(find_figures(page, came)),
        agenda=tuple(find_agenda(page)),
        resolutions=tuple(find_resolutions(page, day or today)),
        deadlines=tuple(find_deadlines(page, day, today)),
        sections=find_sections(page),
        reporter=find_reporter(page),
    )
