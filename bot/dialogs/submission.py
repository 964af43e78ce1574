"""Something owed was sent in: what, by whom, for which fiscal year, on which day (domain.md U77, U109).

After a reminder what it asked for is taken as meant, unless the words say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs.fields import day_field, fund_field, named_fund, read_day, told_year, year_field
from bot.dialogs.form import Field, Form, Option, Refused, Saved, Value, Values
from bot.dialogs.obligation_field import obligation_field
from bot.dialogs.scene import Scene
from bot.services import nudges, submissions
from bot.services.areas import Place
from bot.services.authority import Deed
from bot.services.nudges import Told
from bot.services.obligations import template
from bot.services.submissions import ANNUAL_REPORT
from bot.understanding.amounts import read_amounts
from bot.understanding.deadline_words import read_obligation
from bot.understanding.normalise import squash
from bot.understanding.result import Understanding

NAME = "submission"
SENT, TOLD = "sent", "told"


async def _load(scene: Scene) -> None:
    """What was sent already, and what the speaker was reminded of last."""
    scene.facts[SENT] = await submissions.days(scene.session, scene.scope.area_ids)
    told = await nudges.last_told(scene.session, scene.speaker.person_id, scene.now)
    own = [one for one in told if one.part in ("owner", "stand_in")]
    scene.facts[TOLD] = [one for one in own if one.area_id in scene.scope.area_ids and not _in(one, scene)]


def _in(one: Told, scene: Scene) -> bool:
    return (one.obligation, one.year, one.area_id) in scene.facts[SENT]


def _level(values: Values) -> str:
    line = template().get(str(values.get("obligation", ANNUAL_REPORT)))
    return line.level if line else "fund"


def _reminded(scene: Scene, values: Values) -> list[Told]:
    """The lines of the last reminder that may be meant beside what was said."""
    code = values.get("obligation")
    return [one for one in scene.facts[TOLD] if code in (None, one.obligation)]


def _obligation(scene: Scene, values: Values) -> str:
    codes = {one.obligation for one in _reminded(scene, values)}
    return codes.pop() if len(codes) == 1 else ANNUAL_REPORT


def _fund(scene: Scene, values: Values) -> str | None:
    told = {one.fund_id for one in _reminded(scene, values) if one.fund_id is not None}
    found = scene.scope.fund(told.pop()) if len(told) == 1 else None
    usual = _FUND.default(scene, values) if _FUND.default else None
    return found.code if found else usual


def _year(scene: Scene, values: Values) -> int | None:
    years = {one.year for one in _reminded(scene, values)}
    line = template().get(str(values.get("obligation")))
    return years.pop() if len(years) == 1 else line.year_of(scene.today) if line else None


def _nodes(scene: Scene, values: Values) -> Sequence[Place]:
    """The zones or provinces that may have sent it."""
    level = _level(values)
    return scene.scope.zones if level == "zone" else [each for each in scene.scope.roots if each.kind == level]


def _read_area(text: str, scene: Scene) -> str | None:
    said = squash(text)
    found = [each.code for each in (*scene.scope.zones, *scene.scope.roots) if squash(each.name) in said]
    return found[0] if len(set(found)) == 1 else None


def _area(scene: Scene, values: Values) -> str | None:
    told = {one.area_id for one in _reminded(scene, values)}
    nodes = _nodes(scene, values)
    fit = [each.code for each in nodes if each.id in told] or [each.code for each in nodes]
    return fit[0] if len(fit) == 1 else None


def _show_area(value: Value, scene: Scene) -> str:
    return next((each.name for each in (*scene.scope.zones, *scene.scope.roots) if each.code == value), str(value))


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """What the words name; "this morning" is a day too."""
    fund = named_fund(text, scene.scope.funds)
    found: Values = {
        "obligation": read_obligation(text),
        "fund": fund.code if fund else None,
        "area": _read_area(text, scene),
        "year": told_year(text, scene.today),
        "sent": read_day(text, scene),
    }
    return {name: value for name, value in found.items() if value is not None}


def _who(values: Values, scene: Scene) -> tuple[int, int | None, str] | None:
    """Who has sent: area, fund, name; None where it lies outside the speaker's scope."""
    if _level(values) == "fund":
        fund = scene.scope.fund_by_code(values.get("fund"))
        return (fund.area_id, fund.id, fund.name) if fund else None
    node = next((each for each in _nodes(scene, values) if each.code == values.get("area")), None)
    return (node.id, None, node.name) if node else None


def _remark(values: Values, scene: Scene) -> str | None:
    who = _who(values, scene)
    known = scene.facts[SENT].get((values.get("obligation"), values.get("year"), who[0])) if who else None
    return scene.words("submission.known", date=figures.day(scene.words, known)) if known else None


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    who = _who(values, scene)
    if who is None:
        raise Refused
    area_id, fund_id, name = who
    year, code, words = int(values["year"]), str(values["obligation"]), scene.words
    record_id, _ = await submissions.note(
        scene.session,
        scene.now,
        area_id=area_id,
        fund_id=fund_id,
        obligation=code,
        year=year,
        sent_on=date.fromisoformat(values["sent"]),
        person_id=scene.person_id,
        draft_key=draft_key,
    )
    text = words("submission.saved", fund=name, what=words.of("obligation", code), year=year, receipt=record_id)
    if code != ANNUAL_REPORT:
        label = words("deadline.tap.list")
        return Saved(text, record_id, choices=(Choice(label, Press(pack("ask", "deadline.list"), said=label)),))
    label = words("tap.report.status")
    return Saved(text, record_id, choices=(Choice(label, Press(pack("ask", "report.status", y=year), said=label)),))


def _upgrade(version: int, values: Values) -> Values:
    return {"obligation": ANNUAL_REPORT, **values}


_FUND = fund_field()


def _unheard(text: str, scene: Scene) -> str | None:
    """Sums that are told along: this record notes that the report was sent, and not what stands in it."""
    return scene.words("form.submission.sums_elsewhere") if read_amounts(text) else None


SUBMISSION = Form(
    NAME,
    version=2,
    fields=(
        replace(obligation_field(), default=_obligation),
        replace(_FUND, default=_fund, when=lambda values, scene: _level(values) == "fund"),
        Field(
            "area",
            _read_area,
            _show_area,
            required=True,
            options=lambda scene, values: [Option(each.code, each.name) for each in _nodes(scene, values)],
            default=_area,
            when=lambda values, scene: _level(values) != "fund",
        ),
        replace(year_field(), default=_year),
        day_field("sent", default=lambda scene, values: scene.today.isoformat(), offered=False),
    ),
    prefill=_prefill,
    save=_save,
    unheard=_unheard,
    deed=Deed.REPORT,
    load=_load,
    remark=_remark,
    upgrade=_upgrade,
    photos=True,
)
