"""Who met: zones, a fund or the whole province, within what the speaker looks after."""

from __future__ import annotations

from bot.dialogs.fields import named_fund
from bot.dialogs.form import Field, Option, Value, Values
from bot.dialogs.scene import Scene
from bot.services.areas import Place
from bot.understanding.hearing import hears
from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import squash

MOST_ZONES = 6


def zones_field() -> Field:
    """The areas that met, kept by their codes."""
    return Field(
        "zones", read_zones, show_zones, required=True, options=_options, take=_take, default=_default, offered=False
    )


def places(scene: Scene) -> dict[str, int]:
    """Every place that may have met, code → area id."""
    found = {place.code: place.id for place in (*scene.scope.roots, *scene.scope.zones)}
    return found | {fund.code: fund.area_id for fund in scene.scope.funds}


def read_zones(text: str, scene: Scene) -> list[str] | None:
    """The zones that a text names, with or without the word for zone; the whole province; or one fund."""
    named = named_zones(text, scene)
    if named:
        return named
    tops = [place.code for place in scene.scope.roots if place.kind not in ("zone", "fund")]
    if tops and hears(text, "whole_province"):
        return tops[:1]
    fund = named_fund(text, scene.scope.funds)
    return [fund.code] if fund else None


def named_zones(text: str, scene: Scene) -> list[str]:
    """The codes of the zones of the scope that stand in a text."""
    said = squash(text)
    return [zone.code for zone in scene.scope.zones if squash(zone.name) in said or said == squash(bare(zone))]


def bare(zone: Place) -> str:
    """A zone's name without the word for zone, as people say it to each other."""
    return next((zone.name.removeprefix(word) for word in _zone_words() if zone.name.startswith(word)), zone.name)


def show_zones(value: Value, scene: Scene) -> str:
    """The names of the areas that met."""
    names = {place.code: place.name for place in (*scene.scope.roots, *scene.scope.zones)}
    names |= {fund.code: fund.name for fund in scene.scope.funds}
    return ", ".join(names.get(code, code) for code in value)


def level_of(codes: list[str], scene: Scene) -> str:
    """Whose meeting it was, by its places."""
    kinds = {place.code: place.kind for place in (*scene.scope.roots, *scene.scope.zones)}
    if len(codes) > 1:
        return "province"
    kind = kinds.get(codes[0], "fund")
    return kind if kind in ("fund", "zone", "province", "region", "nation") else "zone"


def _options(scene: Scene, values: Values) -> list[Option]:
    zones = [Option(zone.code, zone.name) for zone in scene.scope.zones[:MOST_ZONES]]
    tops = [Option(place.code, place.name) for place in scene.scope.roots if place.kind != "zone"]
    return zones + tops[:1]


def _take(value: str, scene: Scene) -> list[str] | None:
    return [value] if value in places(scene) else None


def _default(scene: Scene, values: Values) -> list[str] | None:
    """The zone that the group is bound to, else the only place that this person looks after."""
    bound = [zone.code for zone in scene.scope.zones if zone.id == scene.zone_hint]
    funds = [fund.code for fund in scene.scope.funds if fund.id == scene.fund_hint]
    if bound or funds:
        return (bound or funds)[:1]
    roots = scene.scope.roots
    return [roots[0].code] if len(roots) == 1 and roots[0].kind in ("zone", "fund") else None


def _zone_words() -> tuple[str, ...]:
    return tuple(str(word) for word in lexicon("forms")["zone_words"])
