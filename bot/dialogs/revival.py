"""The form for a visit to a stopped fund: which one, what was found and done, when the next is (domain.md U85)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.chat import Choice, Press, pack
from bot.dialogs.fields import choice_field, day_field, neutral, number_field, words_field
from bot.dialogs.form import Field, Form, Refused, Saved, Values
from bot.dialogs.own_fund import fund_of, load_funds, meant_fund, own_fund_field
from bot.dialogs.scene import Scene
from bot.services import revivals
from bot.services.authority import Deed
from bot.services.revivals import OUTCOMES, RESTING, VisitTold
from bot.understanding.fund_news import without_health
from bot.understanding.result import Understanding
from bot.understanding.revival_words import read_outcome, read_visit

NAME = "revival"
NUMBERS = "visit_numbers"


async def _load(scene: Scene) -> None:
    await load_funds(scene)
    scene.facts[NUMBERS] = await revivals.next_numbers(scene.session)


def _kept(text: str, scene: Scene) -> str | None:
    """What was found and done, without anybody's health."""
    return without_health(neutral(text, scene), scene.words("diagnosis.left_out")) or None


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    fund = meant_fund(text, scene)
    visit = read_visit(text, scene.today, fund.tambon if fund else None)
    values: Values = {"fund": fund.code if fund else None}
    if visit is not None:
        values |= {"number": visit.number, "day": visit.day, "next_visit": visit.next_visit, "outcome": visit.outcome}
        values["found"] = _kept(visit.found, scene) if visit.found else None
    return {name: value for name, value in values.items() if value is not None}


def _settle(values: Values, scene: Scene) -> Values:
    """The number that follows where none is told; it follows the fund when that is changed."""
    fund = fund_of(values, scene)
    if fund is None:
        return values
    if values.get("number") is None or values.get("number") == values.get("counted"):
        values["number"] = values["counted"] = scene.facts.get(NUMBERS, {}).get(fund.id, 1)
    else:
        values.pop("counted", None)
    return values


def _remark(values: Values, scene: Scene) -> str | None:
    fund, words = fund_of(values, scene), scene.words
    if fund is None:
        return None
    lines = []
    if fund.status not in RESTING:
        lines.append(words("revival.remark.working", status=words.of("form.fund_state.status", fund.status)))
    following = scene.facts.get(NUMBERS, {}).get(fund.id)
    if following is not None and values.get("number") != following:
        lines.append(words("revival.remark.number", n=following))
    if values.get("outcome") == "ongoing" and fund.status in ("stopped", "weak"):
        lines.append(words("revival.remark.reviving"))
    if values.get("outcome") == "revived":
        lines.append(words("revival.remark.revived"))
    return "\n".join(lines) or None


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    fund, words = fund_of(values, scene), scene.words
    if fund is None:
        raise Refused("own_fund.elsewhere")
    following = values.get("next_visit")
    told = VisitTold(
        values["number"],
        date.fromisoformat(values["day"]),
        values.get("found"),
        date.fromisoformat(following) if following else None,
        values["outcome"],
    )
    record, _ = await revivals.visit(scene.session, scene.now, fund.id, told, scene.person_id, draft_key)
    text = words.of("revival.saved", told.outcome, fund=fund.name, n=told.number, number=record.id)
    label = words("revival.tap.list")
    return Saved(text, record.id, choices=(Choice(label, Press(pack("ask", "revival.list"), said=label)),))


def _outcome(text: str, scene: Scene) -> str | None:
    labels = {re.sub(r"\s", "", scene.words.of(f"form.{NAME}.outcome", code)): code for code in OUTCOMES}
    return labels.get(re.sub(r"\s", "", text)) or read_outcome(text)


def _nothing(text: str, scene: Scene) -> None:
    return None


REVIVAL = Form(
    NAME,
    version=1,
    fields=(
        own_fund_field(RESTING),
        number_field("number", 1, 99, offered=False),
        day_field("day", default=lambda scene, values: scene.today.isoformat(), offered=False),
        replace(words_field("found"), read=_kept),
        day_field("next_visit", ahead=True),
        replace(
            choice_field(NAME, "outcome", OUTCOMES, default=lambda scene, values: "ongoing", offered=False),
            read=_outcome,
        ),
        Field("counted", _nothing, aside=True, offered=False),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.FUND,
    needs=frozenset({"revival.log"}),
    load=_load,
    settle=_settle,
    remark=_remark,
)
