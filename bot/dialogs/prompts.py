"""What a form says: the question with its taps, the card that is read back, the list of what may be changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.chat import Card, Choice, PickDate, Press, Reply, Row, Section, Text, pack
from bot.dialogs.draft import Draft
from bot.dialogs.filling import open_details
from bot.dialogs.form import Field, Form
from bot.dialogs.scene import Scene

MOST_OPTIONS = 8
MOST_FIXES = 11
PICKER_YEARS = 2


def present(form: Form, draft: Draft, scene: Scene, *, fault: str | None = None, lead: str = "") -> Reply:
    """What the draft now stands at; `fault` is the key of what was wrong, `lead` a line said before."""
    lines = [line for line in (lead, scene.words(fault) if fault else "") if line]
    if draft.stage == "cancelling":
        return _cancelling(form, draft, scene, lines)
    if draft.stage == "fixing":
        return _fixing(form, draft, scene, lines)
    field = form.field(draft.ask) if draft.stage == "asking" else None
    if field is not None:
        return question(form, draft, field, scene, lines)
    return card(form, draft, scene, lines)


def question(form: Form, draft: Draft, field: Field, scene: Scene, lines: Iterable[str] = ()) -> Reply:
    """The question for one field, with what may be tapped instead of typed."""
    words = scene.words
    hint = [words("form.in_group")] if scene.in_group and field.free else []
    text = "\n".join([*lines, ask_words(form, field, scene), *hint])
    taps = [
        Choice(option.label, Press(pack("f", draft.id, "set", field.name, option.value), said=option.label))
        for option in field.options(scene, draft.values)[:MOST_OPTIONS]
    ]
    if field.picks_date:
        taps += _days(draft, field, scene)
    if not field.required or field.name in draft.values or field.blank is not None:
        label = words("form.tap.skip")
        taps.append(_tap(draft, label, "skip"))
    if draft.walking:
        taps.append(_tap(draft, words("form.tap.done"), "done"))
    if len(draft.trail) > 1:
        taps.append(_tap(draft, words("form.tap.back"), "back"))
    taps.append(_tap(draft, words("form.tap.cancel"), "no"))
    return Reply((Text(text),), tuple(taps))


def card(form: Form, draft: Draft, scene: Scene, lines: Iterable[str] = ()) -> Reply:
    """All that will be saved, read back before it is (domain.md 0.2 rule 4)."""
    words = scene.words
    rows = tuple(
        Row(field.show(draft.values[field.name], scene), label_words(form, field, scene))
        for field in form.fields
        if field.name in draft.values and not field.aside
    )
    buttons = [_tap(draft, words("form.tap.ok"), "ok"), _tap(draft, words("form.tap.fix"), "fix")]
    if open_details(form, draft, scene):
        buttons.append(_tap(draft, words("form.tap.more"), "more"))
    buttons.append(_tap(draft, words("form.tap.cancel"), "no"))
    remark = form.remark(draft.values, scene) if form.remark else None
    sections = [Section(rows)] + ([Section((Row(remark, strong=True),))] if remark else [])
    title = words(f"form.{form.name}.title")
    read_back = Card(title, "", tuple(sections), words("form.card.foot"), tuple(buttons), tone="calm")
    text = "\n".join(lines)
    return Reply((Text(text), read_back) if text else (read_back,))


def ask_words(form: Form, field: Field, scene: Scene) -> str:
    """The question for a field: its own words, or the catalogue's."""
    return field.prompt(scene) if field.prompt else scene.words(f"form.{form.name}.ask.{field.name}")


def label_words(form: Form, field: Field, scene: Scene) -> str:
    """What a field is called: its own words, or the catalogue's."""
    return field.label(scene) if field.label else scene.words(f"form.{form.name}.label.{field.name}")


def waiting(form: Form, draft: Draft, scene: Scene) -> tuple[str, Choice]:
    """The line and the tap that remind of a draft after something else was answered."""
    line = scene.words("form.waiting", title=scene.words(f"form.{form.name}.title"))
    return line, _tap(draft, scene.words("form.tap.go_on"), "keep")


def _fixing(form: Form, draft: Draft, scene: Scene, lines: list[str]) -> Reply:
    """The fields by their names, filled ones first; typing the change works as well."""
    words = scene.words
    named = [field for field in form.fields if field.name in draft.values and not field.aside]
    named += [
        field for field in form.fields if field.name not in draft.values and field in open_details(form, draft, scene)
    ]
    taps = [
        Choice(label, Press(pack("f", draft.id, "fix", field.name), said=label))
        for field in named[:MOST_FIXES]
        if (label := label_words(form, field, scene))
    ]
    taps.append(_tap(draft, words("form.tap.cancel"), "no"))
    return Reply((Text("\n".join([*lines, words("form.what_to_fix")])),), tuple(taps))


def _cancelling(form: Form, draft: Draft, scene: Scene, lines: list[str]) -> Reply:
    words = scene.words
    taps = (_tap(draft, words("form.tap.drop"), "drop"), _tap(draft, words("form.tap.keep"), "keep"))
    asked = words("form.really_cancel", title=words(f"form.{form.name}.title"))
    return Reply((Text("\n".join([*lines, asked])),), taps)


def _days(draft: Draft, field: Field, scene: Scene) -> list[Choice]:
    today, words = scene.today, scene.words
    taps = [_day(draft, field, today, words("button.today"))]
    taps.append(_day(draft, field, today - timedelta(days=1), words("button.yesterday")))
    picker = PickDate(pack("f", draft.id, "pick", field.name), today, _years(today, -PICKER_YEARS), _years(today, 1))
    return [*taps, Choice(words("button.pick_date"), picker)]


def _day(draft: Draft, field: Field, day: date, label: str) -> Choice:
    return Choice(label, Press(pack("f", draft.id, "pick", field.name, day.isoformat()), said=label))


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _tap(draft: Draft, label: str, act: str) -> Choice:
    return Choice(label, Press(pack("f", draft.id, act), said=label))
