"""Where the time goes: a profile of the serving process, added up by what the code is for."""

from __future__ import annotations

import pstats
from collections import Counter
from pathlib import Path
from typing import Any

ROOMS = (
    ("LINE SDK and its HTTP client", ("/linebot/", "/aiohttp/", "/pydantic/", "/yarl/", "/multidict/")),
    ("database: SQLAlchemy, aiosqlite", ("/sqlalchemy/", "/aiosqlite/", "sqlite3", "/greenlet/")),
    ("web server: uvicorn, Starlette", ("/uvicorn/", "/starlette/", "/h11/", "httptools", "/anyio/")),
    ("understanding", ("/bot/understanding/", "/pythainlp/", "/numpy/")),
    ("storage (ours)", ("/storage/",)),
    ("channels and delivery (ours)", ("/bot/channels/", "/bot/delivery/", "/bot/chat.py")),
    ("handlers, services, entitlement (ours)", ("/bot/",)),
    ("logging", ("/structlog/", "/logging/")),
    ("encryption", ("/cryptography/",)),
    ("event loop", ("/asyncio/", "select.", "_asyncio", "selectors", "socket")),
)


def shares(busy: Path, idle: Path, top: int = 8) -> list[tuple[str, float]]:
    """The share (0..1) of each part of the process in what a load cost, greatest first.

    `idle` is the profile of a process that did no more than warm up: what it spent is taken off.
    """
    seconds = by_room(busy)
    seconds.subtract(by_room(idle))
    spent = {room: cost for room, cost in seconds.most_common(top) if cost > 0}
    total = sum(cost for cost in seconds.values() if cost > 0) or 1.0
    return [(room, cost / total) for room, cost in spent.items()]


def by_room(profile: Path) -> Counter[str]:
    """Seconds in each part of the process, waiting left out."""
    # pstats types its own table too loosely to name it better
    table: dict[tuple[str, int, str], tuple[Any, ...]] = pstats.Stats(str(profile)).stats  # type: ignore[attr-defined]
    seconds: Counter[str] = Counter()
    for (file, _, function), (_, _, own, _, callers) in table.items():
        if "poll" in function or "_thread.lock" in function:
            continue
        if file == "~" and callers:  # a built-in costs those who call it
            for caller, (_, _, spent, _) in callers.items():
                seconds[_room(caller[0], caller[2])] += spent
        else:
            seconds[_room(file, function)] += own
    return seconds


def _room(file: str, function: str) -> str:
    place = file.replace("\\", "/")
    for room, marks in ROOMS:
        if any(mark in place or mark in function for mark in marks):
            return room
    return "Python and the rest"
