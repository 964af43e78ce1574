"""Asking for longer, and the secretary's yes or no to it; whoever asked is told (domain.md U108)."""

from __future__ import annotations

from bot import figures
from bot.chat import Kind, Notice, Reply, say
from bot.dialogs.extension import EXTENSION, NAME, OWN
from bot.handlers import forms, talk
from bot.handlers.context import Turn
from bot.handlers.parts import form_scene
from bot.services import areas, authority, deadlines, extensions, people
from bot.services.authority import Deed
from bot.services.extensions import Asked

INTENT = "deadline.extend"


async def handle(turn: Turn) -> Reply:
    """Starts the form; a reminder's button has named the debt."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if not authority.roots(turn.speaker, Deed.REPORT):
        return say(turn.words("form.not_yours"))
    if turn.in_group:
        return await forms.start(turn, NAME)
    scene = await form_scene.scene_of(turn, EXTENSION)
    if not scene.facts[OWN]:
        return say(turn.words("extension.nothing"))
    named = f"{turn.slots.get('m', '')}-{turn.slots.get('a', '')}" if turn.incoming.kind is Kind.PRESS else ""
    return await forms.start(turn, NAME, values={"matter": named} if named in scene.facts[OWN] else {})


async def pressed(turn: Turn, names: tuple[str, ...]) -> Reply | None:
    """The decision; once, and only by whoever may."""
    act, number = (*names, "")[:2]
    if act not in ("yes", "no") or not number.isdigit() or turn.in_group:
        return None
    words, session = turn.words, turn.session
    asked = await extensions.get(session, int(number))
    due = await deadlines.get(session, asked.deadline_id) if asked else None
    if asked is None or due is None or turn.speaker.person_id is None:
        return say(words("extension.gone"))
    if not await authority.may(session, turn.speaker, Deed.DEADLINE, due.area_id):
        return say(words("form.not_yours"))
    grant = act == "yes"
    if not await extensions.decide(session, turn.clock.now(), asked.id, grant, turn.speaker.person_id):
        return say(words("extension.decided_already"))
    place = await areas.place(session, asked.area_id)
    what = words("nudge.what", what=words.of("obligation", due.obligation), year=due.year)
    matter, day = words("extension.matter", what=what, place=place.name), figures.day(words, asked.until)
    await _tell(turn, asked, grant, matter, day)
    return say(words("extension.granted" if grant else "extension.refused", what=matter, date=day))


async def _tell(turn: Turn, asked: Asked, grant: bool, matter: str, day: str) -> None:
    """The asker learns of it in his own chat."""
    if asked.person_id is None or (reached := await people.reach(turn.session, asked.person_id)) is None:
        return
    text = turn.words("extension.told_granted" if grant else "extension.told_refused", what=matter, date=day)
    cause = f"extension.decided:{asked.id}"
    turn.notices.append(Notice(reached.chat, say(text), cause, person_id=asked.person_id))
