"""What the page shows, as JSON: the phone in somebody's hand and the panel beside it."""

from __future__ import annotations

from bot.clock import Clock
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Call, Json, Message, SentWebhook

SHOWN_MESSAGES = 200
SHOWN_WIRE = 9


def phone(fake: FakeLine, user: str, chat: str) -> Json:
    """One person's phone, opened at `chat` (a chat id as World names it)."""
    return {
        "chats": [_chat_line(fake, user, user)]
        + [_chat_line(fake, user, group.id) for group in fake.groups.values() if user in group.members],
        "chat": chat,
        "loading": chat in fake.loading,
        "blocked": fake.users[user].blocked,
        "messages": [_message(fake, user, message) for message in fake.seen(chat, by=user)[-SHOWN_MESSAGES:]],
        "standby": chat in fake.standby,
        "menu": _menu(fake, user) if chat == user else None,
        "prefilled": fake.prefilled[user].text if user in fake.prefilled and fake.prefilled[user].chat == chat else "",
    }


def panel(fake: FakeLine, clock: Clock, *, running: bool) -> Json:
    """The clock, the quota and what went over the wire last, newest first."""
    return {
        "now": clock.now().astimezone(clock.zone).isoformat(),
        "running": running,
        "used": fake.quota.used,
        "limit": fake.quota.limit,
        "wire": [
            _call(one) if isinstance(one, Call) else _webhook(one) for one in reversed([*fake.wire][-SHOWN_WIRE:])
        ],
    }


def heard(fake: FakeLine, since: int) -> Json:
    """What the bot has said anywhere since message number `since`, and the number to ask with next time."""
    news = [
        {"chat": message.chat, "text": message.text(), "choices": [b.label for b in message.buttons() if b.quick]}
        for message in fake.news(since)
    ]
    return {"mark": fake.mark(), "news": news}


def newest(fake: FakeLine, user: str) -> Json:
    """The 1:1 chat and the number of the bot's newest message in it, -1 for none: what a badge needs."""
    return {"chat": user, "number": max((one.number for one in fake.seen(user) if one.from_bot), default=-1)}


def _menu(fake: FakeLine, user: str) -> Json | None:
    """The rich menu at the foot of the 1:1 chat: its picture, its areas in per cent, the words on its bar."""
    menu = fake.menus.shown_to(user)
    if menu is None or fake.users[user].blocked:
        return None
    width, height = menu.spec["size"]["width"], menu.spec["size"]["height"]
    areas = []
    for area in menu.spec["areas"]:
        box = area["bounds"]
        across, down = (box["x"], box["width"]), (box["y"], box["height"])
        sides = [round(100 * side / width, 3) for side in across] + [round(100 * side / height, 3) for side in down]
        areas.append(
            {"left": sides[0], "width": sides[1], "top": sides[2], "height": sides[3], "action": area["action"]}
        )
    told = {"id": menu.id, "bar": menu.spec["chatBarText"], "open": menu.spec["selected"]}
    return told | {"width": width, "height": height, "areas": areas}


def _chat_line(fake: FakeLine, user: str, chat: str) -> Json:
    seen = fake.seen(chat, by=user)
    group = fake.groups.get(chat)
    return {
        "id": chat,
        "group": group is not None,
        "name": group.name if group else fake.bot_name,
        "people": len(group.members) + group.bot_inside if group else 2,
        "last": seen[-1].alt if seen and not seen[-1].unsent else "",
        "number": seen[-1].number if seen else -1,
        "at": _local(fake, seen[-1]) if seen else "",
    }


def _message(fake: FakeLine, user: str, message: Message) -> Json:
    names = {person.id: person.name for person in fake.users.values()}
    return {
        "id": message.id,
        "number": message.number,
        "mine": message.sender == user,
        "bot": message.from_bot,
        "name": fake.bot_name if message.sender is None else names[message.sender],
        "at": _local(fake, message),
        "body": {"type": "unsent"} if message.unsent else message.body,
        "text": message.text() if message.body["type"] in {"text", "textV2"} else "",
        "alt": message.alt,
        "way": message.way,
        "read": message.read,
        "edited": message.edited,
        "quoted": _quoted(fake, message),
    }


def _quoted(fake: FakeLine, message: Message) -> Json | None:
    target = fake.message(message.quoted_id) if message.quoted_id else None
    if target is None:
        return None
    return {"name": fake.bot_name if target.sender is None else fake.users[target.sender].name, "text": target.alt}


def _local(fake: FakeLine, message: Message) -> str:
    return message.at.astimezone(fake.clock.zone).isoformat()


def _call(call: Call) -> Json:
    return {"call": f"{call.method} {call.path.removeprefix('/v2/bot')}", "status": call.status}


def _webhook(webhook: SentWebhook) -> Json:
    kinds = [event.get("type") for event in webhook.body["events"]]
    return {"events": kinds, "status": webhook.status, "reason": webhook.reason, "ms": round(webhook.seconds * 1000)}
