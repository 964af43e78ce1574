"""The meeting log: one message, or a pasted report, becomes a draft that is read back before it is saved.

Needed are the day, who met and how many came; all else is optional (domain.md S0-01 to S4-02, U61 to U69).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat import Choice, Say
from bot.dialogs import fields
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.meeting_places import level_of, places, zones_field
from bot.dialogs.meeting_reading import NOWHERE, from_text, read_notes, read_people, read_resolutions, read_venue
from bot.dialogs.meeting_reading import read_attendance as read_came
from bot.dialogs.meeting_showing import (
    show_attendance,
    show_list,
    show_notes,
    show_people,
    show_resolutions,
    show_venue,
)
from bot.dialogs.scene import Scene
from bot.services import meetings
from bot.services.authority import Deed
from bot.services.meetings import Decided, Held
from bot.understanding.hearing import hears

LEVELS = ("fund", "zone", "district", "province", "region", "nation")
MOST_CAME = 20_000
LAST_VENUE = "last"


def _came_enough(value: Value, values: Values, scene: Scene) -> str | None:
    return None if 1 <= int(value["count"]) <= MOST_CAME else "form.fault.number"


def _lines(text: str, scene: Scene) -> list[str] | None:
    return [fields.neutral(line, scene) for line in text.splitlines() if line.strip()] or None


async def _load(scene: Scene) -> None:
    """Where this person's last meeting was."""
    scene.facts[LAST_VENUE] = await meetings.last_venue(scene.session, scene.person_id)


def _last_venue(scene: Scene, values: Values) -> list[Option]:
    """The last place, so that it need not be typed again (domain.md S0-02)."""
    last = scene.facts.get(LAST_VENUE)
    return [Option(LAST_VENUE, last)] if last else []


def _take_venue(value: str, scene: Scene) -> Value | None:
    last = scene.facts.get(LAST_VENUE)
    return {**NOWHERE, "name": last} if value == LAST_VENUE and last else None


def _remark(values: Values, scene: Scene) -> str | None:
    """What the person should know before saving: what happens to the names of others (PDPA s.23)."""
    named = any(person["name"] for person in values.get("people", ()))
    return scene.words("form.meeting.names_notice") if named else None


async def _save(scene: Scene, values: Values, key: str) -> Saved:
    found = places(scene)
    if not values.get("zones") or any(code not in found for code in values["zones"]):
        raise Refused
    areas = tuple(found[code] for code in values["zones"])
    fund = scene.scope.fund_by_code(values["zones"][0])
    level = values.get("level") or level_of(values["zones"], scene)
    held = _held(values, areas, fund.id if fund else None, level)
    record = await meetings.record_meeting(scene.session, scene.now, held, scene.person_id, key)
    text = scene.words("form.meeting.saved", number=record.id, day=fields.show_day(values["held"], scene))
    if any(hears(one["text"], "new_coordinator") for one in values.get("resolutions", ())):
        text += "\n" + scene.words("form.meeting.new_coordinator")
    return Saved(text, record.id, choices=_next(scene))


def _next(scene: Scene) -> tuple[Choice, ...]:
    words = scene.words
    return tuple(Choice(words(f"form.meeting.next.{name}"), Say(words(f"form.meeting.say.{name}"))) for name in NEXT)


NEXT = ("news", "undo")


def _held(values: Values, areas: tuple[int, ...], fund_id: int | None, level: str) -> Held:
    first, _, last = str(values["held"]).partition("/")
    came, venue = values["attendance"], values.get("venue") or {}
    return Held(
        areas=areas,
        held_from=date.fromisoformat(first),
        held_to=date.fromisoformat(last or first),
        level=level,
        title=values.get("title"),
        venue=venue.get("name"),
        tambon=venue.get("tambon"),
        amphoe=venue.get("amphoe"),
        province=venue.get("province"),
        attendance=came["count"],
        qualifier=came["qualifier"],
        attendance_groups=tuple({"name": name, "count": count} for name, count in came.get("groups", ())),
        hosts=tuple(values.get("hosts", ())),
        agenda=tuple(values.get("agenda", ())),
        resolutions=tuple(_decided(one) for one in values.get("resolutions", ())),
        people=tuple((person["name"], person["role"]) for person in values.get("people", ())),
        notes={"groups": values["notes"]} if values.get("notes") else {},
        reporter=values.get("reporter"),
        fund_id=fund_id,
    )


def _decided(one: dict[str, Any]) -> Decided:
    return Decided(one["text"], one.get("owner"), date.fromisoformat(one["due"]) if one.get("due") else None)


MEETING = Form(
    "meeting",
    version=1,
    fields=(
        fields.day_field("held", required=True, ranges=True),
        zones_field(),
        Field("attendance", read_came, show_attendance, required=True, check=_came_enough),
        Field("venue", read_venue, show_venue, free=True, options=_last_venue, take=_take_venue),
        fields.words_field("title", offered=False),
        fields.choice_field("meeting", "level", LEVELS, offered=False),
        Field("hosts", _lines, show_list, free=True, many=True, offered=False),
        Field("agenda", _lines, show_list, free=True, many=True),
        Field("resolutions", read_resolutions, show_resolutions, free=True, many=True),
        Field("people", read_people, show_people, free=True, many=True),
        Field("notes", read_notes, show_notes, free=True, many=True),
        fields.words_field("reporter", offered=False),
    ),
    prefill=from_text,
    save=_save,
    deed=Deed.MEETING,
    load=_load,
    remark=_remark,
    photos=True,
    needs=frozenset({"meeting.log"}),
)
