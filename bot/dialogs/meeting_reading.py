"""A meeting's fields out of free words: a chat message, an answer, a pasted report (understanding/meetings)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.dialogs.fields import neutral
from bot.dialogs.form import Value, Values
from bot.dialogs.meeting_came import came_in, came_of
from bot.dialogs.meeting_decided import listed, settled
from bot.dialogs.meeting_places import named_zones
from bot.dialogs.scene import Scene
from bot.understanding import meetings
from bot.understanding.lexicon import lexicon
from bot.understanding.meetings import MeetingReading
from bot.understanding.normalise import tidy
from bot.understanding.result import Understanding


def from_text(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """What one message tells of a meeting; nothing that it does not tell."""
    reading = meetings.read_meeting(text, scene.today)
    found: Values = {
        "held": _held(reading),
        "zones": named_zones(_head(text), scene) or _whole(reading.level, scene),
        "attendance": _came(came_in(text, reading.attendance, scene.today)),
        "venue": _venue(reading.venue),
        "level": reading.level,
        "hosts": [neutral(host, scene) for host in reading.hosts],
        "agenda": [neutral(item, scene) for item in reading.agenda],
        "resolutions": [_resolution(one, scene) for one in reading.resolutions or listed(text, reading, scene.today)],
        "people": [asdict(person) for person in reading.people],
        "notes": _groups(reading.sections, scene),
        "reporter": reading.reporter,
    }
    return {name: value for name, value in found.items() if value}


def read_attendance(text: str, scene: Scene) -> Value | None:
    """How many came."""
    return _came(came_of(text))


def read_venue(text: str, scene: Scene) -> Value | None:
    """Where: a place as one names it, with tambon, amphoe and province where they are told."""
    return _venue(meetings.read_venue(text)) or {**NOWHERE, "name": neutral(text, scene)}


NOWHERE: dict[str, Any] = {"name": None, "tambon": None, "amphoe": None, "province": None}


def read_resolutions(text: str, scene: Scene) -> Value | None:
    """One decision or several, with who and until when."""
    return [_resolution(one, scene) for one in meetings.read_resolutions(text, scene.today)] or None


def read_people(text: str, scene: Scene) -> Value | None:
    """Lines of an attendance list."""
    return [asdict(person) for person in meetings.read_people(text)] or None


def read_notes(text: str, scene: Scene) -> Value | None:
    """Situation, strengths, obstacles and plan, by breakout group; words without a heading are the situation."""
    return _groups(meetings.read_sections(text), scene) or [{"name": "", "situation": neutral(text, scene)}]


def _whole(level: str | None, scene: Scene) -> list[str] | None:
    """The speaker's own province or region, where the meeting is said to be of one."""
    tops = [place.code for place in scene.scope.roots if place.kind == level and level in ("province", "region")]
    return tops if len(tops) == 1 else None


def _head(text: str) -> str:
    """The part of a message that says who met: what was resolved may name other zones."""
    typed = tidy(text)
    cuts = [at for word in lexicon("forms")["head_ends"] if (at := typed.find(str(word))) > 0]
    return typed[: min(cuts)] if cuts else typed


def _held(reading: MeetingReading) -> str | None:
    if reading.held_from is None:
        return None
    last = reading.held_to or reading.held_from
    first = reading.held_from.isoformat()
    return first if last == reading.held_from else f"{first}/{last.isoformat()}"


def _came(came: meetings.Attendance | None) -> Value | None:
    if came is None:
        return None
    return {"count": came.count, "qualifier": came.qualifier, "groups": [list(group) for group in came.groups]}


def _venue(venue: meetings.Venue | None) -> Value | None:
    return asdict(venue) if venue is not None and any(asdict(venue).values()) else None


def _resolution(one: meetings.Resolution, scene: Scene) -> dict[str, Any]:
    one = settled(one, scene.today)
    return {
        "text": neutral(one.text, scene),
        "owner": one.owner,
        "due": one.due.isoformat() if one.due else None,
    }


def _groups(sections: Any, scene: Scene) -> list[dict[str, Any]]:
    return [
        {"name": name, **{heading: neutral(words, scene) for heading, words in told.items()}}
        for name, told in sections.items()
    ]
