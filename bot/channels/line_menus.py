"""The rich menus: which tiles each has, and the object that LINE is given for it (platforms.md 2.1)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.channels.line_actions import action
from bot.chat import Choice, Press, pack
from bot.words import Words

WIDTH, HEIGHT = 2500, 1686
COLUMNS, ROWS = 3, 2
TILE_LABEL = 20
PREFIX = "nongbaht"
"""What names and aliases of our menus begin with, so that an operator's own menus are left alone."""

TILES = {
    "benefits": pack("ask", "benefit.list"),
    "hospital": pack("ask", "benefit.amount", kind="hospital"),
    "status": pack("ask", "member.status"),
    "claim": pack("ask", "claim.start"),
    "contact": pack("ask", "fund.contact"),
    "handoff": pack("ask", "human.handoff"),
    "questions": pack("questions"),
    "help": pack("ask", "help"),
    "meeting": pack("ask", "meeting.log"),
    "missing": pack("ask", "report.status"),
    "funds": pack("ask", "update.fund_status"),
    "audit": pack("ask", "audit.log"),
    "handbook": pack("ask", "handbook.ask"),
    "deadline": pack("ask", "deadline.list"),
    "assessment": pack("ask", "assessment.start"),
}
"""What a tap on each tile sends."""

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Menu:
    """The tiles of one role, in reading order, and the colour it is known by."""

    role: str
    tiles: tuple[str, ...]
    colour: Colour


MENUS = (
    Menu("member", ("benefits", "hospital", "status", "claim", "contact", "handoff"), (5, 92, 48)),
    Menu("officer", ("questions", "benefits", "status", "claim", "contact", "help"), (17, 84, 150)),
    Menu("coordinator", ("meeting", "missing", "funds", "audit", "handbook", "help"), (97, 48, 140)),
    Menu("secretary", ("missing", "deadline", "meeting", "assessment", "handbook", "help"), (140, 58, 16)),
)


@dataclass(frozen=True)
class Bounds:
    """A rectangle of the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int


def bounds(menu: Menu) -> list[Bounds]:
    """Where the tiles lie: all of the picture, nothing twice."""
    across = [WIDTH * column // COLUMNS for column in range(COLUMNS + 1)]
    down = [HEIGHT * row // ROWS for row in range(ROWS + 1)]
    return [
        Bounds(across[column], down[row], across[column + 1] - across[column], down[row + 1] - down[row])
        for row in range(ROWS)
        for column in range(COLUMNS)
    ][: len(menu.tiles)]


def label(tile: str, words: Words) -> str:
    """A tile's words on one line, as the tap says them."""
    return words.of("menu.tile", tile).replace("\n", "")


def menu_object(menu: Menu, words: Words, picture: bytes) -> dict[str, Any]:
    """LINE's object; its name carries a digest of all that the menu is, so that the same menu is made only once."""
    areas = [
        {
            "bounds": vars(place),
            "action": action(Choice(label(tile, words), Press(TILES[tile], said=label(tile, words))), TILE_LABEL, None),
        }
        for tile, place in zip(menu.tiles, bounds(menu), strict=True)
    ]
    made = {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "name": "",
        "chatBarText": words("menu.bar"),
        "areas": areas,
    }
    digest = sha256(json.dumps(made, sort_keys=True).encode() + picture).hexdigest()[:16]
    return {**made, "name": f"{PREFIX} {menu.role} {digest}"}


def alias(role: str) -> str:
    """The name by which the running bot finds the menu that is in use."""
    return f"{PREFIX}-{role}"
