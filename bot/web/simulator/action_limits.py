"""LINE's rules for action objects, and the two units in which it counts text (platforms.md 0.13, 2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import regex

MAX_LABEL = 20
MAX_DATA = 300
MAX_URI = 1000

Breach = tuple[str, str]
"""(property, what is wrong with it)"""

ACTIONS = frozenset(
    ["message", "postback", "uri", "datetimepicker", "camera", "cameraRoll", "location", "clipboard", "richmenuswitch"]
)
_URI = re.compile(r"^((https?|line)://\S+|tel:[0-9+#*,-]+)$")
_PICKED = {"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d", "datetime": r"\d{4}-\d\d-\d\d[tT]\d\d:\d\d"}


def utf16(text: str) -> int:
    """The length of a text as LINE counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """The length of a label as LINE counts it: what a reader sees as one letter."""
    return len(regex.findall(r"\X", text))


def is_uuid(key: str) -> bool:
    """Whether a retry key is written as LINE wants it: 8-4-4-4-12 hex digits."""
    try:
        return str(UUID(key)) == key.lower()
    except ValueError:
        return False


def kind_of(node: Any) -> str:
    """The `type` of a JSON object; empty for anything else."""
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def sized(node: Mapping[str, Any], name: str, path: str, most: int, *, least: int = 1) -> Iterator[Breach]:
    """A breach where the string `name` is missing, too short or too long in UTF-16 units."""
    value = node.get(name)
    if value is None or value == "":
        if least:
            yield f"{path}.{name}", "May not be empty"
    elif not isinstance(value, str) or not least <= utf16(value) <= most:
        yield f"{path}.{name}", f"Length must be between {least} and {most}"


def action_breaches(action: Any, path: str, *, most: int = MAX_LABEL, needs_label: bool = False) -> Iterator[Breach]:
    """What is wrong with an action object; labels are counted in graphemes."""
    kind = kind_of(action)
    if kind not in ACTIONS:
        yield f"{path}.type", "Must be a known action type"
        return
    label = action.get("label")
    if needs_label and not label:
        yield f"{path}.label", "May not be empty"
    if label is not None and graphemes(str(label)) > most:
        yield f"{path}.label", f"Length must be between 0 and {most}"
    if kind == "message":
        yield from sized(action, "text", path, 300)
    elif kind == "postback":
        yield from sized(action, "data", path, MAX_DATA)
        yield from sized(action, "displayText", path, 300, least=0)
        yield from sized(action, "fillInText", path, 300, least=0)
    elif kind == "uri":
        yield from sized(action, "uri", path, MAX_URI)
        if isinstance(action.get("uri"), str) and not _URI.match(action["uri"]):
            yield f"{path}.uri", "Invalid action URI"
    elif kind == "datetimepicker":
        yield from sized(action, "data", path, MAX_DATA)
        pattern = _PICKED.get(str(action.get("mode")))
        if pattern is None:
            yield f"{path}.mode", "Must be one of the following values: [date, time, datetime]"
            return
        for name in ("initial", "min", "max"):
            if action.get(name) is not None and not re.fullmatch(pattern, str(action[name])):
                yield f"{path}.{name}", "Invalid date, time or datetime"
    elif kind == "clipboard":
        yield from sized(action, "clipboardText", path, 1000)
