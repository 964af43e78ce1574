"""Whose plan it is: a fund's where one is named, else that of the area which the speaker looks after."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs.fields import named_fund
from bot.services.areas import Place
from bot.services.authority import Scope
from bot.services.funds import FundFacts
from bot.understanding.normalise import squash


@dataclass(frozen=True)
class Home:
    """An area that has a plan of its own: a fund, a zone, or whatever the speaker's role hangs on."""

    code: str
    area_id: int
    name: str
    short: str
    fund_id: int | None = None


def homes(scope: Scope) -> dict[str, Home]:
    """Every area of a scope that may have a plan, by code; wide ones first."""
    wide = [*(root for root in scope.roots if root.kind not in ("fund", "zone")), *scope.zones]
    found = {place.code: _of_place(place) for place in wide}
    return found | {fund.code: _of_fund(fund) for fund in scope.funds}


def named(text: str, scope: Scope) -> Home | None:
    """The area that a text names; a zone by its whole name, a fund by its tambon."""
    said = squash(text)
    every = homes(scope).values()
    wide = [home for home in every if home.fund_id is None and squash(home.name) in said]
    if wide:
        return wide[0] if len(wide) == 1 else None
    fund = named_fund(text, scope.funds)
    return _of_fund(fund) if fund else None


def usual(scope: Scope, zone_hint: int | None = None, fund_hint: int | None = None) -> Home | None:
    """The area that is meant where none is named: the group's own, else the one that the role hangs on."""
    every = homes(scope)
    ids = {home.area_id: home for home in every.values()}
    bound = scope.fund(fund_hint)
    if bound is not None:
        return every[bound.code]
    if zone_hint in ids:
        return ids[zone_hint]
    return ids.get(scope.roots[0].id) if len(scope.roots) == 1 else None


def by_area(scope: Scope, area_id: object) -> Home | None:
    """The area of an id, None outside the scope."""
    return next((home for home in homes(scope).values() if home.area_id == area_id), None)


def _of_place(place: Place) -> Home:
    return Home(place.code, place.id, place.name, place.name)


def _of_fund(fund: FundFacts) -> Home:
    return Home(fund.code, fund.area_id, fund.name, fund.tambon, fund.id)
