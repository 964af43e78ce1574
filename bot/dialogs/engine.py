"""The talk of every form: what is asked next, and what a message or a tap does to a draft. No database, no words.

The rules of architecture.md "Form": what is missing is asked once and one at a time; any field is corrected at any
time; back, skip, cancel with confirmation; read-back before saving; whatever is no answer is left to others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.dialogs.corrections import SHORT, read_correction
from bot.dialogs.draft import Draft
from bot.dialogs.filling import advance, ask, correct, missing, put, renew, take_all, wrong
from bot.dialogs.form import Field, Form, Value, Values
from bot.dialogs.moves import ASIDE, GO_ON, NO_ANSWER, Heard, Move
from bot.dialogs.scene import Scene
from bot.understanding.dialog_words import (
    is_back,
    is_cancel,
    is_drop,
    is_enough,
    is_fix,
    is_go_on,
    is_pause,
    is_skip,
    read_consent,
    read_yes_no,
)
from bot.understanding.result import Understanding


@dataclass(frozen=True)
class Tap:
    """One of a draft's buttons: what it does, to which field, with which value."""

    act: str
    field: str = ""
    value: str = ""


def begin(form: Form, draft: Draft, text: str, understood: Understanding | None, scene: Scene) -> None:
    """Fills a new draft from the words that started it, and finds what to ask first."""
    found = form.prefill(text, understood, scene) if text else {}
    for field in form.fields:
        value = found.get(field.name)
        if value is not None and not wrong(field, value, draft.values, scene):
            draft.values[field.name] = value
    for field in form.fields:
        if field.default is not None and field.name not in draft.values:
            value = field.default(scene, draft.values)
            if value is not None:
                draft.values[field.name] = value
    advance(form, draft, scene)


def hear(form: Form, draft: Draft, text: str, understood: Understanding, scene: Scene) -> Heard:
    """What a typed message does to the draft."""
    renew(form, draft)
    if draft.stage == "parked":
        draft.stage = draft.back_to
        if is_go_on(text):
            return GO_ON  # a yes to "go on with it?" saves nothing
        if read_yes_no(text) is False or is_drop(text):
            return cancel(draft)
    if draft.stage == "cancelling":
        return _whether_to_cancel(form, draft, text, scene)
    if draft.walking and draft.stage == "asking" and is_enough(text):
        return tapped(form, draft, Tap("done"), scene)
    if is_cancel(text) or is_drop(text):
        return cancel(draft)
    if is_back(text):
        return back(form, draft, scene)
    answer = read_consent(text) if scene.in_group else read_yes_no(text)
    if draft.stage == "review" and answer is not None:
        if answer:
            return Heard(Move.SAVE)
        draft.stage = "fixing"
        return GO_ON
    asked = form.field(draft.ask) if draft.stage == "asking" else None
    if asked is not None and is_skip(text) and (asked.free or asked.read(text, scene) is None):
        return skip(form, draft, scene)  # where "not sure" is an answer of its own, it is one
    explicit = asked is not None and asked.free
    if is_fix(text) and not explicit:
        draft.stage = "fixing"
        return GO_ON
    if is_pause(text):
        return Heard(Move.GO_ON, "form.no_hurry")
    fixing = draft.stage == "fixing"
    if (correction := read_correction(text, form, draft.values, scene, explicit=explicit, fixing=fixing)) is not None:
        return correct(form, draft, correction, scene)
    if asked is not None:
        value = asked.read(text, scene)
        if value is not None:
            return _answered(form, draft, asked, value, text, understood, scene)
    return _more_facts(form, draft, text, understood, scene)


def tapped(form: Form, draft: Draft, tap: Tap, scene: Scene) -> Heard:
    """What one of the draft's own buttons does."""
    renew(form, draft)
    draft.stage = draft.back_to if draft.stage == "parked" else draft.stage
    field = form.field(tap.field)
    match tap.act:
        case "ok":
            if draft.stage == "review" and not missing(form, draft, scene):
                return Heard(Move.SAVE)
            advance(form, draft, scene)
        case "no":
            return cancel(draft)
        case "drop":
            return Heard(Move.DROPPED)
        case "keep":
            draft.stage = draft.back_to if draft.stage == "cancelling" else draft.stage
        case "fix":
            draft.stage = "fixing"
            if field is not None:
                ask(draft, field)
        case "more":
            draft.walking = True
            advance(form, draft, scene)
        case "done":
            draft.walking = False
            advance(form, draft, scene)
        case "skip":
            return skip(form, draft, scene)
        case "back":
            return back(form, draft, scene)
        case "set" | "pick":
            value = _value(field, tap, draft.values, scene) if field is not None else None
            if field is None or value is None:
                return NO_ANSWER
            return put(form, draft, field, value, scene)
    return GO_ON


def cancel(draft: Draft) -> Heard:
    """Asks whether the draft is really to be thrown away; one in which nothing stands goes at once."""
    if not draft.values:
        return Heard(Move.DROPPED)
    if draft.stage != "cancelling":
        draft.back_to, draft.stage = draft.stage, "cancelling"
    return GO_ON


def park(draft: Draft, then: dict[str, Any]) -> None:
    """Lets the draft wait for whether it goes on; `then` is what was wanted instead."""
    if draft.stage not in ("cancelling", "parked"):
        draft.back_to = draft.stage
    draft.stage, draft.then = "parked", then


def back(form: Form, draft: Draft, scene: Scene) -> Heard:
    """The question before; from the card, the last one that was asked."""
    trail = draft.trail[:-1] if draft.stage == "asking" and draft.ask in draft.trail[-1:] else draft.trail
    earlier = next((field for name in reversed(trail) if (field := form.field(name)) is not None), None)
    if earlier is None:
        return Heard(Move.GO_ON, "form.first")
    draft.trail = trail[: trail.index(earlier.name)]
    ask(draft, earlier)
    return GO_ON


def skip(form: Form, draft: Draft, scene: Scene) -> Heard:
    """Leaves an optional question unanswered; a needed one is asked for kindly."""
    field = form.field(draft.ask)
    if draft.stage != "asking" or field is None:
        return GO_ON
    if field.required and field.name not in draft.values:
        return Heard(Move.GO_ON, "form.needed") if field.blank is None else put(form, draft, field, field.blank, scene)
    if field.name not in draft.skipped:
        draft.skipped.append(field.name)
    advance(form, draft, scene)
    return GO_ON


def would_take(form: Form, draft: Draft, text: str, understood: Understanding, scene: Scene) -> bool:
    """Whether a group message that does not call us is surely meant for this draft: free words never are."""
    if draft.stage == "cancelling":
        return read_consent(text) is not None
    if is_cancel(text) or is_back(text):
        return True
    if draft.stage == "review" and read_consent(text) is not None:
        return True
    if read_correction(text, form, draft.values, scene) is not None:
        return True
    asked = form.field(draft.ask) if draft.stage == "asking" else None
    return asked is not None and not asked.free and (is_skip(text) or asked.read(text, scene) is not None)


def _value(field: Field, tap: Tap, values: Values, scene: Scene) -> Value | None:
    if tap.act == "set" and field.take is not None:
        return field.take(tap.value, scene)
    if tap.act == "set":
        # only what we offered: a forged tap sets nothing
        return tap.value if any(option.value == tap.value for option in field.options(scene, values)) else None
    return field.read(tap.value, scene)


def _answered(
    form: Form, draft: Draft, field: Field, value: Value, text: str, understood: Understanding, scene: Scene
) -> Heard:
    """Takes the answer, and what else the same message tells of fields that are still empty."""
    if field.many and field.name in draft.values and draft.walking:
        value = [*draft.values[field.name], *value]
    heard = put(form, draft, field, value, scene)
    if heard.fault is None and not field.free:
        more = form.prefill(text, understood, scene)
        fresh = {name: told for name, told in more.items() if name not in draft.values and told is not None}
        if take_all(form, draft, fresh, scene):
            advance(form, draft, scene)
    return heard


def _more_facts(form: Form, draft: Draft, text: str, understood: Understanding, scene: Scene) -> Heard:
    """Facts told out of turn count, whatever was asked; words without any are none of ours."""
    told = {name: value for name, value in form.prefill(text, understood, scene).items() if value is not None}
    changed = {name: value for name, value in told.items() if draft.values.get(name) != value}
    if not told:
        return GO_ON if _said_already(form, draft, text, scene) else ASIDE
    taken = take_all(form, draft, changed, scene)
    advance(form, draft, scene)
    return Heard(Move.GO_ON, changed=tuple(taken))


def _said_already(form: Form, draft: Draft, text: str, scene: Scene) -> bool:
    """Whether a short message only says once more what stands in the draft."""
    if len(text) > SHORT:
        return False
    fields = [field for field in form.fields if not field.free and draft.values.get(field.name) is not None]
    return any(field.read(text, scene) == draft.values[field.name] for field in fields)


def _whether_to_cancel(form: Form, draft: Draft, text: str, scene: Scene) -> Heard:
    answer = read_yes_no(text)
    if answer or is_cancel(text):
        return Heard(Move.DROPPED)
    draft.stage = draft.back_to
    if answer is False:
        return GO_ON
    return ASIDE
