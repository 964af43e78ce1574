"""What the page shows of Telegram, as JSON of the same shape as LINE's (bot/web/simulator/view.py)."""

from __future__ import annotations

from typing import Any

from bot.web.simulator.telegram.platform import FakeTelegram
from bot.web.simulator.telegram.records import Call, Json, Message, SentUpdate
from bot.words import Words

SHOWN_MESSAGES = 200
SHOWN_WIRE = 9
NAMED = {"photo": "picture", "voice": "sound", "sticker": "sticker", "location": "place"}
"""What has no words: its key in the Bot API, and in the words `simulator.alt.…`."""


def phone(fake: FakeTelegram, words: Words, user: int, chat: int) -> Json:
    """One person's phone, opened at `chat` (his own number for the 1:1 chat, or a group's)."""
    groups = [one.id for one in fake.groups.values() if user in one.members and one.moved_to is None]
    return {
        "on": "telegram",
        "chats": [_chat_line(fake, words, one) for one in (user, *groups)],
        "chat": chat,
        "loading": chat in fake.typing,
        "blocked": fake.people[user].blocked,
        "started": fake.people[user].started,
        "privacy": fake.privacy,
        "commands": fake.commands,
        "messages": [_message(fake, words, user, one) for one in fake.seen(chat)[-SHOWN_MESSAGES:]],
        "standby": False,
        "menu": None,
    }


def wire(fake: FakeTelegram) -> list[Json]:
    """What went over the wire last, newest first."""
    return [_call(one) if isinstance(one, Call) else _update(one) for one in reversed([*fake.wire][-SHOWN_WIRE:])]


def newest(fake: FakeTelegram, chat: int) -> Json:
    """The chat and the number of the bot's newest message in it, -1 for none: what a badge needs."""
    return {"chat": chat, "number": max((one.number for one in fake.seen(chat) if one.from_bot), default=-1)}


def _chat_line(fake: FakeTelegram, words: Words, chat: int) -> Json:
    seen = fake.seen(chat)
    group = fake.groups.get(chat)
    return {
        "id": chat,
        "group": group is not None,
        "name": group.title if group else fake.bot_name,
        "people": len(group.members) + group.bot_inside if group else 2,
        "last": _alt(words, seen[-1]) if seen else "",
        "number": seen[-1].number if seen else -1,
        "at": _local(fake, seen[-1]) if seen else "",
    }


def _message(fake: FakeTelegram, words: Words, user: int, message: Message) -> Json:
    return {
        "id": message.id,
        "number": message.number,
        "mine": message.sender == user,
        "bot": message.from_bot,
        "name": _name(fake, message),
        "at": _local(fake, message),
        "body": _body(message),
        "text": _typed(message),
        "alt": _alt(words, message),
        "way": "",
        "edited": message.edited,
        "heard": message.heard,
        "quoted": _quoted(fake, words, message),
    }


def _body(message: Message) -> Json:
    """The body without ids of files and data of buttons: those stay here."""
    body = message.body
    kind = next((one for one in ("photo", "document", "voice", "sticker", "location") if one in body), "text")
    more: dict[str, Any] = {
        "document": {"name": body.get("document", {}).get("file_name", "")},
        "voice": {"seconds": body.get("voice", {}).get("duration", 0)},
        "sticker": {"drawn": body.get("drawn", "")},
        "location": body.get("location", {}),
    }
    keys = [[{"label": one.label, "url": bool(one.url)} for one in row] for row in message.keyboard()]
    return {"type": kind, "entities": body.get("entities", []), "keyboard": keys, **more.get(kind, {})}


def _typed(message: Message) -> str:
    """The words on it; as on a phone, what came with START is not shown."""
    text = str(message.body.get("text") or message.body.get("caption") or "")
    return "/start" if message.sender is not None and text.startswith("/start ") else text


def _alt(words: Words, message: Message) -> str:
    """What the list of chats and a quote show of it."""
    if text := _typed(message):
        return text
    if name := message.body.get("document", {}).get("file_name"):
        return str(name)
    return next((words.of("simulator.alt", key) for kind, key in NAMED.items() if kind in message.body), "")


def _quoted(fake: FakeTelegram, words: Words, message: Message) -> Json | None:
    target = fake.message(message.chat, message.body.get("quoted", 0))
    return {"name": _name(fake, target), "text": _alt(words, target)} if target else None


def _name(fake: FakeTelegram, message: Message) -> str:
    return fake.bot_name if message.sender is None else fake.people[message.sender].name


def _local(fake: FakeTelegram, message: Message) -> str:
    return message.at.astimezone(fake.clock.zone).isoformat()


def _call(call: Call) -> Json:
    return {"call": call.method, "status": call.status}


def _update(sent: SentUpdate) -> Json:
    kinds = [key for key in sent.update if key != "update_id"]
    reason = "ok" if sent.ok else "refused"
    told = {"events": kinds, "status": sent.status, "reason": reason, "ms": round(sent.seconds * 1000)}
    return told | {"telegram": True}
