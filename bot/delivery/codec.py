"""A Reply as JSON and back, for the outbox. Every node names its type, so a stored message outlives a reordering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from bot.chat import Attachment, Card, Choice, GoPrivate, OpenLink, PickDate, Press, Reply, Row, Say, Section, Text

_TYPES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (Reply, Text, Card, Attachment, Section, Row, Choice, Press, Say, GoPrivate, OpenLink, PickDate)
}
_FIELDS = {name: {field.name: field.default for field in fields(kind)} for name, kind in _TYPES.items()}


def encode(reply: Reply) -> dict[str, Any]:
    """The reply as a JSON object."""
    plain: dict[str, Any] = _encode(reply)
    return plain


def decode(stored: Mapping[str, Any]) -> Reply:
    """The reply that encode() made into `stored`. Raises ValueError for anything else."""
    reply = _decode(dict(stored))
    if not isinstance(reply, Reply):
        raise ValueError("a stored message that is no reply")
    return reply


def _encode(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    name = type(value).__name__
    if name not in _TYPES:
        return value
    stored: dict[str, Any] = {"is": name}
    for field, default in _FIELDS[name].items():
        told = getattr(value, field)
        if told != default:
            stored[field] = _encode(told)
    return stored


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple([_decode(item) for item in value])
    if not isinstance(value, dict):
        return value
    name = value.get("is")
    known = _FIELDS.get(name) if isinstance(name, str) else None
    if known is None or not isinstance(name, str):
        raise ValueError(f"a stored message has a part of unknown type {name!r}")
    values = {
        field: _decode(item) if isinstance(item, list | dict) else item
        for field, item in value.items()
        if field in known
    }
    if name == "PickDate":
        values = {field: item if field == "data" else _day(item) for field, item in values.items()}
    try:
        return _TYPES[name](**values)
    except TypeError as fault:
        raise ValueError(f"a stored message has an incomplete {name}") from fault


def _day(text: str) -> date:
    return date.fromisoformat(text)
