"""An activity of the plan is done: named by its topic, read back, noted on a tap; and taken back as easily."""

from __future__ import annotations

from bot.chat import Choice, Press, Reply, Text, pack, say
from bot.dialogs.plan_places import by_area, named
from bot.handlers.context import Turn
from bot.handlers.parts import asked
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.services import authority, plans
from bot.services.authority import Deed, Scope
from bot.services.fiscal import fiscal_year
from bot.services.plans import DONE, OPEN, Item
from bot.understanding.plans import named_topic

INTENT = "plan.done"
ASK = "meant"
MOST = 6
LABEL = 18


async def handle(turn: Turn) -> Reply:
    """Finds the activity that is meant; nothing is noted before the person has said yes to it."""
    scope = await authority.scope(turn.session, turn.speaker, Deed.PLAN)
    if not scope or turn.speaker.person_id is None:
        return say(turn.words("form.not_yours"))
    number = asked.number(turn, "id")
    if number is not None:
        return await _one(turn, scope, number)
    if (refused := await named_elsewhere(turn, scope, known=True)) is not None:
        return refused
    open_ones = await _open(turn, scope)
    if not open_ones:
        return say(turn.words("plan.done.none"))
    if len(open_ones) == 1:
        return _sure(turn, open_ones[0])
    taps = tuple(
        Choice(_short(item.activity), Press(pack("ask", INTENT, id=item.record_id), said=_short(item.activity)))
        for item in open_ones[:MOST]
    )
    return say(turn.words("plan.done.which"), choices=taps)


async def _open(turn: Turn, scope: Scope) -> list[Item]:
    """What is still open of the topic, in the area that is named or anywhere the speaker plans."""
    text = turn.incoming.text
    home, topic = named(text, scope), named_topic(text)
    ids = [home.area_id] if home else list(scope.area_ids)
    found = await plans.items(turn.session, ids, fiscal_year(turn.today))
    return [item for item in found if not item.done and (topic is None or item.topic == topic)]


async def _one(turn: Turn, scope: Scope, record_id: int) -> Reply:
    """The activity of a tap or of our question: asked once more, or noted."""
    words, answer = turn.words, turn.slots.get(ASK)
    item = await plans.item(turn.session, record_id)
    if item is None or item.area_id not in scope.area_ids:
        return say(words("plan.done.none"))
    if turn.slots.get("undo"):
        await plans.set_state(turn.session, turn.clock.now(), record_id, OPEN, turn.speaker.person_id or 0)
        return say(words("plan.done.undone", activity=item.activity))
    if answer in (False, "no"):
        return say(words("plan.done.left"))
    if answer not in (True, "yes"):
        return _sure(turn, item)
    await plans.set_state(turn.session, turn.clock.now(), record_id, DONE, turn.speaker.person_id or 0)
    home = by_area(scope, item.area_id)
    check, undo = words("plan.tap.check"), words("plan.tap.undo")
    taps = (
        Choice(check, Press(pack("ask", "plan.check", a=item.area_id), said=check)),
        Choice(undo, Press(pack("ask", INTENT, id=record_id, undo=1), said=undo)),
    )
    told = words("plan.done.noted", activity=item.activity, area=home.name if home else "")
    return Reply((Text(told.strip()),), taps)


def _sure(turn: Turn, item: Item) -> Reply:
    words = turn.words
    turn.ask(INTENT, {"id": item.record_id}, ASK)
    taps = tuple(
        Choice(words(label), Press(pack("fill", ASK, meant=answer), said=words(label)))
        for answer, label in (("yes", "plan.tap.done"), ("no", "plan.tap.not_yet"))
    )
    return say(words("plan.done.sure", topic=item.topic, activity=item.activity), choices=taps)


def _short(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"
