"""LINE's webhook events as Incoming, read from plain JSON and tolerant of anything new (platforms.md 0.14, 1.2, 1.3).

No SDK model stands between: one unknown value there loses the message or the whole batch.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.line_mentions import read_mentions
from bot.chat import ChatRef, Incoming, Kind

NAME = "line"
_KINDS = {
    "messageEdited": Kind.EDITED,
    "unsend": Kind.UNSENT,
    "follow": Kind.FOLLOW,
    "unfollow": Kind.UNFOLLOW,
    "join": Kind.JOIN,
    "leave": Kind.LEAVE,
    "memberJoined": Kind.MEMBERS_JOINED,
}
_MESSAGES = {kind.value: kind for kind in (Kind.TEXT, Kind.IMAGE, Kind.STICKER, Kind.AUDIO, Kind.VIDEO, Kind.FILE)}
_MESSAGES["location"] = Kind.LOCATION
_ID = re.compile(r"[!-~]{1,100}")
_EPOCH = datetime.fromtimestamp(0, UTC)


def read(raw: Any) -> Incoming:
    """One raw event as Incoming. Raises ValueError for what has no type, since it is no event then."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("type"), str):
        raise ValueError("not an event: it has no type")
    message = _mapping(raw, "message")
    if raw["type"] == "unsend":
        message = {"id": _mapping(raw, "unsend").get("messageId")}
    postback = _mapping(raw, "postback")
    mentions = read_mentions(_text(message, "text"), message.get("mention"))
    return Incoming(
        event_id=event_id(raw),
        kind=_kind(raw, message, postback),
        chat=chat_of(_mapping(raw, "source")),
        at=occurred_at(raw) or _EPOCH,
        account=_known(_mapping(raw, "source"), "userId") or None,
        text=_storable(mentions.text),
        data=_text(postback, "data") or _place(message),
        picked=_picked(postback),
        message_id=_known(message, "id") or None,
        quoted_id=_known(message, "quotedMessageId") or None,
        mentions_bot=mentions.bot,
        mentions_others=mentions.others,
        reply_token=_text(raw, "replyToken") or None,
        read_token=_text(message, "markAsReadToken") or None,
        listen_only=raw.get("mode") == "standby",
    )


def event_id(raw: Mapping[str, Any]) -> str:
    """LINE's id of the event; where it has none, a digest of what a redelivery leaves unchanged."""
    given = _text(raw, "webhookEventId")
    if _ID.fullmatch(given):
        return given
    lasting = {key: value for key, value in raw.items() if key != "deliveryContext"}
    return "digest-" + hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()


def occurred_at(raw: Mapping[str, Any]) -> datetime | None:
    """The event's own time, aware UTC; None where it tells none."""
    stamp = raw.get("timestamp")
    if isinstance(stamp, bool) or not isinstance(stamp, int | float):
        return None
    try:
        return datetime.fromtimestamp(stamp / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def chat_of(source: Mapping[str, Any]) -> ChatRef:
    """The chat of an event. An old multi-person room is a group; an event of no chat gets an empty id."""
    group = _known(source, "groupId") or _known(source, "roomId")
    if group or source.get("type") in {"group", "room"}:
        return ChatRef(NAME, group, "group")
    return ChatRef(NAME, _known(source, "userId"), "direct")


def _kind(raw: Mapping[str, Any], message: Mapping[str, Any], postback: Mapping[str, Any]) -> Kind:
    if raw["type"] == "message":
        return _MESSAGES.get(_text(message, "type"), Kind.OTHER)
    if raw["type"] == "postback":
        return Kind.PICK if _picked(postback) else Kind.PRESS
    return _KINDS.get(raw["type"], Kind.OTHER)


def _picked(postback: Mapping[str, Any]) -> str:
    params = _mapping(postback, "params")
    return _text(params, "date") or _text(params, "datetime") or _text(params, "time")


def _place(message: Mapping[str, Any]) -> str:
    here = (message.get("latitude"), message.get("longitude"))
    return f"{here[0]},{here[1]}" if all(isinstance(degrees, int | float) for degrees in here) else ""


def _mapping(node: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = node.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _known(node: Mapping[str, Any], key: str) -> str:
    """An id that a database column can hold; anything else counts as none."""
    value = _text(node, key)
    return value if _ID.fullmatch(value) else ""


def _storable(text: str) -> str:
    """The text without NUL and half surrogates, which no database takes."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
