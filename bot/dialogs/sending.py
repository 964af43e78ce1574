"""What forms share that write to many at once: when it goes, whom it reaches, what it costs of the month's messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot import figures
from bot.delivery.ledger import Budget, budget_of
from bot.dialogs.fields import choice_field, worded
from bot.dialogs.form import Field, Value, Values
from bot.dialogs.scene import Scene
from bot.reminders import hours
from bot.services import areas, audience
from bot.services.areas import Place
from bot.services.audience import Recipient
from bot.understanding.announcing import read_when

TREE, BUDGETS = "tree", "budgets"
NOW, MORNING = "now", "morning"


async def load(scene: Scene) -> None:
    """Reads ahead the tree below the speaker and what is left of the month."""
    tree = await areas.subtree(scene.session, sorted(scene.scope.area_ids)) if scene.scope else {}
    month = f"{scene.today:%Y-%m}"
    scene.facts[TREE] = tree
    scene.facts[BUDGETS] = {
        channel: await budget_of(scene.session, channel, month) for channel in await audience.counted(scene.session)
    }


def place_of(values: Values, scene: Scene) -> Place | None:
    """The chosen place, where it lies in the speaker's scope."""
    return next((place for place in scene.facts[TREE].values() if place.code == values.get("area")), None)


def inside(place: Place, scene: Scene) -> frozenset[int]:
    """A place and all below it."""
    found, tree = {place.id}, scene.facts[TREE]
    for _ in range(len(tree)):
        more = {each.id for each in tree.values() if each.parent_id in found} - found
        if not more:
            break
        found |= more
    return frozenset(found)


def when_field(form: str) -> Field:
    """Asked outside the hours in which people may be written to: in the morning, or now all the same."""
    field = choice_field(
        form,
        "when",
        (MORNING, NOW),
        required=True,
        when=lambda values, scene: not hours.open_at(scene.now, scene.clock.zone),
    )
    return replace(worded(field, read_when), show=_show_when)


def _show_when(value: Value, scene: Scene) -> str:
    if value == NOW:
        return scene.words("sending.now")
    at = hours.opening(scene.now, scene.clock.zone).astimezone(scene.clock.zone)
    return scene.words("sending.at", day=figures.day(scene.words, at.date()), time=f"{at:%H.%M}")


def moment(values: Values, scene: Scene) -> datetime:
    """When it goes out."""
    if values.get("when") == MORNING:
        return hours.opening(scene.now, scene.clock.zone)
    return scene.now


def price(recipients: Iterable[Recipient]) -> dict[str, int]:
    """What each channel's month loses; a group whose readers nobody has counted is taken for one."""
    found: dict[str, int] = {}
    for each in recipients:
        cost = 1 if each.cost is None else each.cost
        if cost:
            found[each.chat.channel] = found.get(each.chat.channel, 0) + cost
    return found


def affordable(recipients: Sequence[Recipient], scene: Scene) -> bool:
    """Whether the month has room for it, without what is kept for urgent matters."""
    budgets: dict[str, Budget] = scene.facts[BUDGETS]
    return all(
        channel not in budgets or budgets[channel].left is None or cost <= (budgets[channel].left or 0)
        for channel, cost in price(recipients).items()
    )


def cost_line(recipients: Sequence[Recipient], scene: Scene) -> str:
    """What it costs, said before it goes."""
    costs, words = price(recipients), scene.words
    if not costs:
        return words("sending.free")
    budgets: list[Budget] = [scene.facts[BUDGETS][name] for name in costs if name in scene.facts[BUDGETS]]
    lefts = [budget.left for budget in budgets if budget.left is not None]
    cost = sum(costs.values())
    unsure = any(each.cost is None for each in recipients)
    said = words("sending.cost_at_least" if unsure else "sending.cost", n=f"{cost:,}")
    if not lefts:
        return said
    left = min(lefts)
    return said + " " + words("sending.left" if affordable(recipients, scene) else "sending.too_much", n=f"{left:,}")
