"""The last list, or the one that is named, as a workbook, a text or a chart (domain.md U102); in the 1:1 chat only."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat import Choice, Press, Reply, pack, say
from bot.handlers import meeting_list
from bot.handlers.context import Turn
from bot.handlers.parts import asked, giving, meeting_lists, private
from bot.handlers.parts.fund_lists import BUILDERS, listed
from bot.handlers.parts.hearing import hears
from bot.handlers.parts.listing import GIVE, SHAPES, Listing
from bot.handlers.parts.seeing import where
from bot.services import past_meetings
from bot.understanding.zones import read_shape

INTENT = GIVE
LASTS = timedelta(hours=12)
"""For so long "as a file" means the list that was shown last."""
NAMED = (
    ("report", "list.report"),
    ("stopped", "list.stopped"),
    ("stale", "list.stale"),
    ("reviving", "list.reviving"),
    ("population", "list.population"),
    ("elderly", "list.elderly"),
    ("decisions", "meeting.open"),
    ("meetings", "list.meetings"),
    ("count", "list.count"),
    ("overview", "zone.summary"),
)
"""Lists by the words of hearing.yaml that name them."""


async def handle(turn: Turn) -> Reply:
    """The list in the shape that is asked for; a workbook where only "a file" is said."""
    if turn.in_group:
        return private.only_private(turn, "list.files_private", _call(turn))
    wanted = _wanted(turn)
    if wanted is None:
        return say(turn.words("list.which"), choices=_offers(turn))
    name, area, year, record = wanted
    listing = await _listing(turn, name, area, year, record)
    if isinstance(listing, Reply):
        return listing
    shape = str(turn.slots.get("as") or read_shape(turn.incoming.text) or "xlsx")
    return await giving.given(turn, listing, shape if shape in SHAPES else "xlsx")


def _call(turn: Turn) -> str | None:
    """What to ask in the 1:1 chat: the list by its title, since nothing is remembered there of the group's talk."""
    topic = turn.memory.topic or {}
    title = topic.get("slots", {}).get("title") if topic.get("intent") == GIVE else None
    return turn.words("list.call", title=title) if title else None


def _wanted(turn: Turn) -> tuple[str, int | None, int | None, int | None] | None:
    """The list's name, area, year and record: pressed, named in words, or the last one shown."""
    if (pressed := turn.slots.get("l")) is not None:
        return str(pressed), asked.number(turn, "a"), asked.number(turn, "y"), asked.number(turn, "r")
    named = next((name for name, words in NAMED if hears(turn, words)), None)
    if named is not None:
        return named, None, asked.year(turn), None
    topic = turn.memory.topic
    if topic is None or topic["intent"] != GIVE or turn.clock.now() - datetime.fromisoformat(topic["at"]) > LASTS:
        return None
    kept = topic["slots"]
    return str(kept["l"]), kept.get("a"), kept.get("y"), kept.get("r")


async def _listing(turn: Turn, name: str, area: int | None, year: int | None, record: int | None) -> Listing | Reply:
    """The list made anew: what one may see is asked each time."""
    if name in BUILDERS:
        return await listed(turn, name, area, year)
    seen = await where(turn, area)
    if isinstance(seen, Reply):
        return seen
    if name == "decisions":
        found = await past_meetings.open_decisions(turn.session, seen.scope.area_ids)
        return meeting_lists.waiting(turn, seen, found)
    if name == "meeting":
        made = await meeting_list.listing_of(turn, seen, record)
        return made[1] if made is not None else say(turn.words("meetings.none_in", area=seen.name))
    if name == "meetings":
        return await meeting_list.many(turn, seen, year)
    return say(turn.words("list.which"), choices=_offers(turn))


def _offers(turn: Turn) -> tuple[Choice, ...]:
    """Lists that may be had."""
    return tuple(
        Choice(label, Press(pack("ask", intent), said=label))
        for intent in ("zone.summary", "report.status", "list.stopped", "meeting.list")
        if (label := turn.words.of("tap", intent))
    )
