"""plan.submit and whatever else is said of the six-topic plan: an activity, the check, the list, done, sent in."""

from __future__ import annotations

from typing import Any

from bot.chat import Reply
from bot.dialogs import filling, prompts
from bot.dialogs.draft import Draft
from bot.dialogs.plan_item import NAME, PLAN_ITEM
from bot.dialogs.plan_item_reading import QUEUE
from bot.handlers import forms, handbook, plan_check, plan_done, plan_send, talk
from bot.handlers.context import Turn
from bot.handlers.parts import form_scene
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.handlers.parts.hearing import hears
from bot.services import authority, funds
from bot.services.authority import Deed, Scope
from bot.understanding.plans import before_topic, named_topic, read_item

ITEM = "plan.item"


async def handle(turn: Turn) -> Reply:
    """What is wanted of the plan, by the words; most messages tell of an activity."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    text = turn.incoming.text
    for name, handler in (
        ("work.explain", handbook.handle),
        (plan_done.INTENT, plan_done.handle),
        (plan_check.CHECK, plan_check.check),
        (plan_check.LIST, plan_check.list_),
    ):
        if text and hears(turn, name):
            return await handler(turn)
    if text and hears(turn, plan_send.INTENT) and named_topic(text) is None:
        return await plan_send.handle(turn)
    return await item(turn)


async def item(turn: Turn) -> Reply:
    """Begins the form: with what was typed, or with the next of several lines that were typed together."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    scope = await authority.scope(turn.session, turn.speaker, Deed.PLAN)
    if (refused := await _elsewhere(turn, scope)) is not None:
        return refused
    slots = turn.slots
    if "next" in slots:
        return await _next(turn)
    if turn.incoming.text and form_scene.running_form(turn.memory) == NAME:
        return await _another(turn)
    topic = str(slots.get("t", ""))
    values = {"topic": topic} if topic in "123456" and topic else {}
    return await forms.start(turn, NAME, values)


async def _elsewhere(turn: Turn, scope: Scope) -> Reply | None:
    """Only a place before the activity says whose plan it is: a municipality to be visited may lie anywhere."""
    text = turn.incoming.text
    names = [fund.tambon for fund in await funds.all_funds(turn.session)]
    told = read_item(text, names) if text else None
    head = told.head if told and told.activity else text
    return await named_elsewhere(turn, scope, head) or await named_elsewhere(
        turn, scope, before_topic(text) if named_topic(text) else "", known=True
    )


async def _another(turn: Turn) -> Reply:
    """A further activity while one waits for its yes: it lines up behind that one, and neither is lost."""
    draft = Draft.load(turn.memory.draft)
    scene = await form_scene.scene_of(turn, PLAN_ITEM)
    told = PLAN_ITEM.prefill(turn.incoming.text, turn.understood, scene)
    if draft is None or not told:
        return await forms.start(turn, NAME)
    draft.values = {**draft.values, **told}
    filling.advance(PLAN_ITEM, draft, scene)
    turn.memory.draft = draft.dump()
    return prompts.present(PLAN_ITEM, draft, scene)


async def _next(turn: Turn) -> Reply:
    saved = turn.memory.saved
    lines: list[str] = saved["values"].get(QUEUE, []) if saved and saved["form"] == NAME else []
    values: dict[str, Any] = {QUEUE: lines[1:]} if lines[1:] else {}
    return await forms.start(turn, NAME, values, text=lines[0] if lines else "")
