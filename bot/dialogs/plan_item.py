"""One activity of the six-topic action plan (domain.md S4-22, U87); several in one message come one after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.chat import Choice, Press, Say, pack
from bot.dialogs import fields
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.plan_places import homes, named, usual
from bot.dialogs.scene import Scene
from bot.services import plans
from bot.services.authority import Deed
from bot.services.fiscal import fiscal_year
from bot.services.plans import TOPICS, Planned
from bot.understanding import plans as reading
from bot.understanding.dates import first_date
from bot.understanding.hearing import hears
from bot.understanding.result import Understanding

NAME = "plan_item"
LINES = "lines"
"""Lines that open with "plan ...", as typed, not yet looked at."""
QUEUE = "queue"
"""Those that wait until this one is saved."""
ASKS = ("plan.done", "plan.check", "plan.list", "plan.send")
CODES = tuple(str(topic) for topic in TOPICS)


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """A line that opens with "plan ..." is an activity of its own; else only what is announced as such counts."""
    lines = [line for line in reading.read_lines(text) if _is_item(line, scene)]
    told: Values = {}
    if lines:
        return {LINES: lines}
    clauses = reading.read_clauses(text, scene.today)
    told["budget"] = clauses.budget_satang
    told["due"] = clauses.due.isoformat() if clauses.due else None
    topic = reading.named_topic(text) if len(text) <= _SHORT else None
    told["topic"] = str(topic) if topic else None
    return {name: value for name, value in told.items() if value is not None}


_SHORT = 30
"""Letters of a message that may be about nothing but the topic."""


def _is_item(line: str, scene: Scene) -> bool:
    return reading.read_item(line, _names(scene)) is not None and not any(hears(line, name) for name in ASKS)


def _names(scene: Scene) -> tuple[str, ...]:
    return tuple(name for home in homes(scene.scope).values() for name in (home.name, home.short))


def _settle(values: Values, scene: Scene) -> Values:
    """The first waiting line becomes this activity, the others wait; who, until when and how much get their fields."""
    lines: list[str] = values.pop(LINES, [])
    if lines and "activity" not in values:
        values |= _from_line(lines.pop(0), scene)
    if lines:
        values[QUEUE] = [*values.get(QUEUE, ()), *lines]
    home = usual(scene.scope, scene.zone_hint, scene.fund_hint)
    if "area" not in values and home is not None:
        values["area"] = home.code
    if values.get("activity"):
        _spread(values, scene)
    return values


def _from_line(line: str, scene: Scene) -> Values:
    told = reading.read_item(line, _names(scene))
    place, year = named(line, scene.scope), fields.told_year(line, scene.today)
    found: dict[str, Any] = {
        "area": place.code if place else None,
        "for_year": year,
        "topic": str(told.topic) if told and told.topic else None,
        "activity": fields.neutral(told.activity, scene) if told and told.activity else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _spread(values: Values, scene: Scene) -> None:
    """Moves who, until when and how much out of the activity's words, where those fields are still empty."""
    clauses = reading.read_clauses(values["activity"], scene.today)
    found = {
        "owner": clauses.owner,
        "due": clauses.due.isoformat() if clauses.due else None,
        "budget": clauses.budget_satang,
    }
    fresh = {name: value for name, value in found.items() if value is not None}
    if fresh and clauses.rest and not any(name in values for name in fresh):
        values |= {**fresh, "activity": clauses.rest}


def _read_area(text: str, scene: Scene) -> str | None:
    found = named(text, scene.scope)
    return found.code if found else None


def _show_area(value: Value, scene: Scene) -> str:
    found = homes(scene.scope).get(str(value))
    return found.name if found else str(value)


def _areas(scene: Scene, values: Values) -> Sequence[Option]:
    return [Option(home.code, home.short) for home in homes(scene.scope).values()]


def _take_area(value: str, scene: Scene) -> str | None:
    return value if value in homes(scene.scope) else None


def _read_activity(text: str, scene: Scene) -> str | None:
    """Free words, without the "plan, topic 5" that some write before them."""
    told = reading.read_item(text, _names(scene))
    return fields.neutral(told.activity if told and told.activity else text, scene) or None


def _read_topic(text: str, scene: Scene) -> str | None:
    found = reading.read_topic(text)
    return str(found) if found else None


def _show_topic(value: Value, scene: Scene) -> str:
    return f"{value} {scene.words(f'plan.topic.{value}')}"


def _topics(scene: Scene, values: Values) -> Sequence[Option]:
    return [Option(code, f"{code} {scene.words(f'form.plan_item.topic.{code}')}") for code in CODES]


def _read_due(text: str, scene: Scene) -> str | None:
    """A day; a month means its last day."""
    span = first_date(text, scene.today, True)
    fits = span is not None and span.grain in ("day", "range", "month") and span.last is not None
    return span.last.isoformat() if fits and span is not None and span.last is not None else None


def _remark(values: Values, scene: Scene) -> str | None:
    """What else was typed and waits its turn."""
    waiting: list[str] = values.get(QUEUE, [])
    return scene.words("form.plan_item.waiting", n=len(waiting), first=waiting[0]) if waiting else None


async def _save(scene: Scene, values: Values, key: str) -> Saved:
    home = homes(scene.scope).get(values["area"])
    if home is None:
        raise Refused
    told = Planned(
        area_id=home.area_id,
        fund_id=home.fund_id,
        for_year=values.get("for_year") or fiscal_year(scene.today),
        topic=int(values["topic"]),
        activity=values["activity"],
        owner=values.get("owner"),
        due_on=date.fromisoformat(values["due"]) if values.get("due") else None,
        budget_satang=values.get("budget"),
    )
    record, _ = await plans.add(scene.session, scene.now, told, scene.today, scene.person_id, key)
    plan = await plans.plan(scene.session, home.area_id, told.for_year)
    words = scene.words
    lines = [words("form.plan_item.saved", topic=told.topic, area=home.name, number=record.id)]
    if plan.complete:
        lines.append(words("plan.complete"))
    else:
        lines.append(words("plan.missing", numbers=", ".join(map(str, plan.missing))))
    return Saved("\n".join(lines), record.id, choices=_next(scene, values, plan.complete))


def _next(scene: Scene, values: Values, complete: bool) -> tuple[Choice, ...]:
    words = scene.words
    taps = []
    if values.get(QUEUE):
        label = words("plan.tap.next", n=len(values[QUEUE]))
        taps.append(Choice(label, Press(pack("ask", "plan.submit", next=1), said=label)))
    else:
        label = words("plan.tap.add")
        taps.append(Choice(label, Press(pack("ask", "plan.submit", add=1), said=label)))
    taps.append(Choice(words("plan.tap.check"), Say(words("plan.say.check"))))
    if complete:
        taps.append(Choice(words("plan.tap.send"), Say(words("plan.tap.send"))))
    return tuple(taps)


def _year_default(scene: Scene, values: Values) -> int:
    return fiscal_year(scene.today)


def _hidden(name: str) -> Field:
    return Field(name, lambda text, scene: None, offered=False, aside=True)


_YEAR = fields.year_field("for_year")

PLAN_ITEM = Form(
    NAME,
    version=1,
    fields=(
        Field("area", _read_area, _show_area, required=True, options=_areas, take=_take_area),
        Field("topic", _read_topic, _show_topic, required=True, options=_topics),
        Field("activity", _read_activity, required=True, free=True),
        fields.words_field("owner"),
        Field("due", _read_due, fields.show_day, picks_date=True),
        fields.money_field("budget"),
        Field("for_year", _YEAR.read, _YEAR.show, default=_year_default, offered=False),
        _hidden(LINES),
        _hidden(QUEUE),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.PLAN,
    settle=_settle,
    remark=_remark,
)
