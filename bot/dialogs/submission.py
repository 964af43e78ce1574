"""A report was sent in: which fund, for which fiscal year, on which day (domain.md U77, U109)."""

from __future__ import annotations

from datetime import date

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs.fields import day_field, fund_field, named_fund, read_day, told_year, year_field
from bot.dialogs.form import Form, Refused, Saved, Values
from bot.dialogs.scene import Scene
from bot.services import submissions
from bot.services.authority import Deed
from bot.services.fiscal import reported_year
from bot.services.submissions import ANNUAL_REPORT
from bot.understanding.result import Understanding

NAME = "submission"


async def _load(scene: Scene) -> None:
    """Who has sent already for the years that may be meant."""
    year = reported_year(scene.today)
    ids = [fund.id for fund in scene.scope.funds]
    scene.facts["sent"] = {
        of: await submissions.who_has(scene.session, ids, ANNUAL_REPORT, of) for of in (year, year + 1)
    }


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    """The fund, the year and the day that the words name; "this morning" is a day too."""
    found: Values = {}
    if (fund := named_fund(text, scene.scope.funds)) is not None:
        found["fund"] = fund.code
    if (year := told_year(text, scene.today)) is not None:
        found["year"] = year
    if (day := read_day(text, scene)) is not None:
        found["sent"] = day
    return found


def _remark(values: Values, scene: Scene) -> str | None:
    fund = scene.scope.fund_by_code(values.get("fund"))
    known = scene.facts["sent"].get(values.get("year"), {}).get(fund.id) if fund else None
    if known is None:
        return None
    return scene.words("submission.known", date=figures.day(scene.words, known.sent_on))


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    fund = scene.scope.fund_by_code(values["fund"])
    if fund is None:
        raise Refused
    year = int(values["year"])
    record_id, _ = await submissions.record(
        scene.session,
        scene.now,
        fund=fund,
        obligation=ANNUAL_REPORT,
        year=year,
        sent_on=date.fromisoformat(values["sent"]),
        person_id=scene.person_id,
        draft_key=draft_key,
    )
    words = scene.words
    label = words("tap.report.status")
    text = words("submission.saved", fund=fund.name, year=year, receipt=record_id)
    return Saved(text, record_id, choices=(Choice(label, Press(pack("ask", "report.status", y=year), said=label)),))


SUBMISSION = Form(
    NAME,
    version=1,
    fields=(
        fund_field(),
        year_field(),
        day_field("sent", default=lambda scene, values: scene.today.isoformat(), offered=False),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.REPORT,
    load=_load,
    remark=_remark,
)
