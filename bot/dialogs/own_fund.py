"""Which fund a volunteer speaks of: one of his own; another zone's is told to be that, never passed over in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogs.fields import fund_field, named_fund
from bot.dialogs.form import Field, Option, Value, Values
from bot.dialogs.scene import Scene
from bot.services import areas, funds
from bot.services.funds import FundFacts
from bot.understanding.normalise import normalise

EVERY = "funds"
NEAR = "near_funds"
"""Names in `Scene.facts`."""
ELSEWHERE = "own_fund.elsewhere"


async def load_funds(scene: Scene) -> None:
    """Reads ahead every fund, to tell another zone's from an unknown one, and those of the group's own zone."""
    scene.facts[EVERY] = await funds.all_funds(scene.session)
    if scene.zone_hint is not None:
        inside = await areas.subtree(scene.session, (scene.zone_hint,))
        scene.facts[NEAR] = [fund for fund in scene.scope.funds if fund.area_id in inside]


def spoken_fund(text: str, among: Sequence[FundFacts]) -> FundFacts | None:
    """The one of these funds that a text names, letter for letter or nearly; None for none or several."""
    said = normalise(text)
    found = [fund for fund in among if fund.tambon in said]
    found = [fund for fund in found if not any(fund.tambon in other.tambon for other in found if other is not fund)]
    if len(found) == 1:
        return found[0]
    return None if found else named_fund(text, among)


def pieces(text: str, among: Sequence[FundFacts]) -> list[tuple[FundFacts, str]]:
    """A message that names several funds, cut where each name begins; empty where it names fewer than two."""
    said = normalise(text)
    named = [(said.find(fund.tambon), fund) for fund in among if fund.tambon in said]
    places = sorted(named, key=lambda place: place[0])
    if len(places) < 2:
        return []
    ends = [start for start, _ in places[1:]] + [len(said)]
    return [(fund, said[start:end]) for (start, fund), end in zip(places, ends, strict=True)]


def meant_fund(text: str, scene: Scene) -> FundFacts | None:
    """The fund that a text names: one's own before any other's of the same name."""
    return spoken_fund(text, scene.scope.funds) or spoken_fund(text, scene.facts.get(EVERY, ()))


def own_fund_field(candidates: frozenset[str] | None = None) -> Field:
    """A fund of the speaker's scope, kept by its code. `candidates`: states of the funds that are offered first."""

    def read(text: str, scene: Scene) -> str | None:
        found = meant_fund(text, scene)
        return found.code if found else None

    def options(scene: Scene, values: Values) -> list[Option]:
        offered = scene.facts.get(NEAR) or scene.scope.funds
        first = [fund for fund in offered if candidates is not None and fund.status in candidates]
        return [Option(fund.code, fund.tambon) for fund in first or offered]

    def check(value: Value, values: Values, scene: Scene) -> str | None:
        return None if scene.scope.fund_by_code(value) else ELSEWHERE

    def default(scene: Scene, values: Values) -> str | None:
        bound = scene.scope.fund(scene.fund_hint)
        offered = options(scene, values) if candidates is not None else []
        own = [fund.code for fund in scene.scope.funds] if candidates is None else [one.value for one in offered]
        return bound.code if bound else own[0] if len(own) == 1 else None

    return replace(fund_field(), read=read, options=options, check=check, default=default)


def fund_of(values: Values, scene: Scene) -> FundFacts | None:
    """The chosen fund, None where none is chosen or it lies outside the scope by now."""
    return scene.scope.fund_by_code(values.get("fund"))
