"""A picture from a volunteer: does it belong to what he has just recorded? Only in the 1:1 chat."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, pack, say
from bot.delivery.photo_notice import record_name
from bot.dialogs.catalogue import FORMS
from bot.handlers import forms
from bot.handlers.context import Turn
from bot.handlers.parts import form_scene
from bot.services import evidence, records
from storage.models import Record

INTENT = "evidence.attach"
DRAFTED = "sign_in"
"""What is photographed in the middle of logging a meeting is the list of who came."""
ASK = "attach"
SILENCE = Reply(())
"""The outcome of fetching is the answer."""
CHOICES = {"meeting": ("sign_in", "activity", "no")}
"""Kinds that a picture of a record may be; of all others no kind is asked."""


async def offered(turn: Turn) -> Reply | None:
    """The question whether a picture belongs to the last record; None where there is none, or something else is asked.

    Further pictures within minutes of a yes go to the same record without a question.
    """
    person = turn.speaker.person_id
    if person is None or not turn.speaker.roles or turn.in_group:
        return None
    if (form := FORMS.get(form_scene.running_form(turn.memory) or "")) is not None:
        return await _with_draft(turn, person) if form.photos else None
    if _asks_else(turn):
        return None
    now = turn.clock.now()
    record = await records.last_of(turn.session, person, now)
    if record is None or turn.incoming.message_id is None:
        return None
    if (kind := await evidence.just_taken(turn.session, now, person, record.id)) is not None:
        await evidence.want(turn.session, now, turn.incoming, person, record.id, kind)
        return SILENCE
    await evidence.want(turn.session, now, turn.incoming, person, record.id, state="asked")
    turn.ask(INTENT, {"record": record.id}, ASK)
    return _question(turn, record, len(await evidence.asked(turn.session, turn.incoming)))


async def _with_draft(turn: Turn, person: int) -> Reply:
    """A picture while a form runs: it goes to the record that the form becomes."""
    draft = form_scene.draft_id(turn.memory)
    await evidence.want(
        turn.session, turn.clock.now(), turn.incoming, person, None, DRAFTED, draft_key=draft, quiet=True
    )
    count = await evidence.count_of_draft(turn.session, str(draft))
    return await forms.resume(turn, say(turn.words("evidence.with_draft", count=count)))


async def pressed(turn: Turn, answer: str) -> Reply:
    """A tap under the question: the kind of picture, or no."""
    if turn.in_group:
        return say(turn.words("pressed.not_yours"))
    return await _decide(turn, None if answer == "no" else answer if answer in evidence.KINDS else "other")


async def typed(turn: Turn) -> Reply:
    """The answer in words; anything else and the question stands once more."""
    said = turn.slots.get(ASK)
    if isinstance(said, str):
        return await _decide(turn, None if said == "no" else said)
    record_id = turn.slots.get("record")
    record = await turn.session.get(Record, record_id) if isinstance(record_id, int) else None
    waiting = await evidence.asked(turn.session, turn.incoming)
    if record is None or not waiting:
        return say(turn.words("evidence.nothing_waits"))
    turn.ask(INTENT, {"record": record.id}, ASK)
    return _question(turn, record, len(waiting))


async def _decide(turn: Turn, kind: str | None) -> Reply:
    """Keeps (as `kind`) or forgets (None) all pictures that wait for this person's word."""
    now, person = turn.clock.now(), turn.speaker.person_id
    waiting = await evidence.asked(turn.session, turn.incoming)
    if turn.memory.pending is not None and turn.memory.pending["intent"] == INTENT:
        turn.memory.pending = None
    if not waiting:
        return say(turn.words("evidence.nothing_waits"))
    if kind is None:
        await evidence.delete(turn.session, now, [row.id for row in waiting], person)
        return say(turn.words("evidence.not_kept"))
    await evidence.take_up(turn.session, now, waiting, person, turn.incoming, kind)
    return SILENCE


def _asks_else(turn: Turn) -> bool:
    return turn.memory.pending is not None and turn.memory.pending["intent"] != INTENT


def _question(turn: Turn, record: Record, count: int) -> Reply:
    words, name = turn.words, record_name(turn.words, record)
    answers = CHOICES.get(record.kind, ("other", "no"))
    labels = [(answer, words.of("evidence.button", answer)) for answer in answers]
    choices = [Choice(label, Press(pack("evidence", answer), said=label)) for answer, label in labels]
    return say(words("evidence.ask", record=name, count=count), choices=tuple(choices))
