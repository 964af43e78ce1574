"""Telegram's updates as Incoming, read from plain JSON and tolerant of anything new (platforms.md 3).

A message's id is "CHAT:MESSAGE", since Telegram counts messages in each chat anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels import telegram_picker
from bot.channels.telegram_buttons import said_by
from bot.channels.telegram_links import unpack_question, unpack_token
from bot.channels.telegram_mentions import read_mentions
from bot.channels.telegram_slim import DOOR
from bot.chat import ChatRef, Incoming, Kind

NAME = "telegram"
INSIDE, OUTSIDE = frozenset({"creator", "administrator", "member"}), frozenset({"left", "kicked"})
_SENT = {
    "photo": Kind.IMAGE,
    "sticker": Kind.STICKER,
    "voice": Kind.AUDIO,
    "audio": Kind.AUDIO,
    "video": Kind.VIDEO,
    "video_note": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "document": Kind.FILE,
    "location": Kind.LOCATION,
}
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?(?:\s+|$)")
OUR_COMMANDS = frozenset({"start", "ask", "help"})
"""Commands that call us in a group also without our name behind them."""
_EPOCH = datetime.fromtimestamp(0, UTC)

Raw = Mapping[str, Any]


def read(raw: Any) -> Incoming:
    """One update as Incoming. Raises ValueError for what has no number, since it is no update then."""
    if not isinstance(raw, Mapping) or isinstance(raw.get("update_id"), bool):
        raise ValueError("not an update")
    if not isinstance(raw.get("update_id"), int):
        raise ValueError("not an update: it has no number")
    door = _mapping(raw, DOOR)
    if message := _mapping(raw, "message"):
        return _message(raw, message, door, edited=False)
    if message := _mapping(raw, "edited_message"):
        return _message(raw, message, door, edited=True)
    if tap := _mapping(raw, "callback_query"):
        return _tap(raw, tap, door)
    if change := _mapping(raw, "my_chat_member"):
        return _standing(raw, change, door)
    return Incoming(_event_id(raw), Kind.OTHER, ChatRef(NAME, "", "direct"), _at({}, door))


def message_id(chat: str, message: object) -> str | None:
    """Our id of a message: Telegram's own is only unique within its chat."""
    return f"{chat}:{message}" if isinstance(message, int) and not isinstance(message, bool) and chat else None


def tapped(raw: Raw) -> tuple[str, str]:
    """The id of a tap, which must be answered, and its data; empty for any other update."""
    tap = _mapping(raw, "callback_query")
    return _text(tap, "id"), _text(tap, "data")


def _message(raw: Raw, message: Raw, door: Raw, *, edited: bool) -> Incoming:
    chat = _chat(message)
    kind = _kind(message, edited)
    words = _text(message, "text") or _text(message, "caption")
    entities = message.get("entities") or message.get("caption_entities")
    mentions = read_mentions(words, entities, username=_text(door, "username"), own_id=door.get("id"))
    text, data, bot = mentions.text, "", mentions.bot
    if kind in {Kind.TEXT, Kind.EDITED} and text.startswith("/"):
        kind, text, data, called = _command(kind, text, _text(door, "username"), chat)
        bot = bot or called
    if kind is Kind.MOVED:
        data = str(message["migrate_to_chat_id"])
    mid = message_id(chat.id, message.get("message_id"))
    return Incoming(
        event_id=_event_id(raw),
        kind=kind,
        chat=chat,
        at=_at(message, door, edited=edited),
        account=_account(message),
        text=_storable(text),
        data=data or _place(message),
        message_id=mid,
        quoted_id=message_id(chat.id, _mapping(message, "reply_to_message").get("message_id")),
        mentions_bot=bot,
        mentions_others=mentions.others,
        reply_token=mid,
        content_handle=_file_id(message),
    )


def _kind(message: Raw, edited: bool) -> Kind:
    if isinstance(message.get("migrate_to_chat_id"), int):
        return Kind.MOVED
    if message.get("new_chat_members"):
        return Kind.MEMBERS_JOINED
    if _mapping(message, "from").get("is_bot") is True and "sender_chat" not in message:
        return Kind.OTHER
    if "text" in message:
        return Kind.EDITED if edited else Kind.TEXT
    if edited:
        return Kind.OTHER
    return next((kind for name, kind in _SENT.items() if message.get(name)), Kind.OTHER)


def _command(kind: Kind, text: str, username: str, chat: ChatRef) -> tuple[Kind, str, str, bool]:
    """A command as kind, words, data and whether it calls us: /start greets or brings words, others are words."""
    command = _COMMAND.match(text)
    if command is None or (command[2] and username and command[2].lower() != username.lower()):
        return kind, text, "", False  # no command, or another bot's
    name, rest = command[1].lower(), text[command.end() :].strip()
    if chat.is_group:
        calls = bool(command[2]) or name in OUR_COMMANDS
        return kind, rest if calls else text, "", calls
    if name != "start":
        return kind, rest, "", True
    if (question := unpack_question(rest)) is not None:
        return kind, question, "", False
    return Kind.FOLLOW, "", unpack_token(rest) or "", False


def _tap(raw: Raw, tap: Raw, door: Raw) -> Incoming:
    under, data = _mapping(tap, "message"), _text(tap, "data")
    chat = _chat(under)
    kind, text, picked = Kind.PRESS, "", ""
    if telegram_picker.page_of(data) is not None or data == telegram_picker.NOTHING or not data:
        kind = Kind.OTHER
    elif (day := telegram_picker.picked(data)) is not None:
        kind, (picked, data) = Kind.PICK, day
    elif (said := said_by(data, _buttons(under))) is not None:
        kind, text, data = Kind.TEXT, said, ""
    return Incoming(
        event_id=_event_id(raw),
        kind=kind,
        chat=chat,
        at=_at({}, door),
        account=_id(_mapping(tap, "from")) or None,
        text=_storable(text),
        data=data,
        picked=picked,
        mentions_bot=kind is Kind.TEXT,
        reply_token=message_id(chat.id, under.get("message_id")),
    )


def _standing(raw: Raw, change: Raw, door: Raw) -> Incoming:
    """Our own coming and going. An unblocked chat is noted in silence: what its person says comes right behind."""
    chat = _chat(change)
    before, now = _inside(_mapping(change, "old_chat_member")), _inside(_mapping(change, "new_chat_member"))
    kind = Kind.OTHER
    if chat.is_group and before is not now and now is not None:
        kind = Kind.JOIN if now else Kind.LEAVE
    elif not chat.is_group and now is not None:
        kind = Kind.FOLLOW if now else Kind.UNFOLLOW
    quiet = kind is Kind.FOLLOW
    account = _id(_mapping(change, "from")) or None
    return Incoming(_event_id(raw), kind, chat, _at(change, door), account, listen_only=quiet)


def _inside(member: Raw) -> bool | None:
    """Whether we are in, by a status; None for one that nobody knows yet."""
    status = member.get("status")
    if status == "restricted":
        return member.get("is_member") is True
    return True if status in INSIDE else False if status in OUTSIDE else None


def _chat(holder: Raw) -> ChatRef:
    chat = _mapping(holder, "chat")
    return ChatRef(NAME, _id(chat), "direct" if chat.get("type") == "private" else "group")


def _account(message: Raw) -> str | None:
    """Who said it; None for somebody who speaks as a group or a channel, where Telegram names a stand-in."""
    return None if "sender_chat" in message else _id(_mapping(message, "from")) or None


def _at(message: Raw, door: Raw, *, edited: bool = False) -> datetime:
    """Telegram tells whole seconds, and none for a tap: then it is when it came."""
    told = message.get("edit_date") if edited else message.get("date")
    for stamp, part in ((told, 1), (door.get("at"), 1000)):
        if isinstance(stamp, int) and not isinstance(stamp, bool) and stamp > 0:
            try:
                return datetime.fromtimestamp(stamp / part, UTC)
            except (OverflowError, OSError, ValueError):
                continue
    return _EPOCH


def _file_id(message: Raw) -> str | None:
    """By what the largest picture, or the file, is fetched."""
    if isinstance(sizes := message.get("photo"), list) and sizes:
        return _text(sizes[-1], "file_id") or None if isinstance(sizes[-1], Mapping) else None
    held = (_text(_mapping(message, name), "file_id") for name in _SENT if name not in {"photo", "location"})
    return next((one for one in held if one), None)


def _place(message: Raw) -> str:
    place = _mapping(message, "location")
    here = (place.get("latitude"), place.get("longitude"))
    return f"{here[0]},{here[1]}" if all(isinstance(degrees, int | float) for degrees in here) else ""


def _buttons(under: Raw) -> list[list[dict[str, str]]]:
    rows = _mapping(under, "reply_markup").get("inline_keyboard")
    if not isinstance(rows, list):
        return []
    return [
        [dict(one) for one in row if isinstance(one, Mapping) and "text" in one]
        for row in rows
        if isinstance(row, list)
    ]


def _event_id(raw: Raw) -> str:
    return str(raw["update_id"])


def _id(node: Raw) -> str:
    value = node.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _mapping(node: Raw, key: str) -> Raw:
    value = node.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(node: Raw, key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""


def _storable(text: str) -> str:
    """The text without NUL and half surrogates, which no database takes."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
