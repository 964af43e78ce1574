"""A small form of every kind of field, for tests of the engine that need no database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat import ChatRef
from bot.clock import BANGKOK, MovableClock
from bot.dialogs import fields
from bot.dialogs.form import Form, Saved, Values
from bot.dialogs.scene import Scene
from bot.services.authority import Scope
from bot.services.people import Speaker
from bot.understanding.result import Understanding
from bot.words import Words


class PlainWords(Words):
    """Says the key of every sentence."""

    def __init__(self) -> None:
        super().__init__({})

    def __call__(self, key: str, **values: object) -> str:
        return key


def scene(kind: str = "direct") -> Scene:
    """A scene without a database, on the demo's day."""
    return Scene(
        session=cast(AsyncSession, None),
        speaker=Speaker(person_id=1),
        words=PlainWords(),
        clock=MovableClock(datetime(2026, 11, 21, 10, tzinfo=BANGKOK)),
        chat=ChatRef("terminal", "t", cast(Any, kind)),
        scope=Scope(),
    )


def prefill(text: str, understood: Understanding | None, here: Scene) -> Values:
    """A day and a number of people, where they are surely told."""
    found: Values = {"day": fields.read_day(text, here)}
    counts = [word for word in text.split() if word.endswith("คน") and word[:-2].isdigit()]
    if counts:
        found["count"] = int(counts[0][:-2])
    return found


async def save(here: Scene, values: Values, key: str) -> Saved:
    """Nothing is kept: the tests look at what would be."""
    return Saved("saved", 1)


TOY = Form(
    "meeting",  # the names of its fields, as people say them, are in forms.yaml
    version=3,
    fields=(
        fields.day_field("held", required=True),
        fields.number_field("attendance", low=1, high=500, required=True),
        fields.choice_field("toy", "level", ("zone", "fund")),
        fields.words_field("venue"),
        fields.words_field("reporter", offered=False),
    ),
    prefill=lambda text, understood, here: {
        {"day": "held", "count": "attendance"}[name]: value for name, value in prefill(text, understood, here).items()
    },
    save=save,
)
ANSWERS = {
    "held": "15 พ.ย. 69",
    "attendance": "18",
    "level": "form.toy.level.zone",
    "venue": "ศาลาวัด",
    "reporter": "นิด",
}
