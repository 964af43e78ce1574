"""Forms in a conversation: begun by a need, carried on by whatever the person says, saved on his word (dialogs/)."""

from __future__ import annotations

from typing import Any

from bot.chat import Choice, Kind, Press, Reply, Text, pack, say, unpack
from bot.dialogs import engine, filling, prompts
from bot.dialogs.catalogue import FORMS
from bot.dialogs.corrections import read_correction
from bot.dialogs.draft import Draft
from bot.dialogs.engine import Tap
from bot.dialogs.form import Form, Values
from bot.dialogs.moves import GO_ON, Heard, Move
from bot.dialogs.scene import Scene
from bot.handlers.context import Turn
from bot.handlers.parts import hearing, private
from bot.handlers.parts.form_saving import correct_saved, save
from bot.handlers.parts.form_scene import VERB, keep, running_draft, scene_of
from bot.handlers.parts.new_need import is_new_need
from bot.handlers.parts.role_calls import role_calls
from bot.services import evidence
from bot.understanding.dialog_words import read_yes_no, steers
from bot.understanding.errands import read_errand
from bot.understanding.handbook_call import handbook_call
from bot.understanding.hearing import asks

SURE_ASIDE = 0.8
"""How sure the intent must be that a question amid a form is one of its own."""
MOST_UNREAD = 2
COMMANDS = frozenset({"record.withdraw"})
"""Heard even where any words are an answer."""
WORK = {
    "meeting.log": "meeting",
    "audit.log": "review",
    "assessment.start": "assessment",
    "plan.submit": "plan_item",
    "report.submit": "submission",
}
"""Needs that are work with a form of its own: told amid another form, they are news and no facts of that form."""
TALK = frozenset({"greet", "thanks", "help", "human.handoff"})


async def start(turn: Turn, name: str, values: Values | None = None, *, text: str | None = None) -> Reply:
    """Begins a form with what the message already tells; `values` are given besides. Says so kindly where one may not.

    A draft of another form that waits is not thrown away unasked.
    """
    form = FORMS[name]
    if turn.speaker.person_id is None or (turn.in_group and not form.in_groups):
        return private.only_private(turn, "form.private")
    scene = await scene_of(turn, form)
    if form.deed is not None and not scene.scope:
        return say(turn.words("form.not_yours"))
    running = await running_draft(turn)
    if running is not None and not (running[0] is form and not running[1].values):
        wanted = {"form": name, "values": dict(values or {}), "text": turn.incoming.text if text is None else text}
        return _another_waits(turn, running[1], running[0], wanted)
    draft = Draft.new(form, turn.clock.now())
    draft.values = dict(values or {})
    said = turn.incoming.text if text is None else text
    engine.begin(form, draft, said, turn.understood, scene)
    lead = form.unheard(said, scene) if form.unheard else None
    return keep(turn, draft, prompts.present(form, draft, scene, lead=lead or ""))


async def hear(turn: Turn) -> Reply | None:
    """What a message or tap means to the form that runs here; None where it is none of the form's business."""
    if turn.incoming.kind in (Kind.PRESS, Kind.PICK):
        return await _pressed(turn) if unpack(turn.incoming.data)[0] == VERB else None
    running = await running_draft(turn)
    if running is None:
        return await correct_saved(turn)
    form, draft = running
    if draft.expired(turn.clock.now()):
        turn.memory.draft = None
        return say(turn.words("form.expired", title=turn.words(f"form.{form.name}.title")))
    if turn.memory.pending is not None:
        return None
    if not steers(turn.incoming.text) and (_calls(turn, form, draft) or _asks_elsewhere(turn)):
        return None
    scene, shown = await scene_of(turn, form), draft.stage == "review"
    if _other_work(turn, form, draft, scene):
        return None
    before = (draft.stage, draft.ask, dict(draft.values))
    heard = engine.hear(form, draft, turn.incoming.text, turn.understood, scene)
    if heard == GO_ON and before == (draft.stage, draft.ask, draft.values) and _names_only(turn):
        return None
    if heard.move is Move.ASIDE:
        return _unread(turn, form, draft, scene)
    return await _said(turn, form, draft, heard, scene, was_shown=shown)


async def resume(turn: Turn, reply: Reply) -> Reply:
    """The answer to something else, with a line that the form still waits."""
    running = await running_draft(turn)
    if running is None or turn.memory.pending is not None or not reply.parts:
        return reply
    form, draft = running
    scene = await scene_of(turn, form)
    if any(isinstance(choice.act, Press) and choice.act.data.startswith(f"{VERB}:") for choice in reply.choices):
        return reply
    line, tap = prompts.waiting(form, draft, scene)
    return Reply((*reply.parts, Text(line)), (tap, *reply.choices))


async def answers_us(turn: Turn) -> bool:
    """Whether a group message that does not call us is surely meant for this person's form."""
    if turn.incoming.kind is not Kind.TEXT or turn.memory.draft is None:
        return False
    running = await running_draft(turn)
    if running is None or turn.memory.pending is not None:
        return False
    form, draft = running
    return engine.would_take(form, draft, turn.incoming.text, turn.understood, await scene_of(turn, form))


async def _pressed(turn: Turn) -> Reply:
    """A tap on one of a form's buttons: of the running draft, of one that is saved, or of one long gone."""
    _, names, _ = unpack(turn.incoming.data)
    draft_id, act, field, value = (*names, "", "", "", "")[:4]
    running = await running_draft(turn)
    if running is not None and running[1].id == draft_id:
        form, draft = running
        turn.memory.pending = None  # who taps on the form has left what was asked in between
        scene = await scene_of(turn, form)
        renewed = filling.renew(form, draft)
        picked = turn.incoming.picked if turn.incoming.kind is Kind.PICK else value
        heard = GO_BACK if renewed and act == "ok" else engine.tapped(form, draft, Tap(act, field, picked), scene)
        return await _said(turn, form, draft, heard, scene)
    saved = turn.memory.saved
    if saved is not None and saved["id"] == draft_id:
        return say(turn.words("form.saved_already", title=turn.words(f"form.{saved['form']}.title")))
    if turn.in_group and running is None:
        return say(turn.words("pressed.not_yours"))
    return await resume(turn, say(turn.words("form.old_button")))


GO_BACK = Heard(Move.GO_ON, "form.renewed")
"""The form changed since the card was shown: it is read back again before anything is saved."""


async def _said(turn: Turn, form: Form, draft: Draft, heard: Heard, scene: Scene, *, was_shown: bool = False) -> Reply:
    if heard.move is Move.DROPPED:
        turn.memory.draft = None
        await evidence.drop_draft(turn.session, turn.clock.now(), draft.id, turn.speaker.person_id)
        dropped = say(turn.words("form.dropped", title=turn.words(f"form.{form.name}.title")))
        return await _then(turn, draft, dropped)
    if heard.move is Move.SAVE:
        saved = await save(turn, form, draft, scene)
        return saved if turn.memory.draft is not None else await _then(turn, draft, saved)
    lead = turn.words("form.corrected") if heard.changed and was_shown and draft.stage == "review" else ""
    if form.unheard is not None and turn.incoming.kind in (Kind.TEXT, Kind.EDITED) and heard.fault is None:
        lead = form.unheard(turn.incoming.text, scene) or lead
    return keep(turn, draft, prompts.present(form, draft, scene, fault=heard.fault, lead=lead))


def _unread(turn: Turn, form: Form, draft: Draft, scene: Scene) -> Reply | None:
    """Words that are no answer: a need of their own is answered first, else we ask again, at most twice."""
    draft.asides += 1
    elsewhere = is_new_need(turn.understood) and read_yes_no(turn.incoming.text) is None
    if elsewhere or draft.asides > MOST_UNREAD:
        turn.memory.draft = draft.dump()
        return None if elsewhere else _kindly(turn, form, draft, scene)
    kept = draft.asides
    reply = keep(turn, draft, prompts.present(form, draft, scene, fault="form.unread"))
    draft.asides = kept
    turn.memory.draft = draft.dump()
    return reply


def _kindly(turn: Turn, form: Form, draft: Draft, scene: Scene) -> Reply:
    """After two answers that could not be read: an example, and the ways out."""
    return keep(turn, draft, prompts.present(form, draft, scene, fault="form.still_unread"))


def _calls(turn: Turn, form: Form, draft: Draft) -> bool:
    """Whether the message calls something by fixed words; while free words are awaited only a few calls count."""
    if read_errand(turn.incoming.text) is not None or handbook_call(turn.incoming.text) is not None:
        return True
    asked = form.field(draft.ask) if draft.stage == "asking" else None
    named = hearing.heard(turn) or next(role_calls(turn.incoming.text), None)
    if named in form.needs:
        return False
    return named in COMMANDS if asked is not None and asked.free else named not in (None, *hearing.NODS)


def _names_only(turn: Turn) -> bool:
    """Whether a message that changed nothing surely asks something of what it names: "the figures of Ban Suan"."""
    return hearing.hears(turn, "asked.of") and is_new_need(turn.understood)


def _other_work(turn: Turn, form: Form, draft: Draft, scene: Scene) -> bool:
    """Whether the message surely tells work of another form, and neither answers nor corrects this one."""
    understood, text = turn.understood, turn.incoming.text
    other = WORK.get(understood.intent, form.name)
    if other == form.name or understood.confidence < SURE_ASIDE or steers(text):
        return False
    if not hearing.hears(turn, f"work.{other}"):
        return False
    asked = form.field(draft.ask) if draft.stage == "asking" else None
    if asked is not None and (asked.free or asked.read(text, scene) is not None):
        return False
    return read_correction(text, form, draft.values, scene) is None


def _asks_elsewhere(turn: Turn) -> bool:
    """Whether the message surely asks something that is no answer: a question of a member, a call for help."""
    understood = turn.understood
    if understood.intent in ("out_of_scope", "cancel") or understood.confidence < SURE_ASIDE:
        return False
    return understood.intent in TALK or asks(turn.incoming.text)


async def _then(turn: Turn, draft: Draft, said: Reply) -> Reply:
    """What was wanted while this draft waited begins now, with the words it was told in."""
    if draft.then is None or draft.then["form"] not in FORMS:
        return said
    begun = await start(turn, draft.then["form"], draft.then["values"], text=draft.then["text"])
    return Reply((*said.parts, *begun.parts), begun.choices)


def _another_waits(turn: Turn, draft: Draft, form: Form, wanted: dict[str, Any]) -> Reply:
    """One form at a time: go on with the draft, or throw it away; what is wanted now is kept, not to be said again."""
    engine.park(draft, wanted)
    turn.memory.draft = draft.dump()
    words = turn.words
    label_on, label_drop = words("form.tap.go_on"), words("form.tap.drop_old")
    taps = (
        Choice(label_on, Press(pack(VERB, draft.id, "keep"), said=label_on)),
        Choice(label_drop, Press(pack(VERB, draft.id, "no"), said=label_drop)),
    )
    return say(words("form.another_waits", title=words(f"form.{form.name}.title")), choices=taps)
