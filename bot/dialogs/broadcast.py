"""An announcement to the groups, officers or coordinators of an area, with its cost before it goes (domain.md U107)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot import figures
from bot.chat import Choice, Press, pack, say
from bot.delivery import codec
from bot.dialogs import sending
from bot.dialogs.fields import choice_field, worded
from bot.dialogs.form import Field, Form, Refused, Saved, Values
from bot.dialogs.meeting_places import named_zones
from bot.dialogs.role_names import title
from bot.dialogs.scene import Scene
from bot.dialogs.target_places import area_field
from bot.services import announcements, audience, diagnoses
from bot.services.audience import AUDIENCES, GROUPS, Recipient
from bot.services.authority import Deed, roots
from bot.services.people import Speaker
from bot.understanding.announcing import read_announcement, read_audience
from bot.understanding.dates import first_date
from bot.understanding.masking import mask
from bot.understanding.result import Understanding

NAME = "broadcast"
LONGEST = 1000
MOST_NAMES = 8
LASTS = timedelta(days=7)
REACHED, OFFICE = "reached", "office"


async def _load(scene: Scene) -> None:
    await sending.load(scene)
    ids = scene.scope.area_ids
    scene.facts[REACHED] = {
        GROUPS: await audience.groups_of(scene.session, ids, villages=True),
        **{
            each: await audience.people_of(scene.session, ids, each, scene.today, scene.speaker.person_id)
            for each in audience.ROLES
        },
    }
    scene.facts[OFFICE] = await _office(scene, scene.speaker)


async def _office(scene: Scene, speaker: Speaker) -> str:
    """In whose name it is said: the office, never the person."""
    leading = roots(speaker, Deed.ANNOUNCE)
    held = next((role for role in speaker.roles if role.area_id in leading), None)
    return await title(scene.session, scene.words, held.role, held.area_id) if held else ""


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    told = read_announcement(text)
    if told is None:
        return {}
    head, body = told
    zones = named_zones(head, scene)
    found = {
        "audience": read_audience(head),
        "text": _clean(body, scene) if body else None,
        "area": zones[0] if len(zones) == 1 else None,
    }
    return {name: value for name, value in found.items() if value}


def _clean(text: str, scene: Scene) -> str | None:
    """The words as typed, without numbers of identity cards, phones and names of illnesses."""
    return diagnoses.without(scene.words, mask(text.strip()))[:LONGEST].strip() or None


def _read_text(text: str, scene: Scene) -> str | None:
    told = read_announcement(text)
    return _clean(told[1] if told and told[1] else text, scene)


def reached(values: Values, scene: Scene) -> list[Recipient]:
    """Who gets it, by what is chosen so far."""
    place = sending.place_of(values, scene)
    if place is None:
        return []
    ids = sending.inside(place, scene)
    found = [each for each in scene.facts[REACHED].get(values.get("audience"), ()) if each.area_ids & ids]
    if values.get("audience") == GROUPS and place.kind != "fund":
        villages = {fund.area_id for fund in scene.scope.funds}
        found = [each for each in found if not each.area_ids & villages]
    return found


def _remark(values: Values, scene: Scene) -> str | None:
    found, words = reached(values, scene), scene.words
    if not found:
        return words("broadcast.nobody")
    places = {area for each in found for area in each.area_ids}
    names = [place.name for place in scene.facts[sending.TREE].values() if place.id in places]
    told = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        told = words("broadcast.more", names=told, n=len(names) - MOST_NAMES)
    who = words(f"broadcast.reaches.{values['audience']}", n=f"{len(found):,}", places=told)
    return f"{who}\n{sending.cost_line(found, scene)}"


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    place, found, words = sending.place_of(values, scene), reached(values, scene), scene.words
    if place is None:
        raise Refused
    if not found:
        raise Refused("broadcast.nobody")
    if not sending.affordable(found, scene):
        raise Refused("broadcast.too_much")
    at = sending.moment(values, scene)
    number = await announcements.announce(
        scene.session,
        scene.now,
        area_id=place.id,
        today=scene.today,
        person_id=scene.person_id,
        audience=values["audience"],
        recipients=found,
        body=codec.encode(say(words("broadcast.said", office=scene.facts[OFFICE], text=values["text"]))),
        at=at,
        expires_at=_expires(values["text"], at, scene),
        draft_key=draft_key,
    )
    label = words("broadcast.tap.withdraw")
    tap = Choice(label, Press(pack("ask", "record.withdraw"), said=label))
    local = at.astimezone(scene.clock.zone)
    key = "broadcast.saved" if at <= scene.now else "broadcast.saved_later"
    told = words(key, n=f"{len(found):,}", number=number, day=figures.day(words, local.date()), time=f"{local:%H.%M}")
    return Saved(told, number, choices=(tap,))


def _expires(text: str, at: datetime, scene: Scene) -> datetime:
    """An invitation is worth nothing after its day; all else for a week."""
    span = first_date(text, scene.today, future=True)
    latest = at + LASTS
    if span is None or span.last is None or span.last < at.astimezone(scene.clock.zone).date():
        return latest
    return min(latest, datetime.combine(span.last, time(23, 59), scene.clock.zone))


BROADCAST = Form(
    NAME,
    version=1,
    fields=(
        Field("text", _read_text, required=True, free=True),
        worded(choice_field(NAME, "audience", AUDIENCES, required=True), read_audience),
        area_field(),
        sending.when_field(NAME),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.ANNOUNCE,
    load=_load,
    remark=_remark,
    in_groups=False,
)
