"""LINE's rules for message objects, as far as its servers enforce them (platforms.md 2.1); a breach is a detail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.web.simulator.action_limits import Breach, action_breaches, graphemes, kind_of, sized, utf16
from bot.web.simulator.flex_limits import flex_breaches

MAX_MESSAGES = 5
MAX_TEXT = 5000
MAX_CHIPS = 13
MAX_ALT = 1500
MAX_ADDRESS = 2000

KINDS = frozenset(
    ["text", "textV2", "sticker", "image", "video", "audio", "location", "imagemap", "template", "flex", "coupon"]
)


def message_breaches(messages: Any) -> list[Breach]:
    """All that LINE would answer 400 for in a request's `messages`."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= MAX_MESSAGES:
        return [("messages", f"Size must be between 1 and {MAX_MESSAGES}")]
    return [fault for index, message in enumerate(messages) for fault in _message(message, f"messages[{index}]")]


def _message(message: Any, path: str) -> Iterator[Breach]:
    kind = kind_of(message)
    if kind not in KINDS:
        yield f"{path}.type", "Must be one of the following values: [" + ", ".join(sorted(KINDS)) + "]"
        return
    if kind in {"text", "textV2"}:
        yield from sized(message, "text", path, MAX_TEXT)
        if kind == "textV2":
            yield from _substitution(message, path)
    elif kind == "template":
        yield from sized(message, "altText", path, MAX_ALT)
        yield from _template(message.get("template"), f"{path}.template")
    elif kind == "flex":
        yield from sized(message, "altText", path, MAX_ALT)
        yield from flex_breaches(message.get("contents"), f"{path}.contents")
    else:
        needed = {
            "sticker": ("packageId", "stickerId"),
            "image": ("originalContentUrl", "previewImageUrl"),
            "video": ("originalContentUrl", "previewImageUrl"),
            "audio": ("originalContentUrl", "duration"),
            "location": ("title", "address", "latitude", "longitude"),
        }.get(kind, ())
        yield from ((f"{path}.{name}", "May not be empty") for name in needed if message.get(name) in (None, ""))
        yield from _addresses(message, path)
    if "quickReply" in message:
        yield from _quick_reply(message["quickReply"], f"{path}.quickReply")
    sender = message.get("sender", {})
    name = str(sender.get("name", "")) if isinstance(sender, dict) else ""
    if not isinstance(sender, dict) or utf16(name) > 20 or "line" in name.lower():
        yield f"{path}.sender.name", "Invalid sender name"


def _addresses(message: Mapping[str, Any], path: str) -> Iterator[Breach]:
    """Where pictures, films and sounds are to be fetched: https, at most 2,000 letters."""
    for name in ("originalContentUrl", "previewImageUrl"):
        address = message.get(name)
        if address in (None, ""):
            continue
        if not isinstance(address, str) or len(address) > MAX_ADDRESS or not address.startswith("https://"):
            yield f"{path}.{name}", "Must be a valid HTTPS URL"


def _substitution(message: Mapping[str, Any], path: str) -> Iterator[Breach]:
    """Every `{key}` of a textV2 text has its substitution; a brace that is meant stands doubled."""
    given = message.get("substitution", {})
    if not isinstance(given, dict) or any(kind_of(value) not in {"mention", "emoji"} for value in given.values()):
        yield f"{path}.substitution", "Must be mention or emoji objects"
        return
    if any(kind_of(value) == "mention" and not kind_of(value.get("mentionee")) for value in given.values()):
        yield f"{path}.substitution", "May not be empty"
    text = str(message.get("text", "")).replace("{{", "").replace("}}", "")
    if re.search(r"[{}]", re.sub(r"\{(\w+)\}", lambda found: "" if found[1] in given else found[0], text)):
        yield f"{path}.text", "Unpaired brace or missing substitution"


def _quick_reply(quick: Any, path: str) -> Iterator[Breach]:
    items = quick.get("items") if isinstance(quick, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= MAX_CHIPS:
        yield f"{path}.items", f"Size must be between 1 and {MAX_CHIPS}"
        return
    for index, item in enumerate(items):
        here = f"{path}.items[{index}]"
        if not isinstance(item, dict) or item.get("type", "action") != "action":
            yield f"{here}.type", "Must be action"
        else:
            yield from action_breaches(item.get("action"), f"{here}.action", needs_label=True)


def _template(template: Any, path: str) -> Iterator[Breach]:
    kind = kind_of(template)
    if kind not in {"buttons", "confirm", "carousel", "image_carousel"}:
        yield f"{path}.type", "Must be one of the following values: [buttons, confirm, carousel, image_carousel]"
    elif kind in {"buttons", "confirm"}:
        decorated = template.get("title") or template.get("thumbnailImageUrl")
        yield from _graphemes(template, "text", path, 240 if kind == "confirm" else 60 if decorated else 160)
        yield from _graphemes(template, "title", path, 40, needed=False)
        yield from _template_actions(template, path, (2, 2) if kind == "confirm" else (1, 4))
    else:
        columns = template.get("columns")
        if not isinstance(columns, list) or not 1 <= len(columns) <= 10:
            yield f"{path}.columns", "Size must be between 1 and 10"
            return
        for index, column in enumerate(columns):
            here = f"{path}.columns[{index}]"
            if not isinstance(column, dict):
                yield here, "Must be a column"
            elif kind == "image_carousel":
                yield from action_breaches(column.get("action"), f"{here}.action", most=12)
            else:
                decorated = column.get("title") or column.get("thumbnailImageUrl")
                yield from _graphemes(column, "text", here, 60 if decorated else 120)
                yield from _graphemes(column, "title", here, 40, needed=False)
                yield from _template_actions(column, here, (1, 3))


def _graphemes(node: Mapping[str, Any], name: str, path: str, most: int, *, needed: bool = True) -> Iterator[Breach]:
    text = str(node.get(name) or "")
    if needed and not text:
        yield f"{path}.{name}", "May not be empty"
    if graphemes(text) > most:
        yield f"{path}.{name}", f"Length must be between 1 and {most}"


def _template_actions(node: Mapping[str, Any], path: str, size: tuple[int, int]) -> Iterator[Breach]:
    actions = node.get("actions")
    if not isinstance(actions, list):
        actions = []
    if not size[0] <= len(actions) <= size[1]:
        yield f"{path}.actions", f"Size must be between {size[0]} and {size[1]}"
    for index, action in enumerate(actions):
        yield from action_breaches(action, f"{path}.actions[{index}]", needs_label=True)
