"""A target of an area for a fiscal year: members, new members, new funds, funds assessed (domain.md S0-35, U106)."""

from __future__ import annotations

from functools import partial

from bot.chat import Choice, Press, pack
from bot.dialogs import fields
from bot.dialogs.form import Field, Form, Refused, Saved, Value, Values
from bot.dialogs.meeting_places import named_zones, places
from bot.dialogs.scene import Scene
from bot.dialogs.target_places import area_field
from bot.services import targets
from bot.services.authority import Deed
from bot.understanding.matching import read_word
from bot.understanding.normalise import normalise
from bot.understanding.numbers import find_numbers
from bot.understanding.result import Understanding
from bot.understanding.years import read_years


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    zones = named_zones(text, scene)
    return {
        "metric": read_word("target", text),
        "value": _value(text, scene),
        "year": fields.working_year(text, scene.today),
        "area": zones[0] if len(zones) == 1 else None,
    }


def _value(text: str, scene: Scene) -> int | None:
    """The one number that is no year."""
    plain = normalise(text)
    for span in read_years(text, scene.today):
        plain = plain.replace(normalise(span.text), " ")
    numbers = [number for number in find_numbers(plain) if number.whole > 0]
    return numbers[0].whole if len(numbers) == 1 else None


def _read_value(text: str, scene: Scene) -> Value | None:
    return _value(text, scene)


async def _save(scene: Scene, values: Values, key: str) -> Saved:
    found = places(scene)
    if values.get("area") not in found:
        raise Refused
    record = await targets.record_target(
        scene.session,
        scene.now,
        area_id=found[values["area"]],
        metric=values["metric"],
        year=int(values["year"]),
        value=int(values["value"]),
        person_id=scene.person_id,
        draft_key=key,
    )
    label = scene.words("form.target.next")
    tap = Choice(label, Press(pack("ask", "target.progress"), said=label))
    return Saved(scene.words("form.target.saved", number=record.id), record.id, choices=(tap,))


TARGET = Form(
    "target",
    version=1,
    fields=(
        area_field(),
        fields.worded(
            fields.choice_field("target", "metric", targets.METRICS, required=True), partial(read_word, "target")
        ),
        Field("value", _read_value, required=True),
        fields.year_field(running=True),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.TARGET,
)
