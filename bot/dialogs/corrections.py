"""Corrections in plain words: "make the number of people 21", "not 15 Oct but 15 Nov", "add a resolution: ...".

Field names as people say them are in lexicon/forms.yaml, for all forms and for each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.dialogs.form import Field, Form, Value, Values
from bot.dialogs.scene import Scene
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import tidy
from bot.understanding.numbers import either

SHORT = 25
"""Letters up to which "oh, sorry, 21" is hardly more than the new value."""
How = Literal["set", "add", "remove", "ask"]


@dataclass(frozen=True)
class Correction:
    """One field named for change: with its new value, added to, emptied, or to be asked for anew."""

    field: Field
    how: How
    value: Value = None


def read_correction(
    text: str, form: Form, values: Values, scene: Scene, *, explicit: bool = False, fixing: bool = False
) -> Correction | None:
    """What a message changes in a draft; None where it names no field and takes nothing back.

    `explicit`: free words are awaited, so that only "correct ...", "add ...", "not ... but ..." are corrections.
    `fixing`: we have just asked what to change, so that a field's name or a value alone says it.
    """
    typed = tidy(text)
    slip = _slips().match(typed)
    typed = typed[slip.end() :] if slip and slip.end() < len(typed) else typed
    verb = _verbs().match(typed)
    how = _how(verb.lastgroup) if verb else "set" if fixing else None
    rest = typed[verb.end() :] if verb else typed
    if (how or not explicit) and (named := _named(rest, form)) is not None:
        field, tail = named
        found = _valued(field, tail, how, scene)
        if found is not None:
            return found
    taken = _taken_back(typed, form, values, scene)
    if taken is not None:
        return taken
    noticed = slip is not None and how is None and len(rest) <= SHORT
    return _by_value(rest, form, values, scene) if how == "set" or noticed else None


def _valued(field: Field, tail: str, how: How | None, scene: Scene) -> Correction | None:
    """The named field with what is said behind its name; a name alone counts only behind "correct ..."."""
    told = _to().sub("", tail, count=1).strip()
    if how == "remove":
        return Correction(field, "remove", told or None)
    if not told:
        return Correction(field, "ask") if how else None
    joined = bool(_to().match(tail)) or how is not None or field.free
    value = field.read(told, scene) if joined or not field.free else None
    if value is None:
        return Correction(field, "ask") if how else None
    return Correction(field, "add" if how == "add" and field.many else "set", value)


def _taken_back(typed: str, form: Form, values: Values, scene: Scene) -> Correction | None:
    """ "Not A (but) B", "B, not A": the value behind "not" is the old one."""
    parts = _not().split(_opening().sub("", typed, count=1) or typed, maxsplit=1)
    if len(parts) != 2:
        return None
    before, behind = (part.strip() for part in parts)
    pairs = [(behind, before)] if before else []
    if (turn := _but().split(behind, maxsplit=1)) and len(turn) == 2:
        pairs.insert(0, (turn[0].strip(), turn[1].strip()))
    fitting = [field for field in form.fields if not field.free and not field.many and values.get(field.name)]
    if not pairs:
        return _denied(behind, fitting, values, scene)
    for old, new in pairs:
        read = [(field, field.read(old, scene), field.read(new, scene)) for field in fitting]
        same = [(field, value) for field, was, value in read if was == values[field.name] and value is not None]
        for field, value in same or [(f, v) for f, was, v in read if was is not None and v is not None][:1]:
            return Correction(field, "set", value)
    return None


def _denied(behind: str, fitting: list[Field], values: Values, scene: Scene) -> Correction | None:
    """ "Not 180 18", "no, 22 people": the old value and the new one in a row, or the new one alone."""
    words = behind.split()
    for at in range(1, len(words)):
        old, new = " ".join(words[:at]), " ".join(words[at:])
        for field in fitting:
            value = field.read(new, scene)
            if value is not None and field.read(old, scene) == values[field.name] != value:
                return Correction(field, "set", value)
    told = [(field, value) for field in fitting if (value := field.read(behind, scene)) is not None]
    if len(told) != 1:
        return None
    field, value = told[0]
    return Correction(field, "ask") if value == values[field.name] else Correction(field, "set", value)


def _by_value(rest: str, form: Form, values: Values, scene: Scene) -> Correction | None:
    """ "Correct it to 21 people": the only field whose kind of value this is."""
    told = _to().sub("", rest, count=1).strip()
    found = [(field, value) for field in form.fields if not field.free and (value := field.read(told, scene))]
    filled = [(field, value) for field, value in found if values.get(field.name) is not None]
    chosen = filled if len(filled) == 1 else found
    return Correction(chosen[0][0], "set", chosen[0][1]) if told and len(chosen) == 1 else None


def _named(text: str, form: Form) -> tuple[Field, str] | None:
    """The field whose name begins a text, and what stands behind the name."""
    plain = text.lstrip()
    for word, name in _names(form.name):
        if plain.startswith(word) and (field := form.field(name)) is not None:
            return field, plain[len(word) :]
    return None


@cache
def _names(form: str) -> tuple[tuple[str, str], ...]:
    """Every way to name a field of a form, longest first."""
    table = lexicon("forms")["fields"]
    pairs = [
        (tidy(str(word)), name)
        for part in (table.get("common", {}), table.get(form, {}))
        for name, words in part.items()
        for word in words
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _how(group: str | None) -> How:
    return "add" if group == "add" else "remove" if group == "remove" else "set"


@cache
def _verbs() -> re.Pattern[str]:
    table = lexicon("forms")
    names = "|".join(f"(?P<{name}>{either(table[name])})" for name in ("set", "add", "remove"))
    return re.compile(rf"\s*(?:{either(table['please'])}\s*)?(?:{names})\s*")


@cache
def _to() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{either(lexicon('forms')['to'])})\s*")


@cache
def _not() -> re.Pattern[str]:
    return re.compile(rf"\s*{either(lexicon('dialog')['taken_back'])}\s*")


@cache
def _opening() -> re.Pattern[str]:
    """A "no" with its particle that only opens the correction."""
    return re.compile(rf"^\s*{either(lexicon('dialog')['taken_back'])}\s*{either(lexicon('forms')['particles'])}\s*")


@cache
def _slips() -> re.Pattern[str]:
    """How somebody begins who has just noticed a mistake: "oh, wait, sorry"."""
    table = lexicon("forms")
    return re.compile(
        rf"^\s*(?:{either(table['slips'])}\s*(?:{either(table['particles'])}|{either(table['pauses'])})*\s*)+"
    )


@cache
def _but() -> re.Pattern[str]:
    return re.compile(rf"\s*{either(lexicon('forms')['but'])}\s*")
