"""Matching money of one party: came, approved, awaited or refused, for one fiscal year (domain.md U81 to U83, 3.4)."""

from __future__ import annotations

from datetime import date
from functools import partial

from bot import figures
from bot.chat import Choice, Press, pack
from bot.dialogs import fields
from bot.dialogs.form import Field, Form, Refused, Saved, Values
from bot.dialogs.own_fund import load_funds, meant_fund, own_fund_field
from bot.dialogs.scene import Scene
from bot.services import matching
from bot.services.authority import Deed
from bot.services.matching import PER_HEAD_SATANG, Told
from bot.understanding.amounts import read_amounts
from bot.understanding.matching import members_then, read_word
from bot.understanding.quantities import read_counts
from bot.understanding.result import Understanding

PARTIES = ("local", "state", "member")
OUTCOMES = ("received", "approved", "pending", "none")
PAID = ("received", "approved")


def _prefill(text: str, understood: Understanding | None, scene: Scene) -> Values:
    then = members_then(text)
    rest = then[1] if then else text
    sums = read_amounts(rest)
    people = [count.number for count in read_counts(rest) if count.unit == "people"]
    fund = meant_fund(text, scene)
    party, outcome = read_word("party", text), read_word("outcome", text)
    why = read_word("why", text)
    return {
        "fund": fund.code if fund else None,
        "party": party,
        "outcome": outcome or ("received" if party and sums else None),
        "amount": sums[0].baht * fields.SATANG if len(sums) == 1 else None,
        "persons": people[0] if len(people) == 1 else None,
        "then": then[0] if then else None,
        "year": fields.working_year(text, scene.today),
        "received": fields.read_day(text, scene) if outcome == "received" else None,
        "reason": scene.words(f"form.matching.why.{why}") if why else None,
    }


def _is_paid(values: Values, scene: Scene) -> bool:
    return values.get("outcome") in PAID


def _is_not(values: Values, scene: Scene) -> bool:
    return values.get("outcome") in ("none", "pending")


def _is_state(values: Values, scene: Scene) -> bool:
    return values.get("party") == "state" and _is_paid(values, scene)


def _remark(values: Values, scene: Scene) -> str | None:
    """A head times the rate is the sum, or the difference is shown and asked about (U83)."""
    persons, satang = values.get("persons"), values.get("amount")
    if values.get("party") != "state" or not persons or not satang:
        return None
    reckoned = persons * PER_HEAD_SATANG
    told = {"persons": f"{persons:,}", "sum": figures.number(reckoned)}
    if reckoned == satang:
        return scene.words("form.matching.fits", **told)
    return scene.words("form.matching.gap", **told, gap=figures.number(abs(satang - reckoned)))


async def _save(scene: Scene, values: Values, key: str) -> Saved:
    fund = scene.scope.fund_by_code(values["fund"])
    if fund is None:
        raise Refused
    told = Told(
        party=values["party"],
        outcome=values["outcome"],
        for_year=int(values["year"]),
        satang=values.get("amount"),
        persons=values.get("persons"),
        members_then=values.get("then"),
        received_on=date.fromisoformat(values["received"]) if values.get("received") else None,
        reason=values.get("reason"),
    )
    record = await matching.record_matching(scene.session, scene.now, fund, told, scene.person_id, key)
    words = scene.words
    label = words("form.matching.next")
    check = Choice(label, Press(pack("ask", "matching.check", fund=fund.code), said=label))
    return Saved(words("form.matching.saved", fund=fund.name, number=record.id), record.id, choices=(check,))


def _choice(name: str, codes: tuple[str, ...]) -> Field:
    return fields.worded(fields.choice_field("matching", name, codes, required=True), partial(read_word, name))


MATCHING = Form(
    "matching",
    version=1,
    fields=(
        own_fund_field(),
        fields.worded(fields.choice_field("matching", "party", PARTIES, required=True), partial(read_word, "party")),
        fields.worded(
            fields.choice_field("matching", "outcome", OUTCOMES, required=True), partial(read_word, "outcome")
        ),
        fields.money_field("amount", required=True, when=_is_paid),
        fields.number_field("persons", low=1, high=100_000, when=_is_paid),
        fields.day_field("received", when=lambda values, scene: values.get("outcome") == "received"),
        fields.year_field(running=True),
        fields.number_field("then", low=1, high=100_000, when=_is_state),
        fields.words_field("reason", when=_is_not),
    ),
    prefill=_prefill,
    save=_save,
    deed=Deed.FUND,
    load=load_funds,
    remark=_remark,
)
