"""Reminding all who still owe something, on a leader's word: who, at which cost, then one tap (domain.md U98)."""

from __future__ import annotations

from datetime import date

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs import sending
from bot.dialogs.form import Field, Form, Refused, Saved, Values
from bot.dialogs.meeting_places import named_zones
from bot.dialogs.obligation_field import obligation_field
from bot.dialogs.scene import Scene
from bot.dialogs.target_places import area_field
from bot.reminders import asked_for, debts, hours
from bot.reminders.asked_for import Chase
from bot.services import audience, records
from bot.services.audience import Recipient
from bot.services.authority import Deed
from bot.services.obligations import template
from bot.services.submissions import ANNUAL_REPORT
from bot.understanding.deadline_words import read_obligation, read_until
from bot.understanding.hearing import hears
from bot.understanding.result import Understanding

NAME = asked_for.KIND
CHASES, CHATS = "chases", "chats"
MOST_PLACES = 12


async def _load(scene: Scene) -> None:
    """Who owes what in the whole scope, by obligation, and in which chat each would read it."""
    await sending.load(scene)
    scene.facts[CHASES], people = {}, set[int]()
    known = await debts.read(scene.session, scene.today, scene.clock.zone, every=True)
    for code in template():
        found = await asked_for.find(scene.session, scene.today, scene.clock.zone, code, scene.scope.area_ids, known)
        scene.facts[CHASES][code] = found
        people |= set(found.to)
    scene.facts[CHATS] = await audience.cheapest(scene.session, people)


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    zones = named_zones(text, scene)
    asks = understood is not None and understood.intent == "deadline.list"
    said = read_until(text, None, scene.today) if hears(text, "names_a_deadline") and not asks else None
    return {
        "obligation": read_obligation(text),
        "area": zones[0] if len(zones) == 1 else None,
        "said_due": said.isoformat() if said else None,
    }


def chase(values: Values, scene: Scene) -> Chase:
    """What is still owed in the chosen place."""
    every: Chase = scene.facts[CHASES][values.get("obligation", ANNUAL_REPORT)]
    place = sending.place_of(values, scene)
    ids = sending.inside(place, scene) if place else frozenset[int]()
    to = {
        person: kept
        for person, owed in every.to.items()
        if person in scene.facts[CHATS] and (kept := tuple(debt for debt in owed if debt.area_id in ids))
    }
    owed = tuple(debt for debt in every.owed if debt.area_id in ids)
    rested = frozenset(person for debt in owed for person in debt.owners if person in every.rested)
    reached = {debt.area_id for kept in to.values() for debt in kept}
    nobody = tuple(
        debt for debt in owed if debt.area_id not in reached and not any(one in rested for one in debt.owners)
    )
    return Chase(every.due_on, every.year, owed, to, rested, nobody)


def _recipients(found: Chase, scene: Scene) -> list[Recipient]:
    chats = scene.facts[CHATS]
    return [
        Recipient(chats[person][0], frozenset(debt.area_id for debt in owed), chats[person][1], person)
        for person, owed in found.to.items()
    ]


def _remark(values: Values, scene: Scene) -> str | None:
    found, words = chase(values, scene), scene.words
    what = words.of("obligation", values.get("obligation", ANNUAL_REPORT))
    if found.due_on is None:
        return words("nudge_now.no_deadline", what=what)
    if not found.owed:
        return words("nudge_now.all_sent", what=what, year=found.year or "")
    names = [_name(area, scene) for area in dict.fromkeys(debt.area_id for debt in found.owed)]
    told = ", ".join(names[:MOST_PLACES])
    if len(names) > MOST_PLACES:
        told = words("broadcast.more", names=told, n=len(names) - MOST_PLACES)
    day = figures.day(words, found.due_on)
    lines = [words("nudge_now.owed", n=len(names), what=what, year=found.year or "", day=day, places=told)]
    said = values.get("said_due")
    if said is not None and said != found.due_on.isoformat():
        lines.append(words("nudge_now.other_day", day=figures.day(words, date.fromisoformat(said)), what=what))
    if found.to:
        lines.append(words("nudge_now.reaches", n=len(found.to)))
        lines.append(sending.cost_line(_recipients(found, scene), scene))
    if found.rested:
        lines.append(words("nudge_now.rested", n=len(found.rested)))
    if found.unreached:
        missing = list(dict.fromkeys(_name(debt.area_id, scene) for debt in found.unreached))
        lines.append(words("nudge_now.unreached", places=", ".join(missing[:MOST_PLACES])))
    if not hours.open_at(scene.now, scene.clock.zone):
        at = hours.opening(scene.now, scene.clock.zone)
        lines.append(words("nudge_now.later", day=figures.day(words, at.date()), time=f"{at:%H.%M}"))
    return "\n".join(lines)


def _name(area_id: int, scene: Scene) -> str:
    fund = next((fund for fund in scene.scope.funds if fund.area_id == area_id), None)
    place = scene.facts[sending.TREE].get(area_id)
    return fund.tambon if fund else place.name if place else ""


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    place, found, words = sending.place_of(values, scene), chase(values, scene), scene.words
    if place is None:
        raise Refused
    if not found.to:
        raise Refused("nudge_now.nobody")
    if not sending.affordable(_recipients(found, scene), scene):
        raise Refused("nudge_now.too_much")
    record, new = await records.enter(
        scene.session,
        scene.now,
        kind=NAME,
        area_id=place.id,
        day=scene.today,
        person_id=scene.person_id,
        draft_key=draft_key,
    )
    at, zone = hours.opening(scene.now, scene.clock.zone), scene.clock.zone
    if new:
        chats = {person: chat for person, (chat, _) in scene.facts[CHATS].items()}
        await asked_for.send(scene.session, words, chats, found, record.id, at=at, now=scene.now, zone=scene.clock.zone)
    label = words("nudge_now.tap.withdraw")
    taps = (Choice(label, Press(pack("ask", "record.withdraw"), said=label)),)
    local = at.astimezone(zone)
    key = "nudge_now.saved" if at <= scene.now else "nudge_now.saved_later"
    day = figures.day(words, local.date())
    text = words(key, n=len(found.to), number=record.id, day=day, time=f"{local:%H.%M}")
    return Saved(text, record.id, choices=taps)


NUDGE_NOW = Form(
    NAME,
    version=1,
    fields=(
        obligation_field(default=ANNUAL_REPORT),
        area_field(),
        Field("said_due", lambda text, scene: None, offered=False, aside=True),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.ANNOUNCE,
    load=_load,
    remark=_remark,
    in_groups=False,
)
