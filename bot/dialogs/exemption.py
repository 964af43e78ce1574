"""The form `exemption`: a fund need not send something this year, because it has stopped or for another reason."""

from __future__ import annotations

from bot.dialogs.fields import told_year, words_field, year_field
from bot.dialogs.form import Form, Refused, Saved, Values
from bot.dialogs.obligation_field import obligation_field
from bot.dialogs.own_fund import fund_of, load_funds, meant_fund, own_fund_field
from bot.dialogs.scene import Scene
from bot.services import extensions
from bot.services.authority import Deed
from bot.services.submissions import ANNUAL_REPORT
from bot.understanding.deadline_words import read_obligation, read_reason
from bot.understanding.result import Understanding

NAME = "exemption"


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    fund = meant_fund(text, scene)
    found: Values = {
        "fund": fund.code if fund else None,
        "obligation": read_obligation(text),
        "year": told_year(text, scene.today),
        "reason": read_reason(text),
    }
    return {name: value for name, value in found.items() if value is not None}


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    fund = fund_of(values, scene)
    if fund is None:
        raise Refused
    year, words = int(values["year"]), scene.words
    record_id = await extensions.exempt(
        scene.session,
        scene.now,
        fund=fund,
        obligation=values["obligation"],
        year=year,
        reason=values.get("reason"),
        today=scene.today,
        person_id=scene.person_id,
        draft_key=draft_key,
    )
    what = words("nudge.what", what=words.of("obligation", values["obligation"]), year=year)
    return Saved(words("exemption.saved", fund=fund.name, what=what, receipt=record_id), record_id)


EXEMPTION = Form(
    NAME,
    version=1,
    fields=(
        own_fund_field(),
        obligation_field("fund", default=ANNUAL_REPORT),
        year_field(),
        words_field("reason"),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.DEADLINE,
    load=load_funds,
)
