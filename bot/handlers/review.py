"""audit.log: the verification form, its autocorrect twin asked about, and how far the verification is."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.chat import Choice, Press, Reply, pack, say
from bot.dialogs.fields import named_fund
from bot.dialogs.review import NAME
from bot.handlers import forms, handbook, talk
from bot.handlers.context import Turn
from bot.handlers.parts.elsewhere import named_elsewhere
from bot.handlers.parts.hearing import hears
from bot.handlers.parts.starters import starters
from bot.handlers.review_state import STATE
from bot.handlers.review_state import handle as state
from bot.services import authority, funds
from bot.services.authority import Deed

TWIN = "review.twin"


async def handle(turn: Turn) -> Reply:
    """Begins the form with what the message tells; a next fund comes with what was told of all (see review.py)."""
    if not turn.speaker.roles and not turn.in_group:
        return await talk.later(turn)
    if turn.incoming.text and hears(turn, "work.explain"):
        return await handbook.handle(turn)
    if turn.incoming.text and hears(turn, STATE):
        return await state(turn)
    return await _begin(turn, turn.incoming.text)


async def twin(turn: Turn) -> Reply:
    """ "Asked the fund, done": most likely a verification (domain.md U79); asked before anything begins."""
    slots = turn.slots
    if "meant" in slots:
        if slots["meant"] in (True, "yes"):
            return await _begin(turn, str(slots.get("said", "")))
        return say(turn.words("review.not_meant"), choices=starters(turn))
    if not turn.speaker.roles:
        return await talk.acknowledge(turn)
    text, words = turn.incoming.text, turn.words
    fund = named_fund(text, await funds.all_funds(turn.session))
    turn.ask(TWIN, {"said": text}, "meant")
    taps = tuple(
        Choice(words(label), Press(pack("fill", "meant", meant=value), said=words(label)))
        for label, value in (("form.yes", "yes"), ("form.no", "no"))
    )
    asked = words("review.meant", fund=fund.tambon) if fund else words("review.meant_some")
    return say(asked, choices=taps)


async def _begin(turn: Turn, text: str) -> Reply:
    scope = await authority.scope(turn.session, turn.speaker, Deed.REVIEW)
    if not scope and turn.speaker.officer_of:
        label = turn.words("review.tap.tell")
        tell = Choice(label, Press(pack("ask", "human.handoff"), said=label))
        return say(turn.words("review.own_fund"), choices=(tell,))
    if (refused := await named_elsewhere(turn, scope, text)) is not None:
        return refused
    carried, slots = _carried(turn, scope), turn.slots
    return await forms.start(turn, NAME, carried, text="" if "of" in slots else text)


def _carried(turn: Turn, scope: authority.Scope) -> dict[str, Any]:
    """What a tap on "the next fund" brings along: the day, how many, and the funds that were named."""
    slots = turn.slots
    if "of" not in slots:
        return {}
    ids = [int(one) for one in str(slots.get("f", "")).split("-") if one.isdigit()]
    values: dict[str, Any] = {"day": _day(slots.get("d")), "of": _number(slots["of"]), "nth": _number(slots.get("n"))}
    fund = scope.fund(ids[0]) if ids else None
    if fund is not None:
        values |= {"fund": fund.code, "rest": "-".join(map(str, ids[1:])) or None}
    if slots.get("a"):
        values |= {"alike": True, "result": slots.get("r")}
    return {name: value for name, value in values.items() if value is not None}


def _number(value: object) -> int | None:
    return int(str(value)) if str(value).isdigit() else None


def _day(value: object) -> str | None:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None
