"""What went over the wire, as JSON lines that a judge of LINE traffic can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

KEPT_HEADERS = ("authorization", "content-type", "x-line-retry-key")
EVENT_TYPES = frozenset(
    [
        "message",
        "messageEdited",
        "unsend",
        "postback",
        "follow",
        "unfollow",
        "join",
        "leave",
        "memberJoined",
        "memberLeft",
    ]
)
MESSAGE_TYPES = frozenset(["text", "image", "video", "audio", "file", "location", "sticker"])


class Traffic:
    """Appends calls and webhooks to a file; without a path it does nothing. The bearer token never reaches the file."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def call(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> None:
        """One call that the bot made."""
        kept = {name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS}
        for name in kept:
            if name.lower() == "authorization":
                kept[name] = "Bearer (redacted)" if kept[name].startswith("Bearer ") else "(redacted)"
        self._write({"method": method, "path": path, "headers": kept, "body": body})

    def webhook(self, body: Mapping[str, Any]) -> None:
        """One webhook body that was sent. Events that are strange on purpose are left out."""
        events = [event for event in body["events"] if _ordinary(event)]
        if events or not body["events"]:
            self._write({"webhook": {**body, "events": events}})

    def _write(self, line: Mapping[str, Any]) -> None:
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _ordinary(event: Mapping[str, Any]) -> bool:
    """Whether an event is one that LINE sends today."""
    known = (
        event.get("type") in EVENT_TYPES and event.get("mode") in {"active", "standby"} and "webhookEventId" in event
    )
    return known and event.get("message", {}).get("type", "text") in MESSAGE_TYPES
