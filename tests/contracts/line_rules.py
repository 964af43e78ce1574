"""The limits of LINE's reference text, written out for tests apart from the code they test (platforms.md 2.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import regex


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    return len(regex.findall(r"\X", text))


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def faults(messages: list[dict[str, Any]]) -> list[str]:
    """All that LINE would refuse in these messages."""
    found = [] if 1 <= len(messages) <= 5 else [f"{len(messages)} messages"]
    found += ["quick replies before the last message" for message in messages[:-1] if "quickReply" in message]
    for message in messages:
        if message["type"] == "text" and not 1 <= utf16(message["text"]) <= 5000:
            found.append(f"text of {utf16(message['text'])} units")
        if message["type"] == "text" and not message["text"].strip():
            found.append("blank text")
        chips = message.get("quickReply", {"items": [0]})["items"]
        if not 1 <= len(chips) <= 13:
            found.append(f"{len(chips)} quick replies")
        found += [fault for chip in chips if chip for fault in action_faults(chip["action"], 20)]
        if message["type"] == "flex":
            found += flex_faults(message)
    return found


def flex_faults(message: dict[str, Any]) -> Iterator[str]:
    contents = message["contents"]
    if not 1 <= utf16(message["altText"]) <= 1500:
        yield f"altText of {utf16(message['altText'])}"
    carousel = contents["type"] == "carousel"
    size = len(json.dumps(contents, ensure_ascii=False).encode())
    if size > (25_000 if carousel else 15_000):
        yield f"Flex of {size} bytes"
    if carousel and not 1 <= len(contents["contents"]) <= 12:
        yield "bubbles"
    for node in nodes(contents):
        if node.get("type") == "text" and not node["text"]:
            yield "empty text in Flex"
        if node.get("type") == "button":
            yield from action_faults(node["action"], 40)


def action_faults(action: dict[str, Any], label: int) -> Iterator[str]:
    if not 1 <= graphemes(action["label"]) <= label:
        yield f"label {action['label']!r}"
    if not 1 <= utf16(action.get("data", "x")) <= 300 or utf16(action.get("displayText", "")) > 300:
        yield "postback"
    if action["type"] == "message" and not 1 <= utf16(action["text"]) <= 300:
        yield "message text"
    if not 1 <= len(action.get("uri", "x")) <= 1000 or not action.get("uri", "x").isascii():
        yield "uri"
    if action["type"] == "datetimepicker":
        days = [action.get("min", "1900-01-01"), action.get("initial"), action.get("max", "2100-12-31")]
        told = [day for day in days if day]
        if (
            told != sorted(told)
            or told[0] < "1900-01-01"
            or told[-1] > "2100-12-31"
            or action.get("min", 1) == action.get("max", 2)
        ):
            yield f"days {days}"
