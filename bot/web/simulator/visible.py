"""What a person can read and tap on a LINE message object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Button:
    """Something to tap: its label, LINE's action object, and whether it is a quick-reply chip (which vanishes)."""

    label: str
    action: Mapping[str, Any]
    quick: bool = False


def visible_text(body: Mapping[str, Any]) -> str:
    """All words on a message, in reading order, one piece per line."""
    return "\n".join(piece for piece in _pieces(body) if piece)


def buttons_of(body: Mapping[str, Any]) -> list[Button]:
    """The buttons of a message in reading order, then its quick-reply chips."""
    kind = body.get("type")
    inner = body.get("template") if kind == "template" else body.get("contents") if kind == "flex" else None
    found = [Button(_label(holder, action), action) for holder, action in _actions(inner or {})]
    items = body.get("quickReply", {}).get("items", [])
    return found + [Button(str(item["action"].get("label", "")), item["action"], quick=True) for item in items]


def _pieces(body: Mapping[str, Any]) -> Iterator[str]:
    kind = body.get("type")
    if kind == "text":
        yield str(body.get("text", ""))
    elif kind == "textV2":
        yield substituted(body, {})
    elif kind == "flex":
        yield from _flex(body.get("contents", {}))
    elif kind == "template":
        yield from _template(body.get("template", {}))
    elif kind == "image" and "originalContentUrl" in body:
        yield f"[{unquote(urlsplit(str(body['originalContentUrl'])).path.rpartition('/')[2])}]"
    elif kind == "location":
        yield str(body.get("title", ""))
        yield str(body.get("address", ""))


def _flex(node: Mapping[str, Any]) -> Iterator[str]:
    kind = node.get("type")
    if kind == "text":
        spans = node.get("contents")
        yield "".join(str(span.get("text", "")) for span in spans) if spans else str(node.get("text", ""))
    elif kind == "button":
        yield str(node.get("action", {}).get("label", ""))
    elif kind == "bubble":
        for part in ("header", "hero", "body", "footer"):
            yield from _flex(node.get(part, {}))
    elif kind in {"box", "carousel"}:
        for child in node.get("contents", []):
            yield from _flex(child)


def _template(node: Mapping[str, Any]) -> Iterator[str]:
    yield str(node.get("title", ""))
    yield str(node.get("text", ""))
    for column in node.get("columns", []):
        yield from _template(column)
    for action in [*node.get("actions", []), *([node["action"]] if "action" in node else [])]:
        yield str(action.get("label", ""))


def _actions(node: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Every tappable thing below `node` with its action, in reading order; a button before the box that holds it."""
    if isinstance(node, list):
        for child in node:
            yield from _actions(child)
    elif isinstance(node, dict):
        for part in ("header", "hero", "body", "contents", "footer", "columns"):
            yield from _actions(node.get(part))
        for action in node.get("actions", []):
            yield node, action
        for name in ("action", "defaultAction"):
            if name in node:
                yield node, node[name]


def _label(holder: Mapping[str, Any], action: Mapping[str, Any]) -> str:
    """What a finger aims at: the action's label, or the words on the thing that carries it."""
    return str(action.get("label") or " ".join(piece for piece in _flex(holder) if piece))


def mentioned(body: Mapping[str, Any]) -> list[str]:
    """The user ids (or "all") that a textV2 message mentions."""
    values = body.get("substitution", {}).values() if body.get("type") == "textV2" else ()
    return [str(v.get("mentionee", {}).get("userId", "all")) for v in values if v.get("type") == "mention"]


def substituted(body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A textV2 text as shown: each mention reads `@` and the name of its user id in `names`, or the id itself."""
    text = str(body.get("text", ""))
    for key, value in body.get("substitution", {}).items():
        user = value.get("mentionee", {}).get("userId", "all")
        text = text.replace("{" + key + "}", f"@{names.get(user, user)}" if value.get("type") == "mention" else "")
    return text.replace("{{", "{").replace("}}", "}")
