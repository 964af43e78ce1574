"""Filling a draft in: setting, correcting and emptying fields, and finding what is asked next."""

from __future__ import annotations

from bot.dialogs.corrections import Correction
from bot.dialogs.draft import Draft
from bot.dialogs.form import Field, Form, Value, Values
from bot.dialogs.moves import GO_ON, Heard, Move
from bot.dialogs.scene import Scene


def correct(form: Form, draft: Draft, correction: Correction, scene: Scene) -> Heard:
    """Changes one field; the talk then goes on where it stood."""
    field, value = correction.field, correction.value
    if correction.how == "ask":
        ask(draft, field)
        return GO_ON
    if correction.how == "remove":
        return _remove(form, draft, field, value, scene)
    if correction.how == "add":
        value = [*draft.values.get(field.name, ()), *value]
    return put(form, draft, field, value, scene)


def put(form: Form, draft: Draft, field: Field, value: Value, scene: Scene) -> Heard:
    """Sets a field where its check has nothing against it, and goes on."""
    if (fault := wrong(field, value, draft.values, scene)) is not None:
        if draft.stage != "review":
            ask(draft, field)
        return Heard(Move.GO_ON, fault)
    changed = (field.name,) if draft.values.get(field.name) != value else ()
    draft.values[field.name] = value
    if field.name in draft.skipped:
        draft.skipped.remove(field.name)
    advance(form, draft, scene)
    return Heard(Move.GO_ON, changed=changed)


def ask(draft: Draft, field: Field) -> None:
    """Lets the draft wait for this field's answer."""
    draft.stage, draft.ask, draft.asides = "asking", field.name, 0
    if draft.trail[-1:] != [field.name]:
        draft.trail.append(field.name)


def advance(form: Form, draft: Draft, scene: Scene) -> None:
    """Goes to the next missing field, or to the card."""
    draft.values = settled(form, draft.values, scene)
    draft.asides = 0
    following = next(iter(missing(form, draft, scene)), None)
    if following is None and draft.walking:
        following = next(iter(open_details(form, draft, scene)), None)
    if following is not None:
        ask(draft, following)
    else:
        draft.stage, draft.ask, draft.walking = "review", None, False


def settled(form: Form, values: Values, scene: Scene) -> Values:
    """The values in agreement with each other; fields that mean nothing beside the others are left out."""
    values = form.settle(dict(values), scene) if form.settle else dict(values)
    return {
        name: value
        for name, value in values.items()
        if value is not None
        and (field := form.field(name)) is not None
        and (field.when is None or field.when(values, scene))
    }


def open_details(form: Form, draft: Draft, scene: Scene) -> list[Field]:
    """The optional fields that may still be told."""
    return [
        field
        for field in form.fields
        if field.offered
        and not field.required
        and field.name not in draft.values
        and field.name not in draft.skipped
        and (field.when is None or field.when(draft.values, scene))
    ]


def renew(form: Form, draft: Draft) -> bool:
    """Brings a draft of another version up to this form's; says whether it had to: then it is read back first."""
    if draft.version == form.version:
        return False
    values = form.upgrade(draft.version, draft.values) if form.upgrade else draft.values
    draft.values = {name: value for name, value in values.items() if form.field(name) is not None}
    draft.trail = [name for name in draft.trail if form.field(name) is not None]
    draft.version = form.version
    if form.field(draft.ask) is None:
        draft.stage, draft.ask = "review", None
    return True


def missing(form: Form, draft: Draft, scene: Scene) -> list[Field]:
    """The needed fields that stand open."""
    return [
        field
        for field in form.fields
        if field.required and field.name not in draft.values and (field.when is None or field.when(draft.values, scene))
    ]


def wrong(field: Field, value: Value, values: Values, scene: Scene) -> str | None:
    """The key of what speaks against a value; None where nothing does."""
    return field.check(value, values, scene) if field.check is not None else None


def take_all(form: Form, draft: Draft, values: Values, scene: Scene) -> list[str]:
    """Takes the values that nothing speaks against; the names of those taken."""
    taken = []
    for name, value in values.items():
        field = form.field(name)
        if field is not None and wrong(field, value, draft.values, scene) is None:
            draft.values[name] = value
            taken.append(name)
    return taken


def _remove(form: Form, draft: Draft, field: Field, which: Value, scene: Scene) -> Heard:
    """Empties a field, or takes one item out of a list (by its number); a needed field is asked for anew."""
    held = draft.values.get(field.name)
    number = str(which or "").strip()
    if field.many and isinstance(held, list) and number.isdigit() and 1 <= int(number) <= len(held):
        rest = [item for index, item in enumerate(held, 1) if index != int(number)]
        draft.values = {**draft.values, field.name: rest} if rest else _without(draft.values, field.name)
    else:
        draft.values = _without(draft.values, field.name)
    advance(form, draft, scene)
    return Heard(Move.GO_ON, changed=(field.name,))


def _without(values: Values, name: str) -> Values:
    return {key: value for key, value in values.items() if key != name}
