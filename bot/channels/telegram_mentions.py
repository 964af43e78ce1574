"""Whom a Telegram text mentions, and the text without the mention of us. Entities are placed in UTF-16 units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mentions:
    """The text as it is to be understood, and whom it names."""

    text: str
    bot: bool = False
    others: bool = False


def read_mentions(text: str, entities: Any, *, username: str, own_id: Any = None) -> Mentions:
    """Takes our own mentions out of `text`; others stay, since their names belong to what is said."""
    units = text.encode("utf-16-le", "surrogatepass")
    own: list[tuple[int, int]] = []
    others = False
    for entity in entities if isinstance(entities, list) else []:
        if not isinstance(entity, Mapping) or entity.get("type") not in {"mention", "text_mention"}:
            continue
        where = _where(entity, len(units) // 2)
        if where is None:
            continue
        named = units[2 * where[0] : 2 * where[1]].decode("utf-16-le", "replace")
        user = entity.get("user")
        is_us = isinstance(user, Mapping) and own_id is not None and user.get("id") == own_id
        if is_us or (username and named.lower() == f"@{username.lower()}"):
            own.append(where)
        else:
            others = True
    for start, end in sorted(own, reverse=True):
        units = units[: 2 * start] + " ".encode("utf-16-le") + units[2 * end :]
    left = units.decode("utf-16-le", "surrogatepass")
    if own:
        left = re.sub(r"[^\S\n]{2,}", " ", left).strip()
    return Mentions(left, bool(own), others)


def _where(entity: Mapping[str, Any], length: int) -> tuple[int, int] | None:
    start, size = entity.get("offset"), entity.get("length")
    if not isinstance(start, int) or not isinstance(size, int) or start < 0 or size < 1 or start + size > length:
        return None
    return start, start + size
