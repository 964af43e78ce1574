"""Who wrote a report."""

from __future__ import annotations

from bot.understanding.meetings.cues import cue
from bot.understanding.meetings.page import Page, open_page

_LONGEST = 80


def read_reporter(text: str) -> str | None:
    """The name or body behind the words for reporting, as written; None when nobody is named."""
    return find_reporter(open_page(text))


def find_reporter(page: Page) -> str | None:
    """Who wrote a report; the last such line counts."""
    for line in reversed(page.lines):
        match = cue("reporter").match(line.plain)
        if match:
            who = next((name, value) for name, value in match.groupdict().items() if value)
            text = line.typed[match.start(who[0]) : match.end(who[0])].strip(" :")
            return text if 1 < len(text) <= _LONGEST else None
    return None
