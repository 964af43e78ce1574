"""A LINE webhook's body as single events, masked before anything of them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import structlog

from bot.channels import line_read
from bot.understanding.masking import mask
from bot.web.ingest import RawEvent

log = structlog.get_logger()

_WRITTEN = ("text", "fileName", "title", "address")
"""What people write or name themselves. Masking keeps every length, so the places of mentions stay right."""


def line_events(events: Iterable[Any], now: datetime) -> Iterator[RawEvent]:
    """Each readable event; one that is none is passed over, whatever the others are.

    Where LINE gave no event id or time, ours are written into the event, so that it reads the same for ever.
    """
    for raw in events:
        try:
            yield _event(raw, now)
        except (ValueError, TypeError, AttributeError, RecursionError) as fault:
            log.warning("line.event_unreadable", error=type(fault).__name__)


def _event(raw: Any, now: datetime) -> RawEvent:
    if not isinstance(raw, dict):
        raise ValueError("not an event")
    raw["webhookEventId"] = line_read.event_id(raw)
    if line_read.occurred_at(raw) is None:
        raw["timestamp"] = int(now.timestamp() * 1000)
    message = raw.get("message")
    if isinstance(message, dict):
        for name in _WRITTEN:
            if isinstance(message.get(name), str):
                message[name] = mask(message[name])
    return RawEvent(line_read.read(raw), raw)
