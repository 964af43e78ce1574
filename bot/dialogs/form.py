"""What a form is: fields, how each is read, shown and checked, what fills them from free words, and how it is saved.

A form is declared in one file of this folder, as data and small functions; the engine owns the talk (engine.py).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Choice, Notice, Part
from bot.dialogs.scene import Scene
from bot.services.authority import Deed
from bot.understanding.result import Understanding

Value = Any
"""JSON-ready: drafts live in the database between two messages. Days are ISO common era, money whole satang."""
Values = dict[str, Any]


class Refused(Exception):
    """Nothing may be saved: the person's role ended meanwhile, or the place lies outside it. Holds the key to say."""

    def __init__(self, key: str = "form.refused") -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Option:
    """One answer that may be tapped; `value` is ASCII and short, it travels in the button."""

    value: str
    label: str


def _nothing(scene: Scene, values: Values) -> Sequence[Option]:
    return ()


def _plain(value: Value, scene: Scene) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Field:
    """One thing that a form asks for or takes along.

    `read` gives the value of a typed answer, None where the words are no answer. `check` gives the key of a sentence
    where a value cannot be. `free`: any words answer. `many`: a list, to which a further answer is added; `read` then
    gives a list. `offered`: an optional field that "add details" walks through. `aside` fields are not in the card.
    """

    name: str
    read: Callable[[str, Scene], Value | None]
    show: Callable[[Value, Scene], str] = _plain
    required: bool = False
    options: Callable[[Scene, Values], Sequence[Option]] = _nothing
    take: Callable[[str, Scene], Value | None] | None = None
    """The value of a tapped option; without it the option's own value."""
    check: Callable[[Value, Values, Scene], str | None] | None = None
    default: Callable[[Scene, Values], Value | None] | None = None
    when: Callable[[Values, Scene], bool] | None = None
    """Whether the field has a meaning beside these values; without a meaning it is neither asked nor kept."""
    free: bool = False
    many: bool = False
    picks_date: bool = False
    offered: bool = True
    aside: bool = False
    prompt: Callable[[Scene], str] | None = None
    """The question's words where they stand in no catalogue (a rubric's file); else `form.<name>.ask.<field>`."""
    label: Callable[[Scene], str] | None = None
    """The field's name likewise; else `form.<name>.label.<field>`."""
    blank: Value | None = None
    """What a needed question holds when it is skipped: it is then left open knowingly and asked no more."""


@dataclass(frozen=True)
class Saved:
    """What follows from saving: the sentence to say, the record, taps that come next, and what others are told."""

    text: str
    record_id: int | None = None
    parts: tuple[Part, ...] = ()
    choices: tuple[Choice, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Form:
    """A declared form. Its words are `form.<name>.title`, `.ask.<field>` and `.label.<field>` in form_<name>.po.

    `prefill` reads as many fields as free words give. `settle` makes values agree with each other after each change.
    `remark` is said under the card before saving: a gap in the figures, what will be told to whom. `load` reads ahead
    what the readers need. `upgrade` turns an older version's values into this one's; None: what still fits is kept.
    `photos`: pictures sent meanwhile belong to the record.
    """

    name: str
    version: int
    fields: tuple[Field, ...]
    prefill: Callable[[str, Understanding | None, Scene], Values]
    save: Callable[[Scene, Values, str], Awaitable[Saved]]
    deed: Deed | None = None
    load: Callable[[Scene], Awaitable[None]] | None = None
    settle: Callable[[Values, Scene], Values] | None = None
    remark: Callable[[Values, Scene], str | None] | None = None
    upgrade: Callable[[int, Values], Values] | None = None
    in_groups: bool = True
    photos: bool = False
    unheard: Callable[[str, Scene], str | None] | None = None
    """What of a message cannot be taken, as a sentence: nothing that was told is left out silently."""
    needs: frozenset[str] = frozenset()
    """Needs that are heard by their words alone and mean this very form: while it runs they add to it."""

    def field(self, name: str | None) -> Field | None:
        """The field of a name; None where the form has none (a button of an older version)."""
        return next((field for field in self.fields if field.name == name), None)
