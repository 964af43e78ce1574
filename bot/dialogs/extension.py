"""The form `extension`: somebody asks for longer; the province's secretary decides with one tap (domain.md U108)."""

from __future__ import annotations

from datetime import date, timedelta

from bot import figures
from bot.chat import Card, Choice, Notice, Press, Reply, Row, Section, pack
from bot.dialogs.fields import named_fund, neutral, show_day, words_field
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.scene import Scene
from bot.reminders import debts
from bot.reminders.policy import Debt
from bot.services import areas, authority, deadlines, extensions, funds, nudges, offices, people
from bot.services.authority import Deed
from bot.services.deadlines import Due
from bot.understanding.deadline_words import read_obligation, read_reason, read_until
from bot.understanding.normalise import squash
from bot.understanding.result import Understanding

NAME = "extension"
OWN, DUES, PLACES, TOLD = "own", "dues", "places", "told"
LONGEST = timedelta(days=120)
SOON = timedelta(days=45)
"""What is due later is offered only where nothing is due sooner: nobody asks for longer that early."""
MORE = (3, 7, 15)
"""Days that are offered on top."""
LABEL = 20
"""Letters that a tap of the smallest screen shows."""


def key(debt: Debt) -> str:
    """What a button calls a debt: its deadline and area."""
    return f"{debt.matter}-{debt.area_id}"


async def _load(scene: Scene) -> None:
    """What the speaker owes or looks after, and what he was reminded of last."""
    session = scene.session
    every = await debts.read(session, scene.today, scene.clock.zone, every=True)
    inside = [one for one in every if one.area_id in scene.scope.area_ids and not one.done and one.matter[0] == "d"]
    mine = [one for one in inside if scene.speaker.person_id in one.owners] or inside
    scene.facts[OWN] = {key(one): one for one in mine}
    scene.facts[DUES] = {each.id: each for each in await deadlines.standing(session)}
    names = {fund.area_id: fund.tambon for fund in await funds.all_funds(session)}
    for one in mine:
        if one.area_id not in names:
            names[one.area_id] = (await areas.place(session, one.area_id)).name
    scene.facts[PLACES] = names
    told = await nudges.last_told(session, scene.speaker.person_id, scene.now)
    scene.facts[TOLD] = [f"d{each.deadline_id}-{each.area_id}" for each in told if each.part in ("owner", "stand_in")]


def _due(debt: Debt, scene: Scene) -> Due:
    found: Due = scene.facts[DUES][int(debt.matter[1:])]
    return found


def _title(debt: Debt, scene: Scene) -> str:
    due, words = _due(debt, scene), scene.words
    what = words("nudge.what", what=words.of("obligation", due.obligation), year=due.year)
    return words("extension.matter", what=what, place=scene.facts[PLACES][debt.area_id])


def _own(value: object, scene: Scene) -> Debt | None:
    found: Debt | None = scene.facts[OWN].get(str(value))
    return found


def _show(value: Value, scene: Scene) -> str:
    debt = _own(value, scene)
    return _title(debt, scene) if debt else str(value)


def _options(scene: Scene, values: Values) -> list[Option]:
    first = sorted(_soon(scene).items(), key=lambda pair: (pair[0] not in scene.facts[TOLD], pair[1].due_on))
    return [Option(name, _label(debt, scene)) for name, debt in first]


def _soon(scene: Scene) -> dict[str, Debt]:
    """What is offered unasked; what is due later is heard where it is named."""
    own: dict[str, Debt] = scene.facts[OWN]
    return {name: one for name, one in own.items() if one.due_on <= scene.today + SOON} or own


def _label(debt: Debt, scene: Scene) -> str:
    what = scene.words.of("duty", _due(debt, scene).obligation)
    return f"{what} {scene.facts[PLACES][debt.area_id]}"[:LABEL]


def _read(text: str, scene: Scene) -> str | None:
    """The one debt that the words fit: by fund or area, by what is owed, or both; else what the last reminder said."""
    own: dict[str, Debt] = scene.facts[OWN]
    code, fund = read_obligation(text), named_fund(text, scene.scope.funds)
    said = squash(text)
    by_place = [name for name, one in own.items() if (fund and one.fund_id == fund.id)]
    by_place = by_place or [name for name, one in own.items() if squash(scene.facts[PLACES][one.area_id]) in said]
    by_code = [name for name, one in own.items() if code and _due(one, scene).obligation == code]
    both = [name for name in by_place if name in by_code]
    for found in (both, by_place if not code else [], by_code if not by_place else []):
        if len(found) == 1:
            return found[0]
    return None


def _default(scene: Scene, values: Values) -> str | None:
    told = [name for name in scene.facts[TOLD] if name in scene.facts[OWN]]
    if len(told) == 1:
        return str(told[0])
    own = list(_soon(scene))
    return own[0] if len(own) == 1 else None


def _unheard(text: str, scene: Scene) -> str | None:
    """What is named and is nothing that the speaker owes, so that he does not take what is offered for it."""
    code = read_obligation(text)
    if code is None or any(_due(one, scene).obligation == code for one in scene.facts[OWN].values()):
        return None
    owed = "\n".join(_title(one, scene) for one in _soon(scene).values())
    return scene.words("extension.not_owed", what=scene.words.of("obligation", code), owed=owed)


def _read_until(text: str, scene: Scene) -> str | None:
    days = {one.due_on for one in scene.facts[OWN].values()}
    usual = _own(_default(scene, {}), scene)
    due_on = usual.due_on if usual else days.pop() if len(days) == 1 else None
    found = read_until(text, None, scene.today, due_on)
    return found.isoformat() if found else None


def _days(scene: Scene, values: Values) -> list[Option]:
    """A few days, a week, two weeks more, by the day that they end on."""
    debt = _own(values.get("matter"), scene)
    start = max(debt.due_on if debt else scene.today, scene.today)
    ends = [start + timedelta(days=more) for more in MORE]
    return [Option(day.isoformat(), figures.day(scene.words, day)) for day in ends]


def _check(value: Value, values: Values, scene: Scene) -> str | None:
    debt, day = _own(values.get("matter"), scene), date.fromisoformat(str(value))
    if debt is not None and day <= debt.due_on:
        return "extension.fault.not_later"
    if day <= scene.today:
        return "deadline.fault.past"
    return "extension.fault.far" if day > (debt.due_on if debt else scene.today) + LONGEST else None


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    matter = _read(text, scene) or _default(scene, {})  # known first: the day is checked against it
    debt = _own(matter, scene)
    until = read_until(text, understood, scene.today, debt.due_on if debt else None)
    reason = read_reason(text)
    found: Values = {
        "matter": matter,
        "until": until.isoformat() if until else None,
        "reason": neutral(reason, scene) if reason else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _remark(values: Values, scene: Scene) -> str | None:
    debt = _own(values.get("matter"), scene)
    return scene.words("extension.remark", date=figures.day(scene.words, debt.due_on)) if debt else None


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    debt, words = _own(values["matter"], scene), scene.words
    if debt is None:
        raise Refused("extension.gone")
    due, until = _due(debt, scene), date.fromisoformat(values["until"])
    own = await authority.may(scene.session, scene.speaker, Deed.DEADLINE, due.area_id)
    asked = await extensions.ask(
        scene.session,
        scene.now,
        deadline_id=due.id,
        area_id=debt.area_id,
        fund_id=debt.fund_id,
        until=until,
        reason=values.get("reason"),
        person_id=scene.person_id,
        draft_key=draft_key,
        granted=own,
    )
    record_id, what, day = asked.record_id, _title(debt, scene), figures.day(words, until)
    if own:
        return Saved(words("extension.granted_now", what=what, date=day), record_id)
    notices = await _ask(scene, due, asked.id, what, day, values.get("reason"))
    key_ = "extension.asked" if notices else "extension.nobody"
    return Saved(words(key_, what=what, date=day), record_id, notices=tuple(notices))


async def _ask(scene: Scene, due: Due, number: int, what: str, day: str, reason: str | None) -> list[Notice]:
    """The request to everybody who may decide it, as a card whose taps stay when other messages come."""
    words = scene.words
    path = await areas.path(scene.session, due.area_id)
    rows = [Row(what), Row(day, words("form.extension.label.until"), strong=True)]
    if reason:
        rows.append(Row(reason, words("form.extension.label.reason")))
    taps = tuple(
        Choice(label, Press(pack("extend", act, str(number)), said=label))
        for act in ("yes", "no")
        if (label := words.of("extension.tap", act))
    )
    heading = words("extension.request", who=scene.speaker.name or words("code.somebody"))
    card = Card(heading, "", (Section(tuple(rows)),), words("extension.request_foot"), taps)
    told = []
    for office in await offices.held_in(scene.session, path, scene.today, _DECIDE):
        if (reached := await people.reach(scene.session, office.person_id)) is not None:
            cause = f"extension:{number}"
            told.append(Notice(reached.chat, Reply((card,)), cause, person_id=office.person_id))
    return told


_DECIDE = tuple(role for role, deeds in authority.ALLOWED.items() if Deed.DEADLINE in deeds)


EXTENSION = Form(
    NAME,
    version=1,
    fields=(
        Field(
            "matter",
            _read,
            _show,
            required=True,
            options=_options,
            take=lambda value, scene: value if _own(value, scene) else None,
            default=_default,
        ),
        Field("until", _read_until, show_day, required=True, options=_days, check=_check),
        words_field("reason"),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.REPORT,
    load=_load,
    remark=_remark,
    unheard=_unheard,
    in_groups=False,
)
