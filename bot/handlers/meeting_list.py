"""Past meetings: a list, one with its decisions, who came; a fund's own people ask for its next day (S1-20)."""

from __future__ import annotations

from datetime import date

from bot.chat import Card, Choice, Kind, Press, Reply, Row, Section, Text, pack, say
from bot.dialogs.fields import told_year
from bot.handlers import fund_contact, meeting
from bot.handlers.context import Turn
from bot.handlers.parts import asked, meeting_lists
from bot.handlers.parts.hearing import hears
from bot.handlers.parts.listing import Listing, named, shown
from bot.handlers.parts.seeing import Seen, where
from bot.services import authority, past_meetings
from bot.services.authority import Deed
from bot.services.fiscal import first_day, last_day
from bot.services.past_meetings import Past
from bot.understanding.dates import first_date
from bot.understanding.hearing import asks
from bot.understanding.years import BUDDHIST_LEAD, read_years

INTENT = "meeting.list"
DECISIONS = "meeting.open"
NEWS, DONE = "news.draft", "resolution.done"
MOST_TAPS = 5


async def handle(turn: Turn) -> Reply:
    """Meetings on record for whoever works there; the fund's meeting day for all others."""
    ahead = hears(turn, "meeting.ahead")
    if not turn.speaker.roles or (ahead and turn.speaker.officer_of) or (turn.in_group and turn.group_fund_id):
        return await fund_contact.handle(turn)
    if await _to_log(turn):
        return await meeting.handle(turn)
    seen = await where(turn, asked.number(turn, "a"))
    if isinstance(seen, Reply):
        return seen
    if (record := asked.number(turn, "r")) is not None or hears(turn, "meeting.last"):
        return await _one(turn, seen, record)
    if (one := await _on_day(turn, seen)) is not None:
        return await _one(turn, seen, one)
    listing = await many(turn, seen)
    reply = shown(turn, listing, await _taps(turn, seen))
    return Reply((Text(turn.words("meetings.no_dates")), *reply.parts), reply.choices) if ahead else reply


async def _to_log(turn: Turn) -> bool:
    """Whether somebody who logs meetings names a day that is past and has none on record, and asks nothing."""
    if turn.incoming.kind not in (Kind.TEXT, Kind.EDITED) or asks(turn.incoming.text) or hears(turn, "meeting.shown"):
        return False
    scope = await authority.scope(turn.session, turn.speaker, Deed.MEETING)
    day = _day(turn)
    if not scope or day is None or not hears(turn, "meeting.held"):
        return False
    return not await past_meetings.held(turn.session, scope.area_ids, first=day, last=day, most=1)


def _day(turn: Turn) -> date | None:
    """The day that the message names, today or past."""
    span = first_date(turn.incoming.text, turn.today, False)
    if span is None or span.grain != "day" or span.ask or span.first is None or span.first > turn.today:
        return None
    return span.first


async def _on_day(turn: Turn, seen: Seen) -> int | None:
    """The record of the only meeting of the day that the message names; None where there is no such one."""
    if (day := _day(turn)) is None:
        return None
    found = await past_meetings.held(turn.session, seen.scope.area_ids, first=day, last=day, most=2)
    return found[0].record_id if len(found) == 1 else None


async def many(turn: Turn, seen: Seen, kept: int | None = None) -> Listing:
    """The list of meetings, of the year (`kept`: that of the last list) or month that is asked for."""
    first, last, year = _span(turn, kept)
    found = await past_meetings.held(turn.session, seen.scope.area_ids, first=first, last=last)
    words, area = turn.words, seen.name
    heading = words("meetings.title_year", area=area, year=year) if year else words("meetings.title", area=area)
    return await meeting_lists.many(turn, seen, found, heading, year)


async def open_decisions(turn: Turn) -> Reply:
    """Decisions that nobody has carried out yet."""
    seen = await where(turn, asked.number(turn, "a"))
    if isinstance(seen, Reply):
        return seen
    found = await past_meetings.open_decisions(turn.session, seen.scope.area_ids)
    taps = [(each.id, turn.words("tap.done_of", n=each.number, text=each.text[:60])) for each in found[:MOST_TAPS]]
    return shown(turn, meeting_lists.waiting(turn, seen, found), await _done_taps(turn, seen, taps))


async def listing_of(turn: Turn, seen: Seen, record_id: int | None) -> tuple[Past, Listing] | None:
    """One meeting of an area as a list of its decisions, the last one without an id; None where there is none."""
    found = await past_meetings.held(turn.session, seen.scope.area_ids, record_id=record_id, most=1)
    if not found:
        return None
    decided = await past_meetings.decisions(turn.session, [found[0].record_id])
    return found[0], await meeting_lists.one(turn, found[0], decided)


async def _one(turn: Turn, seen: Seen, record_id: int | None) -> Reply:
    made = await listing_of(turn, seen, record_id)
    if made is None:
        return say(turn.words("meetings.none_in", area=seen.name))
    meeting, listing = made
    if hears(turn, "meeting.came") or asked.number(turn, "w"):
        return await _who_came(turn, meeting, listing)
    words, number = turn.words, meeting.record_id
    taps = []
    if not turn.in_group:
        label = words("tap.who_came")
        taps.append(Choice(label, Press(pack("ask", INTENT, r=number, w=1), said=label)))
    label = words("tap.news")
    taps.append(Choice(label, Press(pack("ask", NEWS, r=number), said=label)))
    open_ones = [each for each in await past_meetings.decisions(turn.session, [number]) if each.state == "open"]
    done = [(each.id, words("tap.done", n=each.number)) for each in open_ones[:MOST_TAPS]]
    return shown(turn, listing, (*taps, *await _done_taps(turn, seen, done)))


async def _who_came(turn: Turn, meeting: Past, listing: Listing) -> Reply:
    """How many and from where; names only to the team itself, and never in a group (domain.md S1-20)."""
    words = turn.words
    lines = await past_meetings.present(turn.session, meeting.record_id)
    team = not turn.in_group and await authority.may(turn.session, turn.speaker, Deed.TEAM, meeting.area_id)
    rows = []
    for line in lines:
        told = " – ".join(part for part in ((line.name if team else None), line.role) if part)
        if told:
            rows.append(Row(told))
    if not rows:
        rows.append(Row(words("meetings.no_names")))
    count = meeting_lists.came(turn, meeting)
    heading = words("meetings.present") if team else words("meetings.present_roles")
    card = Card(
        listing.title,
        count or words("meetings.count_unknown"),
        (Section((Row(listing.lead),)), named(turn, rows, heading)),
        listing.as_of,
    )
    return Reply((card,))


async def _taps(turn: Turn, seen: Seen) -> tuple[Choice, ...]:
    """A tap to each of the last meetings, and to what is still open."""
    first, last, _ = _span(turn)
    found = await past_meetings.held(turn.session, seen.scope.area_ids, first=first, last=last, most=MOST_TAPS)
    taps = [
        Choice(label, Press(pack("ask", INTENT, r=meeting.record_id), said=label))
        for meeting in found
        if (label := meeting_lists.held_on(turn, meeting))
    ]
    label = turn.words("tap.meeting.open")
    return (*taps, Choice(label, Press(pack("ask", DECISIONS, a=seen.id), said=label)))


async def _done_taps(turn: Turn, seen: Seen, taps: list[tuple[int, str]]) -> tuple[Choice, ...]:
    """A tap for each decision to note that it is done, for whoever may note it."""
    allowed = await authority.scope(turn.session, turn.speaker, Deed.MEETING)
    if not allowed.area_ids & seen.scope.area_ids:
        return ()
    return tuple(Choice(label, Press(pack("ask", DONE, id=number), said=label)) for number, label in taps)


def _span(turn: Turn, kept: int | None = None) -> tuple[date | None, date | None, int | None]:
    """The days between which is looked: a fiscal year where one is said, a calendar year, or a month."""
    year = kept or asked.number(turn, "y") or told_year(turn.incoming.text, turn.today)
    month = str(turn.slots.get("date") or "")
    if year is None:
        if len(month) != len("2026-11"):
            return None, None, None
        start = date.fromisoformat(f"{month}-01")
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        return start, date.fromordinal(following.toordinal() - 1), None
    if any(span.fiscal for span in read_years(turn.incoming.text, turn.today)):
        return first_day(year), last_day(year), year
    return date(year - BUDDHIST_LEAD, 1, 1), date(year - BUDDHIST_LEAD, 12, 31), year
