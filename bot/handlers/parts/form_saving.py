"""Saving a form on the person's word, and opening what was just saved again to correct it."""

from __future__ import annotations

from dataclasses import replace

from bot.chat import Reply, Text, say
from bot.dialogs import filling, prompts
from bot.dialogs.catalogue import FORMS
from bot.dialogs.corrections import Correction, read_correction
from bot.dialogs.draft import Draft
from bot.dialogs.form import Form, Refused, Values
from bot.dialogs.scene import Scene
from bot.handlers.context import Turn
from bot.handlers.parts.form_scene import keep, saved_lately, scene_of
from bot.services import evidence, withdrawals
from bot.understanding.hearing import asks
from storage.models import Record


async def save(turn: Turn, form: Form, draft: Draft, scene: Scene) -> Reply:
    """Saves what was read back: once, in this transaction, and only where the person may still do it."""
    if form.deed is not None and not scene.scope:
        turn.memory.draft = None
        return say(turn.words("form.not_yours"))
    try:
        saved = await form.save(scene, draft.values, draft.id)
    except Refused as fault:
        return keep(turn, draft, prompts.present(form, draft, scene, fault=fault.key))
    if draft.replaces is not None:
        await _replace(turn, draft.replaces, saved.record_id)
    turn.memory.draft = None
    turn.memory.saved = {
        "id": draft.id,
        "form": form.name,
        "version": form.version,
        "record": saved.record_id,
        "values": draft.values,
        "at": turn.clock.now().isoformat(),
    }
    turn.notices.extend(saved.notices)
    return Reply((Text(saved.text), *await _pictures(turn, draft, saved.record_id), *saved.parts), saved.choices)


async def _pictures(turn: Turn, draft: Draft, record_id: int | None) -> tuple[Text, ...]:
    """Pictures that were sent while the form ran go to its record; what is said of that."""
    if record_id is None:
        return ()
    tied = await evidence.tie(turn.session, turn.clock.now(), draft.id, record_id, turn.speaker.person_id)
    return (Text(turn.words("evidence.tied", count=tied)),) if tied else ()


async def _replace(turn: Turn, record_id: int, by_record_id: int | None) -> None:
    record = await turn.session.get(Record, record_id)
    if by_record_id is not None:
        await evidence.pass_on(turn.session, record_id, by_record_id)
    if record is not None and turn.speaker.person_id is not None:
        await withdrawals.withdraw(turn.session, turn.clock.now(), record, turn.speaker.person_id, "corrected")


async def correct_saved(turn: Turn) -> Reply | None:
    """ "Make it 21 people" right after saving: the record is opened again with the change, and read back (U67)."""
    saved = turn.memory.saved
    if saved is None or turn.in_group or turn.memory.pending is not None:
        return None
    form = FORMS.get(saved["form"])
    if form is None or not saved_lately(turn):
        return None
    scene = await scene_of(turn, form)
    changes = _changes(turn, form, saved["values"], scene)
    if not changes:
        return None
    draft = replace(Draft.new(form, turn.clock.now()), values=dict(saved["values"]), replaces=saved["record"])
    draft.version = int(saved.get("version", form.version))
    filling.renew(form, draft)
    filling.advance(form, draft, scene)
    heard = [filling.correct(form, draft, change, scene) for change in changes]
    reply = prompts.present(form, draft, scene, fault=heard[-1].fault, lead=turn.words("form.reopened"))
    return keep(turn, draft, reply)


def _changes(turn: Turn, form: Form, values: Values, scene: Scene) -> list[Correction]:
    """What a message changes in a record just saved: a correction that says so, or more items for its lists.

    ("Present: ...", "strengths: ... obstacles: ...", and nothing that would make a record of its own.)
    """
    text = turn.incoming.text
    told = {} if asks(text) else form.prefill(text, turn.understood, scene)
    if told.get("fund") not in (None, values.get("fund")):
        return []  # of another fund: that is news, and no correction
    if (said := read_correction(text, form, values, scene, explicit=True)) is not None:
        return [said]
    named = read_correction(text, form, values, scene)
    if named is not None and named.field.many and named.how == "set":
        return [replace(named, how="add")]
    if named is not None and named.how == "set" and _only(named, told, form, values):
        return [named]
    lists = [field for field in form.fields if field.many and told.get(field.name)]
    alone = all(value is None or name in {field.name for field in lists} for name, value in told.items())
    return [Correction(field, "add", told[field.name]) for field in lists] if alone else []


def _only(named: Correction, told: Values, form: Form, values: Values) -> bool:
    """Whether a message tells a new value of this one field, and too little to begin a record of its own."""
    name = named.field.name
    lacking = any(field.required and field.default is None and field.name not in told for field in form.fields)
    alone = all(value is None or key == name for key, value in told.items())
    return lacking and alone and values.get(name) not in (None, named.value)
