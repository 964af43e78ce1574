"""Rich menus as the platform keeps them: made, given a picture, named, and shown to everybody or to one person."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.clock import Clock
from bot.web.simulator.action_limits import Breach, action_breaches, sized, utf16
from bot.web.simulator.records import Json

MOST_MENUS = 1000
MOST_AREAS = 20
MOST_BYTES = 1_000_000
CHANGES_AN_HOUR = 100
NARROWEST, WIDEST, LOWEST, FLATTEST = 800, 2500, 250, 1.45


@dataclass
class RichMenu:
    """One menu: its id, LINE's object, and its picture once there is one."""

    id: str
    spec: Json
    picture: bytes | None = None
    media_type: str = ""

    def told(self) -> Json:
        """The menu as LINE tells it."""
        return {"richMenuId": self.id, **self.spec}


class RichMenus:
    """All menus of the account; `default` is everybody's, `linked` those of single people."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.menus: dict[str, RichMenu] = {}
        self.aliases: dict[str, str] = {}
        self.default: str | None = None
        self.linked: dict[str, str] = {}
        self._changes: deque[datetime] = deque()

    def allowed(self) -> bool:
        """Whether one more creation or deletion is within a hundred an hour; counts it."""
        now = self._clock.now()
        while self._changes and now - self._changes[0] >= timedelta(hours=1):
            self._changes.popleft()
        if len(self._changes) >= CHANGES_AN_HOUR:
            return False
        self._changes.append(now)
        return True

    def make(self, spec: Json) -> RichMenu:
        """A new menu, still without a picture."""
        made = RichMenu(f"richmenu-{uuid4().hex}", spec)
        self.menus[made.id] = made
        return made

    def remove(self, menu_id: str) -> None:
        """Takes a menu away: from everybody who has it too."""
        del self.menus[menu_id]
        self.default = None if self.default == menu_id else self.default
        self.linked = {user: one for user, one in self.linked.items() if one != menu_id}
        self.aliases = {alias: one for alias, one in self.aliases.items() if one != menu_id}

    def shown_to(self, user: str) -> RichMenu | None:
        """The menu at the foot of a person's 1:1 chat: his own, else everybody's."""
        return self.menus.get(self.linked.get(user) or self.default or "")


def menu_breaches(spec: Any) -> Iterator[Breach]:
    """What is wrong with a rich menu object (platforms.md 2.1)."""
    if not isinstance(spec, dict) or not isinstance(spec.get("size"), dict):
        yield "size", "May not be null"
        return
    width, height = spec["size"].get("width"), spec["size"].get("height")
    if not isinstance(width, int) or not isinstance(height, int):
        yield "size", "Must be numbers"
        return
    if not NARROWEST <= width <= WIDEST:
        yield "size.width", f"Must be from {NARROWEST} to {WIDEST}"
    if height < LOWEST or width / max(height, 1) < FLATTEST:
        yield "size.height", f"Must be at least {LOWEST}, and width by height at least {FLATTEST}"
    if not isinstance(spec.get("selected"), bool):
        yield "selected", "May not be null"
    yield from _sized(spec, "name", 300)
    yield from _sized(spec, "chatBarText", 14)
    areas = spec.get("areas")
    if not isinstance(areas, list) or len(areas) > MOST_AREAS:
        yield "areas", f"Size must be between 0 and {MOST_AREAS}"
        return
    for number, area in enumerate(areas):
        yield from _area(area, f"areas[{number}]", width, height)


def _sized(spec: Json, name: str, most: int) -> Iterator[Breach]:
    for where, what in sized(spec, name, "", most):
        yield where.removeprefix("."), what


def _area(area: Any, path: str, width: int, height: int) -> Iterator[Breach]:
    bounds = area.get("bounds") if isinstance(area, dict) else None
    told = [bounds.get(name) for name in ("x", "y", "width", "height")] if isinstance(bounds, dict) else []
    sides = [side for side in told if isinstance(side, int) and side >= 0]
    if len(sides) != 4:
        yield f"{path}.bounds", "May not be null"
        return
    if sides[0] + sides[2] > width or sides[1] + sides[3] > height:
        yield f"{path}.bounds", "Must lie within the menu"
    yield from action_breaches(area.get("action"), f"{path}.action")
    switch = area.get("action") if isinstance(area.get("action"), dict) else {}
    if switch.get("type") == "richmenuswitch" and not 0 < utf16(str(switch.get("richMenuAliasId", ""))) <= 32:
        yield f"{path}.action.richMenuAliasId", "May not be empty"


def picture_breach(picture: bytes, spec: Json) -> str:
    """What is wrong with a picture for a menu; empty where nothing is. Sizes are read off PNG and JPEG headers."""
    if not picture or len(picture) > MOST_BYTES:
        return "Must be at most 1 MB"
    measured = _measured(picture)
    if measured is None:
        return "Must be a PNG or JPEG picture"
    wanted = (spec["size"]["width"], spec["size"]["height"])
    return "" if measured == wanted else f"Must be {wanted[0]} x {wanted[1]} pixels as the menu says"


def _measured(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and len(picture) >= 24:
        width, height = struct.unpack(">II", picture[16:24])
        return width, height
    at = 2
    while picture.startswith(b"\xff\xd8") and at + 9 < len(picture) and picture[at] == 0xFF:
        if picture[at + 1] in {0xC0, 0xC1, 0xC2}:
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
    return None
