"""A news draft from a meeting on record: neutral, by offices, without names of anybody (U70, S0-27, S1-27)."""

from __future__ import annotations

from bot import figures
from bot.chat import Reply, Text, say
from bot.handlers.context import Turn
from bot.handlers.parts import asked, giving, meeting_lists, private
from bot.handlers.parts.seeing import where
from bot.services import areas, diagnoses, past_meetings
from bot.services.past_meetings import Decision, Past
from bot.understanding.masking import mask
from bot.understanding.names import read_person

INTENT = "news.draft"
MOST_NAMES = 10


async def handle(turn: Turn) -> Reply:
    """The draft as words to copy and as a file; in the 1:1 chat only."""
    if turn.in_group and turn.speaker.roles:
        return private.only_private(turn, "news.private")
    seen = await where(turn)
    if isinstance(seen, Reply):
        return seen
    found = await past_meetings.held(turn.session, seen.scope.area_ids, record_id=_which(turn), most=1)
    if not found:
        return say(turn.words("news.no_meeting"))
    lines = await draft(turn, found[0])
    heading = turn.words("news.title", date=meeting_lists.held_on(turn, found[0]))
    file = await giving.page(turn, heading, lines, turn.words("news.check"))
    return Reply((Text(turn.words("news.here")), Text("\n".join(lines)), file))


async def draft(turn: Turn, meeting: Past) -> list[str]:
    """The lines of the news: what, when, where, how many, what was decided, what comes next, who reports."""
    words = turn.words
    decided = await past_meetings.decisions(turn.session, [meeting.record_id])
    present = await past_meetings.present(turn.session, meeting.record_id)
    known = [line.name for line in present if line.name]
    known += [each.owner for each in decided if each.owner and read_person(each.owner)]

    def clean(text: str) -> str:
        return without_names(turn, text, known)

    names = (await meeting_lists.names_of(turn, [meeting]))[meeting.record_id]
    called = clean(meeting_lists.title(turn, meeting, names))
    venue = meeting_lists.venue(turn, meeting)
    first = words("news.opening", date=meeting_lists.held_on(turn, meeting), areas=names, title=called)
    if venue:
        first += " " + words("news.at", venue=venue)
    if count := meeting_lists.came(turn, meeting):
        first += " " + words("news.came", count=count)
    lines = [called, "", first]
    if meeting.hosts:
        lines.append(words("news.hosts", hosts=" · ".join(clean(str(host)) for host in meeting.hosts)))
    if roles := list(dict.fromkeys(clean(line.role) for line in present if line.role)):
        lines.append(words("news.roles", roles=" · ".join(roles[:MOST_NAMES])))
    if decided:
        lines += ["", words("news.decided"), *(_decision(turn, each, clean(each.text)) for each in decided)]
    return [*lines, "", words("news.report", reporter=await _reporter(turn, meeting))]


def without_names(turn: Turn, text: str, known: list[str]) -> str:
    """The words without anybody's name, number or illness: what is public names offices only."""
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, turn.words("news.somebody"))
    for _ in range(MOST_NAMES):
        person = read_person(text)
        if person is None or person not in text:
            break
        text = text.replace(person, turn.words("news.somebody"))
    return diagnoses.without(turn.words, mask(text))


def _which(turn: Turn) -> int | None:
    """The meeting that is meant: pressed, just saved, or looked at last; None for the latest of all."""
    if (pressed := asked.number(turn, "r")) is not None:
        return pressed
    saved, topic = turn.memory.saved, turn.memory.topic or {}
    if saved is not None and saved.get("form") == "meeting" and isinstance(saved.get("record"), int):
        return int(saved["record"])
    looked_at = topic.get("slots", {}).get("r")
    return looked_at if isinstance(looked_at, int) else None


def _decision(turn: Turn, each: Decision, text: str) -> str:
    due = turn.words("news.due", date=figures.day(turn.words, each.due_on)) if each.due_on else ""
    return f"{each.number}. {text} {due}".strip()


async def _reporter(turn: Turn, meeting: Past) -> str:
    """The reporter by name only with his consent to be public, else the area's team."""
    credited = await past_meetings.credited(turn.session, meeting.person_id)
    area = await areas.place(turn.session, meeting.area_id)
    return credited or turn.words("news.team", area=area.name)
