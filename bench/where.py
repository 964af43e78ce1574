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


def by_room(profile: Path, top: int = 8) -> list[tuple[str, float]]:
    """The share (0..1) of busy time in each part of the process, greatest first; waiting is left out."""
    # pstats types its own table too loosely to name it better
    table: dict[tuple[str, int, str], tuple[Any, ...]] = pstats.Stats(str(profile)).stats  # type: ignore[attr-defined]
    seconds: Counter[str] = Counter()
    for (file, _, function), (_, _, own, _, callers) in table.items():
        if "poll" in function or function in {"<method 'acquire' of '_thread.lock' objects>"}:
            continue
        if file == "~":  # a built-in costs those who call it
            for caller, (_, _, spent, _) in callers.items():
                seconds[_room(caller[0], caller[2])] += spent
        else:
            seconds[_room(file, function)] += own
    total = sum(seconds.values()) or 1.0
    return [(room, spent / total) for room, spent in seconds.most_common(top)]


def _room(file: str, function: str) -> str:
    place = file.replace("\\", "/")
    for room, marks in ROOMS:
        if any(mark in place or mark in function for mark in marks):
            return room
    return "Python and the rest"
