"""Who a LINE text mentions, and the text without the mention of us (platforms.md 1.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_AT = ("@", "\uff20")


@dataclass(frozen=True)
class Mentions:
    """The text as it is to be understood, and whom it names."""

    text: str
    bot: bool = False
    others: bool = False


def read_mentions(text: str, mention: Any) -> Mentions:
    """Takes our own mentions out of `text`. Others stay, since their names belong to what is said."""
    found = mention.get("mentionees") if isinstance(mention, Mapping) else None
    mentionees = [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
    own = [one for one in mentionees if one.get("isSelf") is True]
    for one in sorted(own, key=_index, reverse=True):
        text = _without(text, one.get("index"), one.get("length"))
    if own:
        text = re.sub(r"[^\S\n]{2,}", " ", text).strip()
    return Mentions(text, bool(own), len(own) < len(mentionees))


def _index(mentionee: Mapping[str, Any]) -> int:
    index = mentionee.get("index")
    return index if isinstance(index, int) else -1


def _without(text: str, index: Any, length: Any) -> str:
    """The text without a mention. LINE does not say in which unit it counts: UTF-16, else letters, else left alone."""
    if not isinstance(index, int) or not isinstance(length, int) or index < 0 or length < 1:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    start, end = 2 * index, 2 * (index + length)
    cut = units[start:end].decode("utf-16-le", "replace")
    if len(units) >= end and cut.startswith(_AT) and "\ufffd" not in cut:
        rest = units[:start] + " ".encode("utf-16-le") + units[end:]
        return rest.decode("utf-16-le", "surrogatepass")
    if text[index : index + length].startswith(_AT):
        return f"{text[:index]} {text[index + length :]}"
    return text
