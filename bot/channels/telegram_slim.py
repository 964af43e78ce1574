"""What of a Telegram update is kept: what is read of it and no more, with what people wrote masked.

A quoted message, the names of people and of chats never reach the database: they were not said to us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Raw = Mapping[str, Any]
DOOR = "nongbaht"
"""What our door adds to an update: who we are (`username`) and when it came (`at`, milliseconds), since a tap tells no
time and a mention is only a name."""

_MESSAGES = ("message", "edited_message")
_WRITTEN = ("text", "caption")
_PLAIN = (
    "message_id",
    "date",
    "edit_date",
    "media_group_id",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)
_FILES = ("audio", "voice", "video", "video_note", "animation", "document", "sticker")
_FILE = ("file_id", "file_size", "mime_type", "duration", "width", "height")


def slim(update: Raw, mask: Callable[[str], str]) -> dict[str, Any]:
    """The update as it may be stored; what is of an unknown kind keeps its number alone. `mask` keeps lengths."""
    kept: dict[str, Any] = {"update_id": update.get("update_id")}
    for name in _MESSAGES:
        if isinstance(update.get(name), Mapping):
            kept[name] = _message(update[name], mask)
    if isinstance(tap := update.get("callback_query"), Mapping):
        kept["callback_query"] = {**_some(tap, "id", "data"), "from": _person(tap.get("from")), **_under(tap)}
    if isinstance(change := update.get("my_chat_member"), Mapping):
        kept["my_chat_member"] = {
            **_some(change, "date"),
            "chat": _chat(change.get("chat")),
            "from": _person(change.get("from")),
            "old_chat_member": _standing(change.get("old_chat_member")),
            "new_chat_member": _standing(change.get("new_chat_member")),
        }
    return kept


def _message(message: Raw, mask: Callable[[str], str]) -> dict[str, Any]:
    kept = _some(message, *_PLAIN) | {"chat": _chat(message.get("chat"))}
    if isinstance(message.get("from"), Mapping):
        kept["from"] = _person(message["from"])
    if isinstance(message.get("sender_chat"), Mapping):
        kept["sender_chat"] = _some(message["sender_chat"], "id")
    for name in _WRITTEN:
        if isinstance(message.get(name), str):
            kept[name] = mask(message[name])
    for name in ("entities", "caption_entities"):
        if isinstance(message.get(name), list):
            kept[name] = [_entity(one) for one in message[name] if isinstance(one, Mapping)]
    if isinstance(quoted := message.get("reply_to_message"), Mapping):
        kept["reply_to_message"] = _some(quoted, "message_id")
    return kept | _sent(message, mask)


def _sent(message: Raw, mask: Callable[[str], str]) -> dict[str, Any]:
    """Pictures, sounds, files, places, and who came."""
    kept: dict[str, Any] = {}
    if isinstance(sizes := message.get("photo"), list):
        kept["photo"] = [_some(one, *_FILE) for one in sizes if isinstance(one, Mapping)]
    for name in _FILES:
        if isinstance(held := message.get(name), Mapping):
            kept[name] = _some(held, *_FILE)
            if isinstance(held.get("file_name"), str):
                kept[name]["file_name"] = mask(held["file_name"])
    place = message.get("venue", {}).get("location") if isinstance(message.get("venue"), Mapping) else None
    if isinstance(place := place or message.get("location"), Mapping):
        kept["location"] = _some(place, "latitude", "longitude")
    if isinstance(came := message.get("new_chat_members"), list):
        kept["new_chat_members"] = [_person(one) for one in came]
    return kept


def _under(tap: Raw) -> dict[str, Any]:
    """The message that was tapped: where it stands, and its buttons, one of which says what was tapped."""
    message = tap.get("message")
    if not isinstance(message, Mapping):
        return {}
    markup = message.get("reply_markup")
    kept = _some(message, "message_id", "date") | {"chat": _chat(message.get("chat"))}
    return {"message": kept | ({"reply_markup": markup} if isinstance(markup, Mapping) else {})}


def _entity(entity: Raw) -> dict[str, Any]:
    kept = _some(entity, "type", "offset", "length")
    return kept | ({"user": _person(entity["user"])} if isinstance(entity.get("user"), Mapping) else {})


def _standing(member: Any) -> dict[str, Any]:
    return _some(member, "status", "is_member") if isinstance(member, Mapping) else {}


def _chat(chat: Any) -> dict[str, Any]:
    return _some(chat, "id", "type") if isinstance(chat, Mapping) else {}


def _person(user: Any) -> dict[str, Any]:
    return _some(user, "id", "is_bot") if isinstance(user, Mapping) else {}


def _some(node: Raw, *names: str) -> dict[str, Any]:
    return {name: node[name] for name in names if name in node}
