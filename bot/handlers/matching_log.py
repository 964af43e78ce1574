"""Matching money and targets told by chat: the forms, begun with what the message tells."""

from __future__ import annotations

from bot import figures
from bot.chat import Card, Choice, Press, Reply, Row, Section, pack, say
from bot.handlers import forms
from bot.handlers.context import Turn
from bot.handlers.parts import seeing
from bot.services import targets
from bot.services.fiscal import fiscal_year
from bot.services.targets import Progress

TARGET = "target.set"
PROGRESS = "target.progress"


async def set_target(turn: Turn) -> Reply:
    """Begins the target's form."""
    return await forms.start(turn, "target")


async def progress(turn: Turn) -> Reply:
    """How far the targets of this fiscal year are, with bars."""
    seen = await seeing.where(turn)
    if isinstance(seen, Reply):
        return seen
    year, words = fiscal_year(turn.today), turn.words
    rows: list[Row] = []
    for place in seen.tops:
        rows += [_row(turn, one) for one in await targets.progress(turn.session, place.id, year)]
    if not rows:
        label = words("target.set")
        tap = Choice(label, Press(pack("ask", TARGET), said=label))
        return say(words("target.none", place=seen.name, year=year), choices=(tap,))
    foot = words("target.foot", day=figures.day(words, turn.today))
    return Reply((Card(words("target.title", place=seen.name, year=year), "", (Section(tuple(rows)),), foot),))


def _row(turn: Turn, one: Progress) -> Row:
    words = turn.words
    label = words.of("form.target.metric", one.metric)
    if one.reached is None:
        return Row(words("target.unknown", value=f"{one.value:,}"), label)
    told = words("target.row", reached=f"{one.reached:,}", value=f"{one.value:,}", left=f"{one.left:,}")
    return Row(told, label, share=min(1.0, one.reached / one.value) if one.value else None)
