"""Is the plan complete? The card of an area's six topics (domain.md U88), and the list of its activities."""

from __future__ import annotations

from bot.chat import Card, Choice, Press, Reply, pack, say
from bot.dialogs.fields import told_year
from bot.dialogs.plan_card import completeness, listing
from bot.dialogs.plan_places import by_area, named
from bot.handlers.context import Turn
from bot.handlers.parts import seeing
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.services import authority, plans
from bot.services.areas import Place
from bot.services.authority import Deed, Scope
from bot.services.fiscal import fiscal_year
from bot.services.plans import Plan

CHECK = "plan.check"
LIST = "plan.list"
MOST_AREAS = 3
MOST_MISSING = 3
MOST_BELOW = 24
"""Lines of other areas in one card."""


async def check(turn: Turn) -> Reply:
    """Each topic with its activities or without; beside it how far the funds of a zone are."""
    found = await _plans(turn)
    if isinstance(found, Reply):
        return found
    cards: list[Card] = []
    for place, scope, plan in found:
        cards.append(completeness(turn.words, _name(place, scope), plan, await _below(turn, place, scope, plan.year)))
    return Reply(tuple(cards), await _taps(turn, found[0][2], found[0][0]))


async def list_(turn: Turn) -> Reply:
    """The activities themselves."""
    found = await _plans(turn)
    if isinstance(found, Reply):
        return found
    cards = [listing(turn.words, _name(place, scope), plan) for place, scope, plan in found if plan.items]
    taps = await _taps(turn, found[0][2], found[0][0])
    if not cards:
        place, scope, plan = found[0]
        return say(turn.words("plan.empty", area=_name(place, scope), year=plan.year), choices=taps)
    return Reply(tuple(cards), taps)


async def _plans(turn: Turn) -> list[tuple[Place, Scope, Plan]] | Reply:
    """The areas that are asked about, as far as the speaker may see them here, with their plans."""
    every = await authority.scope(turn.session, turn.speaker, Deed.SEE)
    if (refused := await named_elsewhere(turn, every, known=True)) is not None:
        return refused
    home = named(turn.incoming.text, every) if turn.incoming.text else None
    asked = home.area_id if home else turn.slots.get("a")
    seen = await seeing.where(turn, int(asked) if asked is not None and str(asked).isdigit() else None)
    if isinstance(seen, Reply):
        return seen
    year = told_year(turn.incoming.text, turn.today) or fiscal_year(turn.today)
    return [(place, seen.scope, await plans.plan(turn.session, place.id, year)) for place in seen.tops[:MOST_AREAS]]


def _name(place: Place, scope: Scope) -> str:
    home = by_area(scope, place.id)
    return home.name if home else place.name


async def _below(turn: Turn, place: Place, scope: Scope, year: int) -> list[tuple[str, int]]:
    """The funds of a zone, or the zones of a wider area, with how many topics each has."""
    lower = [(fund.tambon, fund.area_id) for fund in scope.funds]
    if place.kind != "zone":
        lower = [(zone.name, zone.id) for zone in scope.zones if place.kind != "fund"]
    lower = lower[:MOST_BELOW]
    found = await plans.items(turn.session, [area_id for _, area_id in lower], year)
    return [(name, plans.topics_with(found, area_id)) for name, area_id in lower]


async def _taps(turn: Turn, plan: Plan, place: Place) -> tuple[Choice, ...]:
    """What comes next for whoever may plan here: the missing topics, or sending it in."""
    if not await authority.may(turn.session, turn.speaker, Deed.PLAN, place.id):
        return ()
    words = turn.words
    if plan.complete:
        label = words("plan.tap.send")
        return (Choice(label, Press(pack("ask", "plan.send", a=place.id), said=label)),)
    return tuple(
        Choice(label := words("plan.tap.topic", n=topic), Press(pack("ask", "plan.submit", t=topic), said=label))
        for topic in plan.missing[:MOST_MISSING]
    )
