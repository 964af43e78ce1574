"""One activity of the six-topic action plan (domain.md S4-22, U87); several in one message come one after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat import Choice, Press, Say, pack
from bot.dialogs import fields
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.plan_item_reading import LINES, QUEUE, prefill, read_activity, read_due, read_topic, settle
from bot.dialogs.plan_places import homes, named
from bot.dialogs.scene import Scene
from bot.services import plans
from bot.services.authority import Deed
from bot.services.fiscal import fiscal_year
from bot.services.plans import TOPICS, Planned

NAME = "plan_item"
CODES = tuple(str(topic) for topic in TOPICS)


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


def _show_topic(value: Value, scene: Scene) -> str:
    return f"{value} {scene.words(f'plan.topic.{value}')}"


def _topics(scene: Scene, values: Values) -> Sequence[Option]:
    return [Option(code, f"{code} {scene.words(f'form.plan_item.topic.{code}')}") for code in CODES]


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
        Field("topic", read_topic, _show_topic, required=True, options=_topics),
        Field("activity", read_activity, required=True, free=True),
        fields.words_field("owner"),
        Field("due", read_due, fields.show_day, picks_date=True),
        fields.money_field("budget"),
        Field("for_year", _YEAR.read, _YEAR.show, default=_year_default, offered=False),
        _hidden(LINES),
        _hidden(QUEUE),
    ),
    prefill=prefill,
    save=_save,
    deed=Deed.PLAN,
    settle=settle,
    remark=_remark,
)
