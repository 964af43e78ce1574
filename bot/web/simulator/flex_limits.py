"""LINE's rules for Flex containers: structure, sizes, and which properties may hold what (platforms.md 2.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.web.simulator.action_limits import Breach, action_breaches, kind_of

BUBBLE_BYTES = 30_000
CAROUSEL_BYTES = 50_000
SIZES = ["nano", "micro", "deca", "hecto", "kilo", "mega", "giga"]
MAX_BUBBLES = 12
MAX_BUTTON_LABEL = 40

_SPACE = re.compile(r"none|xs|sm|md|lg|xl|xxl|\d+(\.\d+)?px|\d+(\.\d+)?%")
_FONT = re.compile(r"xxs|xs|sm|md|lg|xl|xxl|[345]xl|\d+(\.\d+)?px")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?")
_ALIGN = re.compile(r"start|end|center")
_GRAVITY = re.compile(r"top|bottom|center")

_COMPONENTS: dict[str, frozenset[str]] = {
    "vertical": frozenset({"box", "button", "image", "video", "text", "separator", "filler"}),
    "horizontal": frozenset({"box", "button", "image", "video", "text", "separator", "filler"}),
    "baseline": frozenset({"icon", "text", "filler"}),
}
_HOLDS: dict[str, dict[str, re.Pattern[str]]] = {
    "box": {
        "spacing": _SPACE,
        "margin": _SPACE,
        "paddingAll": _SPACE,
        "paddingTop": _SPACE,
        "paddingBottom": _SPACE,
        "paddingStart": _SPACE,
        "paddingEnd": _SPACE,
        "backgroundColor": _COLOUR,
        "borderColor": _COLOUR,
        "cornerRadius": _SPACE,
        "justifyContent": re.compile("center|flex-start|flex-end|space-between|space-around|space-evenly"),
        "alignItems": re.compile("center|flex-start|flex-end"),
    },
    "text": {
        "size": _FONT,
        "color": _COLOUR,
        "align": _ALIGN,
        "gravity": _GRAVITY,
        "weight": re.compile("regular|bold"),
        "style": re.compile("normal|italic"),
        "decoration": re.compile("none|underline|line-through"),
        "margin": _SPACE,
    },
    "span": {"size": _FONT, "color": _COLOUR, "weight": re.compile("regular|bold")},
    "button": {
        "style": re.compile("primary|secondary|link"),
        "height": re.compile("sm|md"),
        "color": _COLOUR,
        "gravity": _GRAVITY,
        "margin": _SPACE,
    },
    "separator": {"color": _COLOUR, "margin": _SPACE},
    "image": {"align": _ALIGN, "gravity": _GRAVITY, "margin": _SPACE, "aspectMode": re.compile("fit|cover")},
}


def flex_breaches(contents: Any, path: str) -> Iterator[Breach]:
    """All that LINE would answer 400 for in a Flex message's `contents`."""
    kind = kind_of(contents)
    if kind == "bubble":
        yield from _bubble(contents, path)
        yield from _bytes(contents, path, BUBBLE_BYTES)
    elif kind == "carousel":
        bubbles = contents.get("contents")
        if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= MAX_BUBBLES:
            yield f"{path}.contents", f"Size must be between 1 and {MAX_BUBBLES}"
            return
        for index, bubble in enumerate(bubbles):
            yield from _bubble(bubble, f"{path}.contents[{index}]")
        yield from _bytes(contents, path, CAROUSEL_BYTES)
    else:
        yield f"{path}.type", "Must be one of the following values: [bubble, carousel]"


def _bytes(contents: Mapping[str, Any], path: str, most: int) -> Iterator[Breach]:
    size = len(json.dumps(contents, ensure_ascii=False).encode())
    if size > most:
        yield path, f"Flex Message of {size} bytes, {most} allowed"


def _bubble(bubble: Any, path: str) -> Iterator[Breach]:
    if kind_of(bubble) != "bubble":
        yield f"{path}.type", "Must be bubble"
        return
    if bubble.get("size", "mega") not in SIZES:
        yield f"{path}.size", "Must be a known bubble size"
    if not any(part in bubble for part in ("header", "hero", "body", "footer")):
        yield path, "At least one block must be specified"
    for part in ("header", "body", "footer"):
        if part in bubble:
            if kind_of(bubble[part]) != "box":
                yield f"{path}.{part}", "Must be box"
            else:
                yield from _component(bubble[part], f"{path}.{part}")
    if "hero" in bubble:
        if kind_of(bubble["hero"]) not in {"box", "image", "video"}:
            yield f"{path}.hero", "Must be one of the following values: [box, image, video]"
        else:
            yield from _component(bubble["hero"], f"{path}.hero")


def _component(node: Mapping[str, Any], path: str) -> Iterator[Breach]:
    kind = kind_of(node)
    for name, pattern in _HOLDS.get(kind, {}).items():
        if name in node and not (isinstance(node[name], str) and pattern.fullmatch(node[name])):
            yield f"{path}.{name}", "invalid property"
    if "action" in node:
        needs_label = kind == "button"
        yield from action_breaches(node["action"], f"{path}.action", most=MAX_BUTTON_LABEL, needs_label=needs_label)
    if "flex" in node and (not isinstance(node["flex"], int) or node["flex"] < 0):
        yield f"{path}.flex", "invalid property"
    if kind == "box":
        yield from _box(node, path)
    elif kind == "text":
        spans = node.get("contents")
        if not spans and not (isinstance(node.get("text"), str) and node["text"]):
            yield f"{path}.text", "must be non-empty text"
        for index, span in enumerate(spans if isinstance(spans, list) else [spans] if spans else []):
            if kind_of(span) != "span":
                yield f"{path}.contents[{index}].type", "Must be span"
            else:
                yield from _component(span, f"{path}.contents[{index}]")
    elif kind == "button" and "action" not in node:
        yield f"{path}.action", "must be specified"
    elif kind in {"image", "icon", "video"} and not str(node.get("url", "")).startswith("https://"):
        yield f"{path}.url", "invalid uri scheme"


def _box(node: Mapping[str, Any], path: str) -> Iterator[Breach]:
    allowed = _COMPONENTS.get(str(node.get("layout")))
    if allowed is None:
        yield f"{path}.layout", "Must be one of the following values: [horizontal, vertical, baseline]"
        return
    children = node.get("contents")
    if not isinstance(children, list):
        yield f"{path}.contents", "must be specified"
        return
    for index, child in enumerate(children):
        here = f"{path}.contents[{index}]"
        if kind_of(child) not in allowed:
            yield f"{here}.type", f"Must be one of the following values: [{', '.join(sorted(allowed))}]"
        else:
            yield from _component(child, here)
