"""A Reply as JSON and back, for the outbox. Every node names its type, so a stored message outlives a reordering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from bot.chat import Card, Choice, GoPrivate, OpenLink, PickDate, Press, Reply, Row, Say, Section, Text

_TYPES = {
    kind.__name__: kind for kind in (Reply, Text, Card, Section, Row, Choice, Press, Say, GoPrivate, OpenLink, PickDate)
}


def encode(reply: Reply) -> dict[str, Any]:
    """The reply as a JSON object."""
    plain: dict[str, Any] = _encode(reply)
    return plain


def decode(stored: Mapping[str, Any]) -> Reply:
    """The reply that encode() made into `stored`. Raises ValueError for anything else."""
    reply = _decode(stored)
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
    told = {
        field.name: getattr(value, field.name) for field in fields(value) if getattr(value, field.name) != field.default
    }
    return {"is": name, **{key: _encode(item) for key, item in told.items()}}


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if not isinstance(value, Mapping):
        return value
    kind = _TYPES.get(str(value.get("is")))
    if kind is None:
        raise ValueError(f"a stored message has a part of unknown type {value.get('is')!r}")
    known = {field.name for field in fields(kind)}
    values = {key: _decode(item) for key, item in value.items() if key in known}
    if kind is PickDate:
        values = {key: _day(item) if key != "data" else item for key, item in values.items()}
    try:
        return kind(**values)
    except TypeError as fault:
        raise ValueError(f"a stored message has an incomplete {kind.__name__}") from fault


def _day(text: str) -> date:
    return date.fromisoformat(text)
