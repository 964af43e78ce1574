"""What people do on their phones: say, send, tap, pick a day; block the bot, let it in and out of groups."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from bot.web.simulator.telegram.limits import units
from bot.web.simulator.telegram.records import Button, Json, Message
from bot.web.simulator.telegram.updates import UpdateSource

_MENTION = re.compile(r"@([A-Za-z][A-Za-z0-9_]{3,31})")
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?(?=\s|$)")
MOST_PAGES = 36
JPEG = b"\xff\xd8\xff\xd9"


class NoSuchButton(LookupError):
    """Nothing with that label can be tapped in the chat now."""


class Phones(UpdateSource):
    """Every `user` is an account's number; every `group` a group's number, or None for the 1:1 chat with the bot."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taps: dict[str, bool] = {}
        """Ids of taps, and whether the bot has answered them."""
        self.opened: dict[int, str] = {}
        """By account: the address last opened."""
        self.typing: set[int] = set()
        """Chats in which the bot has shown that it is typing."""

    async def say(self, user: int, group: int | None, text: str, *, quote: int | None = None) -> Message:
        """Sends words; `quote` is the number of a message of that chat. Words come to the bot as Telegram lets them."""
        body: Json = {"text": text, **_entities(text)}
        return await self._send(user, group, body | ({"quoted": quote} if quote else {}))

    async def start(self, user: int, payload: str = "") -> Message:
        """Taps START, or a link t.me/BOT?start=PAYLOAD and then START; lifts a block."""
        person = self.people[user]
        person.started = True
        if person.blocked:
            await self.unblock(user)
        return await self.say(user, None, f"/start {payload}".strip())

    async def send_image(self, user: int, group: int | None, data: bytes = JPEG, caption: str = "") -> Message:
        """Sends a picture; Telegram keeps it in several sizes."""
        sizes = [self.keep(data, width=90, height=90), self.keep(data, width=1280, height=960)]
        return await self._send(user, group, {"photo": sizes, **({"caption": caption} if caption else {})})

    async def send_audio(self, user: int, group: int | None, data: bytes = b"\0", *, seconds: int = 3) -> Message:
        """Sends a voice message."""
        return await self._send(user, group, {"voice": self.keep(data, duration=seconds, mime_type="audio/ogg")})

    async def send_file(self, user: int, group: int | None, name: str, data: bytes) -> Message:
        """Sends a file."""
        return await self._send(user, group, {"document": self.keep(data, file_name=name)})

    async def send_sticker(self, user: int, group: int | None, drawn: str = "") -> Message:
        """Sends a sticker; `drawn` is the page's name of it."""
        facts = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self._send(user, group, {"sticker": self.keep(b"\0", **facts), "drawn": drawn})

    async def send_location(self, user: int, group: int | None, latitude: float, longitude: float) -> Message:
        """Shares a place (degrees)."""
        return await self._send(user, group, {"location": {"latitude": latitude, "longitude": longitude}})

    async def edit(self, user: int, group: int | None, text: str, number: int | None = None) -> Message:
        """Rewrites a message of the person's, without `number` the last. Raises LookupError where it is not his."""
        chat = self.where(user, group)
        mine = [one for one in self.seen(chat) if one.sender == user and number in (None, one.id)]
        if not mine:
            raise LookupError("only one's own messages can be rewritten")
        message = mine[-1]
        quoted = {"quoted": message.body["quoted"]} if "quoted" in message.body else {}
        message.body, message.edited = {"text": text, **_entities(text), **quoted}, True
        self.changed()
        message.heard = self._heard(message)
        if message.heard:
            await self.tell(edited_message=self.shown(message))
        return message

    async def press(self, user: int, group: int | None, label: str) -> None:
        """Taps the newest button whose label contains the text. Raises NoSuchButton, naming what there is."""
        await self.tap(user, *self.find(self.where(user, group), label))

    def find(self, chat: int, label: str) -> tuple[Message, Button]:
        """The newest such button."""
        all_ = [(one, button) for one in reversed(self.seen(chat)) if one.from_bot for button in one.buttons()]
        for message, button in all_:
            if label in button.label:
                return message, button
        raise NoSuchButton(f"no button {label!r}; there are: {[button.label for _, button in all_]}")

    async def tap(self, user: int, message: Message, button: Button) -> None:
        """Does what a tap does: tells the bot, or opens an address; one that starts the bot is followed through."""
        if button.url:
            self.opened[user] = button.url
            parts = urlsplit(button.url)
            if parts.netloc == "t.me" and parts.path == f"/{self.username}":
                await self.start(user, parse_qs(parts.query).get("start", [""])[0])
            return
        tap = uuid4().hex
        self.taps[tap] = False
        await self.tell(
            callback_query={
                "id": tap,
                "from": self.people[user].user(),
                "message": self.shown(message),
                "chat_instance": str(message.chat),
                "data": button.data,
            }
        )

    async def pick_date(self, user: int, group: int | None, iso: str) -> None:
        """Finds a day in the newest calendar: opens it, turns its pages, taps the day. Raises NoSuchButton."""
        chat = self.where(user, group)
        for _ in range(MOST_PAGES):
            message, day, page = self._calendar(chat, iso)
            if day is not None:
                return await self.tap(user, message, day)
            if page is None:
                break
            before = message.keyboard()
            await self.tap(user, message, page)
            await self.settled()
            if message.keyboard() == before:
                break
        raise NoSuchButton(f"no calendar here offers {iso}")

    async def settled(self) -> None:
        """Waits until the bot has answered every tap."""
        for _ in range(500):
            if all(self.taps.values()):
                return
            await asyncio.sleep(0.01)

    def _calendar(self, chat: int, iso: str) -> tuple[Message, Button | None, Button | None]:
        """The newest message with a calendar, the button of the day, and the button that leads nearer to it."""
        for message in reversed(self.seen(chat)):
            pages = [one for one in message.buttons() if one.data.startswith("~o")]
            days = [one for one in message.buttons() if one.data.startswith("~d")]
            if not pages and not days:
                continue
            day = next((one for one in days if one.data.startswith(f"~d{iso}|")), None)
            shown = days[0].data[2:9] if days else ""
            nearer = [one for one in pages if not shown or (one.data[2:9] > shown) == (iso[:7] > shown)]
            return message, day, nearer[0] if nearer else None
        raise NoSuchButton("no calendar here")

    async def block(self, user: int) -> None:
        """Blocks the bot."""
        self.people[user].blocked = True
        self.changed()
        await self._standing(user, self.people[user].chat(), "member", "kicked")

    async def unblock(self, user: int) -> None:
        """Lifts the block; phones then show START."""
        self.people[user].blocked = False
        await self._standing(user, self.people[user].chat(), "kicked", "member")

    async def let_in(self, user: int, group: int) -> None:
        """Somebody brings the bot into a group."""
        self.groups[group].bot_inside = True
        await self._standing(user, self.groups[group].chat(), "left", "member")

    async def put_out(self, user: int, group: int) -> None:
        """Somebody puts the bot out of a group."""
        self.groups[group].bot_inside = False
        await self._standing(user, self.groups[group].chat(), "member", "kicked")

    async def upgrade(self, group: int, new: int, *, tell: bool = True) -> None:
        """A group becomes a supergroup with another number; calls to the old one are told so."""
        old = self.groups[group]
        self.add_group(new, old.title, old.members, kind="supergroup")
        old.moved_to = new
        if tell:
            message = self.show(group, next(iter(old.members)), {"migrate_to_chat_id": new})
            await self.tell(message=self.shown(message))

    async def _standing(self, user: int, chat: Json, before: str, now: str) -> None:
        change = {"chat": chat, "from": self.people[user].user(), "date": self.seconds()}
        was, is_ = ({"status": status, "user": self.bot_user(), **_facts(status)} for status in (before, now))
        await self.tell(my_chat_member=change | {"old_chat_member": was, "new_chat_member": is_})

    async def _send(self, user: int, group: int | None, body: Json) -> Message:
        chat = self.where(user, group)
        if group is None:
            self.people[user].started = True
        message = self.show(chat, user, body)
        message.heard = self._heard(message)
        if message.heard:
            await self.tell(message=self.shown(message))
        return message

    def _heard(self, message: Message) -> bool:
        """Whether Telegram tells the bot of a message (platforms.md 3, privacy mode)."""
        if message.chat in self.people:
            return not self.people[message.chat].blocked
        if not self.groups[message.chat].bot_inside or self.groups[message.chat].moved_to is not None:
            return False
        if not self.privacy:
            return True
        quoted = self.message(message.chat, message.body.get("quoted", 0))
        if quoted is not None and quoted.from_bot:
            return True
        words = str(message.body.get("text") or message.body.get("caption") or "").lower()
        command = _COMMAND.match(words)
        named = f"@{self.username.lower()}"
        if command is not None and "@" in command[0]:
            return command[0].endswith(named)
        last = next((one for one in reversed(self.seen(message.chat)[:-1])), None)
        return (command is not None and last is not None and last.from_bot) or named in words

    def keep(self, data: bytes, **facts: Any) -> Json:
        """Holds bytes as a file, and gives it as the Bot API shows it."""
        name = f"file-{uuid4().hex}"
        self.content[name] = data
        return {"file_id": name, "file_unique_id": name[-12:], "file_size": len(data), **facts}


def _entities(text: str) -> Json:
    """What Telegram itself marks in words: mentions, and a command at the beginning."""
    found = [("mention", one.start(), one.end()) for one in _MENTION.finditer(text)]
    if command := _COMMAND.match(text):
        found.insert(0, ("bot_command", command.start(), command.end()))
    made = [{"type": kind, "offset": units(text[:a]), "length": units(text[a:b])} for kind, a, b in found]
    return {"entities": made} if made else {}


def _facts(status: str) -> Json:
    return {"until_date": 0} if status == "kicked" else {}
