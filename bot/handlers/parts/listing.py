"""A list of the network as one value: the card, the workbook, the text file and the chart are all made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.chat import Card, Choice, Press, Reply, Row, Section, pack
from bot.exchange.charts import MOST_BARS, Bar
from bot.exchange.tabulate import Cell, Column
from bot.handlers.context import Turn

GIVE = "list.give"
"""The need "this list as a file": its slots name the list (`l`), the area (`a`), the year (`y`), the record (`r`)."""
SHAPES = ("xlsx", "text", "png")
MOST_NAMED = 12
"""Rows of a list that a card shows; the file has all."""


@dataclass(frozen=True)
class Listing:
    """A list with everything that any of its shapes needs.

    `as_of` is the line that dates the figures; `bars` with their `unit` are what a chart draws, none for lists without
    figures. `sections` are the card's; `lead` its one big line. `slots` find the list again.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    as_of: str
    sections: tuple[Section, ...] = ()
    lead: str = ""
    bars: tuple[Bar, ...] = ()
    unit: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    tone: str = "calm"


def columns(turn: Turn, *names: str, figures: Iterable[str] = ()) -> tuple[Column, ...]:
    """Headings by their keys; those among `figures` hold numbers."""
    return tuple(Column(turn.words.of("column", name), name in tuple(figures)) for name in names)


def card(listing: Listing, buttons: tuple[Choice, ...] = ()) -> Card:
    """The list as it is looked at in a chat."""
    tone: Any = listing.tone
    return Card(listing.title, listing.lead, listing.sections, listing.as_of, buttons, tone)


def shown(turn: Turn, listing: Listing, more: Sequence[Choice] = ()) -> Reply:
    """The card with what comes next: the same as a file, in the 1:1 chat; remembered, so that it may be asked for."""
    remember(turn, listing)
    files = () if turn.in_group else tuple(shapes(turn, listing))
    return Reply((card(listing),), (*more, *files))


def remember(turn: Turn, listing: Listing) -> None:
    """Keeps which list was shown last: "as a file, please" means this one."""
    found = {key: value for key, value in listing.slots.items() if value is not None}
    slots = {"l": listing.name, "title": listing.title, **found}
    turn.memory.topic = {"intent": GIVE, "slots": slots, "at": turn.clock.now().isoformat()}


def shapes(turn: Turn, listing: Listing) -> list[Choice]:
    """A tap for each shape that the list has."""
    return [
        Choice(label, Press(pack("ask", GIVE, **{"l": listing.name, **listing.slots, "as": shape}), said=label))
        for shape in SHAPES
        if (shape != "png" or listing.bars) and listing.rows and (label := turn.words.of("shape", shape))
    ]


def named(turn: Turn, values: Sequence[Row], heading: str = "") -> Section:
    """Rows under a heading, no more than a card bears: the rest is counted."""
    rows = tuple(values[:MOST_NAMED])
    if len(values) > MOST_NAMED:
        rows = (*rows, Row(turn.words("list.and_more", n=f"{len(values) - MOST_NAMED:,}"), faint=True))
    return Section(rows, heading)


def drawn(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """What a chart can show: as many bars as it bears."""
    return tuple(bars[:MOST_BARS])
