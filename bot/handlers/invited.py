"""Taking an office up with an invite code: a notice, one tap, and it holds; nothing happens before the yes (S3-24)."""

from __future__ import annotations

from bot.chat import Card, Choice, Notice, Part, Press, Reply, Row, Section, Text, pack, say
from bot.dialogs.handover_card import summary_card
from bot.dialogs.role_names import title
from bot.handlers import consents
from bot.handlers.context import Turn
from bot.handlers.parts.starters import starters
from bot.services import handover, invites, offices, people, recognition
from bot.services.people import OFFICER_ROLES
from bot.understanding.dialog_words import is_skip
from bot.understanding.role_words import read_name
from storage.models import Appointment

INTENT, NAME = "role.accept", "role.name"
ACCEPT = "accept"


async def offered(turn: Turn, code_id: int) -> Reply:
    """A good code was typed: what the office may see and do, and what is kept; agreed to with one tap."""
    words = turn.words
    good = await invites.invite(turn.session, turn.today, code_id)
    if good is None:
        return say(words("link.gone"))
    what = await title(turn.session, turn.words, good.role, good.area_id)
    if turn.speaker.person_id is not None and await handover.holds(
        turn.session, turn.speaker.person_id, good.role, good.area_id, turn.today
    ):
        turn.memory.pending = None
        return say(words("invited.held_already", title=what), choices=starters(turn))
    turn.ask(INTENT, {"code_id": code_id}, ACCEPT)
    may = tuple(Row(line) for line in words.of("invited.may", _family(good.role)).splitlines())
    notice = tuple(Row(line) for line in words("invited.notice").splitlines())
    sections = (Section(may, words("invited.may_heading")), Section(notice, words("invited.notice_heading")))
    return Reply((Card(words("invited.title"), what, sections, buttons=_buttons(turn)),))


async def typed(turn: Turn) -> Reply:
    """A typed answer to the notice: a clear yes or no; anything else is asked once more, then left."""
    answer, pending = turn.slots.get(ACCEPT), turn.memory.pending
    if isinstance(answer, bool):
        return await decide(turn, answer)
    if pending is None or pending["intent"] != INTENT or pending["tries"] > 1:
        turn.memory.pending = None
        return say(turn.words("invited.later"))
    turn.ask(INTENT, pending["slots"], ACCEPT)
    return say(turn.words("invited.once_more"), choices=_buttons(turn))


async def decide(turn: Turn, yes: bool) -> Reply:
    """The answer: the office holds from this moment, or nothing has changed and the code stays good."""
    words, person_id, pending = turn.words, turn.speaker.person_id, turn.memory.pending
    if turn.in_group or person_id is None:
        return say(words("pressed.old"))
    if pending is None or pending["intent"] != INTENT:
        if yes and turn.speaker.roles:
            return say(words("invited.done_already"), choices=starters(turn))
        return say(words("link.type_again"))
    turn.memory.pending = None
    if not yes:
        return say(words("invited.refused"), choices=starters(turn))
    code_id = int(pending["slots"]["code_id"])  # ours alone: never taken from a button
    good = await invites.invite(turn.session, turn.today, code_id)
    made = await invites.redeem(turn.session, turn.clock.now(), turn.today, code_id, person_id)
    if good is None or made is None:
        return say(words("link.gone"))
    turn.speaker = await recognition.speaker(turn.session, person_id, turn.today)
    await _tell_issuer(turn, made, good.issued_by)
    return await _welcome(turn, made, person_id)


async def named(turn: Turn) -> Reply:
    """By which name the person wants to be called; a no, or another sentence, is as good."""
    turn.memory.pending = None
    text, person_id = str(turn.slots.get("name") or ""), turn.speaker.person_id
    name = None if is_skip(text) or turn.in_group else read_name(text)
    if name is None or person_id is None:
        return consents.offer_reminders(turn, say(turn.words("invited.no_name"), choices=starters(turn)))
    await people.name_once(turn.session, person_id, name)
    await offices.met(turn.session, turn.clock.now(), turn.today, person_id, name)
    return consents.offer_reminders(turn, say(turn.words("invited.named", name=name), choices=starters(turn)))


async def pressed(turn: Turn, names: tuple[str, ...]) -> Reply | None:
    """The taps of the notice; None for a tap that is none of these."""
    match names:
        case ("yes",):
            return await decide(turn, True)
        case ("no",):
            return await decide(turn, False)
        case ("noname",):
            turn.memory.pending = None
            return consents.offer_reminders(turn, say(turn.words("invited.no_name"), choices=starters(turn)))
    return None


async def _welcome(turn: Turn, made: Appointment, person_id: int) -> Reply:
    words = turn.words
    what = await title(turn.session, turn.words, made.role, made.area_id)
    name = turn.speaker.name
    hello = words("invited.hello", name=name, title=what) if name else words("invited.hello_nameless", title=what)
    parts: list[Part] = [Text(hello + "\n" + words.of("invited.first", _family(made.role)))]
    left = await handover.taken_up(turn.session, turn.clock.now(), person_id, made.role, made.area_id)
    if left is not None:
        parts.append(await summary_card(turn.session, words, words("handover.for_you", title=what), left))
    if name:
        return consents.offer_reminders(turn, Reply(tuple(parts), starters(turn)))
    turn.ask(NAME, {}, "name")
    skip = words("invited.skip_name")
    parts.append(Text(words("invited.ask_name")))
    return Reply(tuple(parts), (Choice(skip, Press(pack("invite", "noname"), said=skip)), *starters(turn)))


async def _tell_issuer(turn: Turn, made: Appointment, issued_by: int | None) -> None:
    """Whoever issued the code, or leads the area, learns that it was used, and may end it with one tap."""
    words = turn.words
    told = [issued_by] if issued_by is not None else []
    if not told:
        told = [each.person_id for each in await offices.above(turn.session, made.area_id, turn.today)][:1]
    who = turn.speaker.name or words("code.somebody")
    text = words("invited.used", who=who, title=await title(turn.session, turn.words, made.role, made.area_id))
    tap = Choice(words("office.end"), Press(pack("office", "end", str(made.id))))
    for person_id in told:
        reached = await people.reach(turn.session, person_id) if person_id != made.person_id else None
        if reached is not None:
            turn.notices.append(
                Notice(reached.chat, say(text, choices=(tap,)), f"appointment:{made.id}", person_id=person_id)
            )


def _family(role: str) -> str:
    """Fund officers read one and the same notice."""
    return "fund" if role in OFFICER_ROLES else role


def _buttons(turn: Turn) -> tuple[Choice, ...]:
    yes, no = turn.words("invited.yes"), turn.words("invited.no")
    return (
        Choice(yes, Press(pack("invite", "yes"), said=yes)),
        Choice(no, Press(pack("invite", "no"), said=no)),
    )
