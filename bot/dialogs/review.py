"""The verification of a fund's books (domain.md S3-06, U78): result, what was found, what was seen.

Several funds in one message become one record each: the same day, and what is said of all of them, go on to the next.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs import fields
from bot.dialogs.form import Field, Form, Refused, Saved, Value, Values
from bot.dialogs.review_reading import (
    document_options,
    prefill,
    read_documents,
    read_result,
    show_difference,
    show_documents,
    take_document,
)
from bot.dialogs.scene import Scene
from bot.services import reviews
from bot.services.authority import Deed
from bot.services.fiscal import reported_year
from bot.services.reviews import PENDING, RESULTS, Standing, Verified
from bot.understanding import reviews as reading

NAME = "review"
STANDING = "standing"
MOST_CARRIED = 64
"""Bytes of a button."""


async def _load(scene: Scene) -> None:
    """What stands for each fund already, so that a second record of it is no surprise."""
    year = reported_year(scene.today)
    scene.facts[STANDING] = await reviews.standing(scene.session, [fund.id for fund in scene.scope.funds], year)


def _not_ones_own(value: Value, values: Values, scene: Scene) -> str | None:
    """Nobody verifies the books of a fund whose officer he is."""
    fund = scene.scope.fund_by_code(value)
    return "form.review.fault.own" if fund is not None and fund.id in scene.speaker.officer_of else None


def _how_many(values: Values) -> int:
    """How many funds the message told of: said as a number, or named."""
    return max(values.get("of") or 1, values.get("named") or 1)


def _remark(values: Values, scene: Scene) -> str | None:
    """What the person should know: that following up is not done, and what stands already."""
    lines = [scene.words("form.review.only_followed")] if values.get("result") == PENDING else []
    fund = scene.scope.fund_by_code(values.get("fund"))
    stands: Standing | None = scene.facts.get(STANDING, {}).get(fund.id) if fund else None
    if stands is not None and values.get("for_year") == reported_year(scene.today):
        shown = scene.words(f"form.review.result.{stands.result}")
        lines.append(scene.words("form.review.stands", result=shown, day=figures.day(scene.words, stands.done_on)))
    if (of := _how_many(values)) > 1:
        lines.append(scene.words("form.review.of_several", nth=values.get("nth", 1), of=of))
    return "\n".join(lines) or None


async def _save(scene: Scene, values: Values, draft_key: str) -> Saved:
    fund = scene.scope.fund_by_code(values["fund"])
    if fund is None:
        raise Refused
    if _not_ones_own(values["fund"], values, scene):
        raise Refused("form.review.fault.own")
    told = Verified(
        fund=fund,
        done_on=date.fromisoformat(values["day"]),
        result=values["result"],
        for_year=values.get("for_year") or reported_year(scene.today),
        reviewers=values.get("reviewers"),
        documents=tuple(values.get("documents", ())),
        members=values.get("members"),
        balance_satang=values.get("balance"),
        difference_satang=values.get("difference"),
        findings=values.get("findings"),
        fix_by=date.fromisoformat(values["fix_by"]) if values.get("fix_by") else None,
    )
    record, _ = await reviews.enter(scene.session, scene.now, told, scene.person_id, draft_key)
    words = scene.words
    key = "form.review.followed" if told.result == PENDING else "form.review.saved"
    shown = words(f"form.review.result.{told.result}")
    text = words(key, fund=fund.name, result=shown, number=record.id)
    done, of = values.get("nth", 1), _how_many(values)
    if done < of:
        text += "\n" + words("form.review.done_so_far", done=done, of=of)
    return Saved(text, record.id, choices=_next(scene, values, done, of))


def _next(scene: Scene, values: Values, done: int, of: int) -> tuple[Choice, ...]:
    """The next fund of the same message, or how far the zone is."""
    words = scene.words
    if done >= of:
        label = words("review.tap.state")
        return (Choice(label, Press(pack("ask", "review.state"), said=label)),)
    carried = {"d": values["day"], "of": of, "n": done + 1}
    if values.get("alike"):
        carried |= {"a": 1, "r": values["result"]}
    data = pack("ask", "audit.log", **carried)
    if (rest := values.get("rest")) and len(data) + len(f"&f={rest}") <= MOST_CARRIED:
        data = pack("ask", "audit.log", **carried, f=rest)
    label = words("review.tap.next", nth=done + 1, of=of)
    return (Choice(label, Press(data, said=label)),)


def _carried(name: str) -> Field:
    """What only goes on to the next fund: never asked, never shown."""
    return Field(name, lambda text, scene: None, offered=False, aside=True)


REVIEW = Form(
    NAME,
    version=1,
    fields=(
        replace(fields.fund_field(), check=_not_ones_own),
        fields.day_field("day", required=True),
        replace(fields.choice_field(NAME, "result", RESULTS, required=True), read=read_result),
        fields.year_field("for_year"),
        fields.words_field("findings"),
        fields.day_field("fix_by", ahead=True, when=lambda values, scene: values.get("result") != "passed"),
        fields.words_field("reviewers"),
        Field(
            "documents",
            read_documents,
            show_documents,
            many=True,
            options=document_options,
            take=take_document,
        ),
        fields.number_field("members", high=100_000),
        fields.money_field("balance"),
        Field("difference", lambda text, scene: reading.read_difference(text), show_difference),
        *(_carried(name) for name in ("of", "named", "nth", "rest", "alike")),
    ),
    prefill=prefill,
    save=_save,
    deed=Deed.REVIEW,
    load=_load,
    remark=_remark,
    photos=True,
)
