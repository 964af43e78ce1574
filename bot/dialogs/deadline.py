"""The form `deadline`: until when an area owes something; setting it and moving it are the same talk (U99, U100)."""

from __future__ import annotations

from datetime import date, timedelta

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs.fields import show_day, told_year
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.obligation_field import obligation_field
from bot.dialogs.scene import Scene
from bot.services import deadlines
from bot.services.authority import Deed
from bot.services.deadlines import Due
from bot.services.obligations import template
from bot.understanding.deadline_words import read_obligation, read_until
from bot.understanding.quantities import read_whole
from bot.understanding.result import Understanding

NAME = "deadline"
STANDING = "standing"
FARTHEST = timedelta(days=800)
MONTHS = 3


async def _load(scene: Scene) -> None:
    scene.facts[STANDING] = await deadlines.standing(scene.session, [place.id for place in scene.scope.roots])


def _area(values: Values, scene: Scene) -> int | None:
    return next((place.id for place in scene.scope.roots if place.code == values.get("area")), None)


def _known(values: Values, scene: Scene) -> Due | None:
    """The deadline that stands now for what is chosen; without a year the only one that has a day."""
    same = [
        each
        for each in scene.facts[STANDING]
        if each.area_id == _area(values, scene) and each.obligation == values.get("obligation")
    ]
    if values.get("year") is not None:
        return next((each for each in same if each.year == values["year"]), None)
    dated = [each for each in same if each.due_on is not None and each.due_on >= scene.today]
    return dated[0] if len(dated) == 1 else None


def _read_due(text: str, scene: Scene) -> str | None:
    found = read_until(text, None, scene.today)
    return found.isoformat() if found else None


def _read_year(text: str, scene: Scene) -> int | None:
    whole = read_whole(text)
    bare = whole if whole is not None and 2500 <= whole <= 2700 else None
    return told_year(text, scene.today) or bare or (2500 + whole if whole is not None and 50 <= whole <= 99 else None)


def _check_due(value: Value, values: Values, scene: Scene) -> str | None:
    day = date.fromisoformat(str(value))
    if day < scene.today:
        return "deadline.fault.past"
    return "deadline.fault.far" if day > scene.today + FARTHEST else None


def _ends(scene: Scene, values: Values) -> list[Option]:
    """The ends of this month and the next two; any other day is typed."""
    days, first = [], scene.today.replace(day=1)
    for _ in range(MONTHS):
        first = (first + timedelta(days=32)).replace(day=1)
        days.append(first - timedelta(days=1))
    return [Option(day.isoformat(), figures.day(scene.words, day)) for day in days]


def _areas(scene: Scene, values: Values) -> list[Option]:
    return [Option(place.code, place.name) for place in scene.scope.roots]


def _read_area(text: str, scene: Scene) -> str | None:
    found = [place.code for place in scene.scope.roots if place.name in text]
    return found[0] if len(found) == 1 else None


def _only_area(scene: Scene, values: Values) -> str | None:
    return scene.scope.roots[0].code if len(scene.scope.roots) == 1 else None


def _show_area(value: Value, scene: Scene) -> str:
    return next((place.name for place in scene.scope.roots if place.code == value), str(value))


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    due = read_until(text, understood, scene.today)
    found: Values = {
        "obligation": read_obligation(text),
        "due": due.isoformat() if due else None,
        "year": told_year(text, scene.today),
        "area": _read_area(text, scene),
    }
    return {name: value for name, value in found.items() if value is not None}


def _settle(values: Values, scene: Scene) -> Values:
    """The year: of the deadline that is moved, else as the template has it for such a day."""
    if "obligation" in values and "due" in values and "year" not in values:
        known = _known(values, scene)
        line = template()[values["obligation"]]
        values["year"] = known.year if known else line.year_of(date.fromisoformat(values["due"]))
    return values


def _remark(values: Values, scene: Scene) -> str | None:
    known, words = _known(values, scene), scene.words
    if known is None or known.due_on is None:
        return words("deadline.remark.new")
    before = figures.day(words, known.due_on)
    if known.due_on.isoformat() == values.get("due"):
        return words("deadline.remark.same", date=before)
    return words("deadline.remark.moved", date=before)


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    area_id = _area(values, scene)
    if area_id is None:
        raise Refused
    due_on = date.fromisoformat(values["due"])
    record_id, before = await deadlines.set_day(
        scene.session,
        scene.now,
        area_id=area_id,
        obligation=values["obligation"],
        year=int(values["year"]),
        due_on=due_on,
        person_id=scene.person_id,
        draft_key=draft_key,
    )
    words = scene.words
    what = words("nudge.what", what=words.of("obligation", values["obligation"]), year=values["year"])
    moved = before is not None and before.due_on is not None
    key = "deadline.noted.moved" if moved else "deadline.noted.set"
    text = words(key, what=what, date=figures.day(words, due_on), receipt=record_id)
    label = words("deadline.tap.list")
    return Saved(text, record_id, choices=(Choice(label, Press(pack("ask", "deadline.list"), said=label)),))


DEADLINE = Form(
    NAME,
    version=1,
    fields=(
        obligation_field(),
        Field("due", _read_due, show_day, required=True, options=_ends, check=_check_due),
        Field("year", _read_year, lambda value, scene: str(value), offered=False),
        Field(
            "area",
            _read_area,
            _show_area,
            required=True,
            options=_areas,
            take=lambda value, scene: value if value in {place.code for place in scene.scope.roots} else None,
            default=_only_area,
        ),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.DEADLINE,
    load=_load,
    settle=_settle,
    remark=_remark,
)
