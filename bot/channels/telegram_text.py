"""Words as Telegram shows them: text with entities, counted and placed in UTF-16 units, 4096 to a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.channels.measure import fits, split, units
from bot.chat import Card, Row, Text

MOST_UNITS = 4096
MOST_ENTITIES = 100
BARS = 10
FULL, EMPTY = "\N{BLACK PARALLELOGRAM}", "\N{WHITE PARALLELOGRAM}"

Entity = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line and how it is set: "" plain, "bold" or "italic"."""

    text: str = ""
    style: str = ""


@dataclass(frozen=True)
class Block:
    """The text of one message with its entities, as the Bot API wants them."""

    text: str
    entities: tuple[Entity, ...] = ()


def lines(part: Text | Card) -> list[Line]:
    """A part line by line: a card has its title and its big line in bold, small print in italics, shares as bars."""
    if isinstance(part, Text):
        return _plain(part.text)
    laid = _plain(part.title, "bold") + _plain(part.lead, "bold")
    for section in part.sections:
        laid += [Line(), *_plain(section.heading, "bold")]
        for row in section.rows:
            laid += _row(row)
    return laid + ([Line(), *_plain(part.foot, "italic")] if part.foot.strip() else [])


def blocks(laid: Iterable[Line], most: int = MOST_UNITS) -> list[Block]:
    """The lines in messages of at most `most` units, broken between lines, else inside one; without empty ends."""
    packed: list[list[Line]] = [[]]
    size = 0
    for line in laid:
        for piece in split(line.text, most) or [""]:
            longer = units(piece) + 1
            if size + longer - 1 > most:
                packed.append([])
                size = 0
            packed[-1].append(Line(piece, line.style))
            size += longer
    return [block for each in packed if (block := _block(each)).text]


def bar(share: float) -> str:
    """A share from 0 to 1 as ten blocks."""
    filled = round(min(max(share, 0.0), 1.0) * BARS)
    return FULL * filled + EMPTY * (BARS - filled)


def _block(laid: list[Line]) -> Block:
    while laid and not laid[0].text.strip():
        laid = laid[1:]
    while laid and not laid[-1].text.strip():
        laid = laid[:-1]
    entities, at = [], 0
    for line in laid:
        length = units(line.text)
        if line.style and line.text.strip():
            entities.append({"type": line.style, "offset": at, "length": length})
        at += length + 1
    return Block("\n".join(line.text for line in laid), tuple(entities[:MOST_ENTITIES]))


def _row(row: Row) -> list[Line]:
    text = f"{row.label}: {row.value}" if row.label else row.value
    style = "bold" if row.strong else "italic" if row.faint else ""
    return _plain(text, style) + ([Line(bar(row.share))] if row.share is not None else [])


def _plain(text: str, style: str = "") -> list[Line]:
    """Line by line, each without spaces at its ends: Telegram trims a message, and entities must still fit."""
    return [Line(line.strip(), style) for line in text.strip().split("\n")] if text.strip() else []


def clipped(text: str, most: int) -> str:
    """The text where it fits, else its first piece."""
    return text if fits(text, most) else split(text, most)[0]
