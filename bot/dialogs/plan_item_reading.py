"""How the plan's form reads free words: whole lines, and its fields' own answers."""

from __future__ import annotations

from typing import Any

from bot.dialogs import fields
from bot.dialogs.form import Values
from bot.dialogs.plan_places import homes, named, usual
from bot.dialogs.scene import Scene
from bot.understanding import plans as reading
from bot.understanding.dates import first_date
from bot.understanding.hearing import hears
from bot.understanding.result import Understanding

LINES = "lines"
"""Lines that open with "plan ...", as typed, not yet looked at."""
QUEUE = "queue"
"""Those that wait until this one is saved."""
ASKS = ("plan.done", "plan.check", "plan.list", "plan.send", "work.explain")
"""What else is said of a plan: no activity."""
SHORT = 30
"""Letters of a message that may be about nothing but the topic."""


def prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """A line that opens with "plan ..." is an activity of its own; else only what is announced as such counts."""
    lines = [line for line in reading.read_lines(text) if _is_item(line, scene)]
    told: Values = {}
    if lines:
        return {LINES: lines}
    clauses = reading.read_clauses(text, scene.today)
    told["budget"] = clauses.budget_satang
    told["due"] = clauses.due.isoformat() if clauses.due else None
    topic = reading.named_topic(text) if len(text) <= SHORT else None
    told["topic"] = str(topic) if topic else None
    return {name: value for name, value in told.items() if value is not None}


def _is_item(line: str, scene: Scene) -> bool:
    return reading.read_item(line, _names(scene)) is not None and not any(hears(line, name) for name in ASKS)


def _names(scene: Scene) -> tuple[str, ...]:
    return tuple(name for home in homes(scene.scope).values() for name in (home.name, home.short))


def settle(values: Values, scene: Scene) -> Values:
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
    place, year = named(told.head if told else "", scene.scope), fields.told_year(line, scene.today)
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


def read_activity(text: str, scene: Scene) -> str | None:
    """Free words, without the "plan, topic 5" that some write before them."""
    told = reading.read_item(text, _names(scene))
    return fields.neutral(told.activity if told and told.activity else text, scene) or None


def read_topic(text: str, scene: Scene) -> str | None:
    """The topic's code of an answer: its number or its words."""
    found = reading.read_topic(text)
    return str(found) if found else None


def read_due(text: str, scene: Scene) -> str | None:
    """A day; a month means its last day."""
    span = first_date(text, scene.today, True)
    fits = span is not None and span.grain in ("day", "range", "month") and span.last is not None
    return span.last.isoformat() if fits and span is not None and span.last is not None else None
