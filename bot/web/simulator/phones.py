"""What people do with their phones: the driver that tests, transcripts and the page use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.web.simulator.records import Json, Message
from bot.web.simulator.visible import Button
from bot.web.simulator.webhooks import EventSource

PICKED = {"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d", "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d"}


class NoSuchButton(LookupError):
    """Nothing with that label can be tapped in the chat now."""


@dataclass(frozen=True)
class Prefilled:
    """A 1:1 chat that a tap opened with words already typed; the person still sends them."""

    chat: str
    text: str


class Phones(EventSource):
    """Every `user` is a user id; every `chat` a group id, or None, "direct" or the user's id for the 1:1 chat."""

    basic_id: str
    bot_name: str
    chat_on: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefilled: dict[str, Prefilled] = {}
        """By user: what the last tap on a link into the 1:1 chat has typed for him."""
        self.opened: dict[str, str] = {}
        """By user: the web address or phone number last opened."""
        self.clipboard: dict[str, str] = {}
        self.loading: set[str] = set()
        """Users whose 1:1 chat shows the loading animation."""
        self.content: dict[str, tuple[str, bytes]] = {}
        """Media type and bytes of pictures, sounds and files by message id."""
        self.unread_tokens: dict[str, str] = {}
        """markAsReadToken → message id."""

    async def say(
        self,
        user: str,
        chat: str | None,
        text: str,
        mention_bot: bool = False,
        *,
        quote: str | None = None,
        mentions: Sequence[str] = (),
    ) -> Message:
        """Sends words.

        `mention_bot` makes the leading @word a real mention (or puts the bot's name before);
        `quote` is a message id; `mentions` are members whose `@name` in the text is a real mention.
        """
        if mention_bot and not text.startswith("@"):
            text = f"@{self.bot_name} {text}"
        content: Json = {"type": "text", "text": text}
        found = []
        if mention_bot:
            found.append(_at(text, text.split(maxsplit=1)[0]) | {"userId": self.bot_user_id, "isSelf": True})
        for member in mentions:
            if f"@{self.users[member].name}" in text:
                who = {"userId": member} if self.users[member].consented else {}
                found.append(_at(text, f"@{self.users[member].name}") | who | {"isSelf": False})
        if found:
            content["mention"] = {"mentionees": found}
        return await self._message(user, chat, content, quote=quote)

    async def press(self, user: str, chat: str | None, label_contains: str) -> str | None:
        """Taps the newest button or chip whose label contains the text; returns words that it typed but did not send.

        Raises NoSuchButton where there is none. A date picker is only opened: answer it with pick_date().
        """
        message, button = self.find_button(user, chat, label_contains)
        return await self.tap(user, message, button)

    def buttons(self, user: str, chat: str | None) -> list[tuple[Message, Button]]:
        """All that can be tapped now, newest message first; chips only while their message is the last of the chat."""
        seen = self.seen(self.chat_of(user, chat), by=user)
        chips = {id(seen[-1])} if seen else set()
        return [
            (message, button)
            for message in reversed(seen)
            for button in sorted(message.buttons(), key=lambda button: not button.quick)
            if not button.quick or id(message) in chips
        ]

    def find_button(self, user: str, chat: str | None, label_contains: str) -> tuple[Message, Button]:
        """The newest match for press(). Raises NoSuchButton, naming what can be tapped instead."""
        choices = self.buttons(user, chat)
        for message, button in choices:
            if label_contains in button.label:
                return message, button
        raise NoSuchButton(f"no button {label_contains!r}; there are: {[button.label for _, button in choices]}")

    async def tap(self, user: str, message: Message, button: Button) -> str | None:
        """Does what tapping this button does on a phone; see press()."""
        action, kind = button.action, button.action["type"]
        if kind == "message":
            await self._message(user, message.chat, {"type": "text", "text": str(action["text"])})
        elif kind == "postback":
            if action.get("text"):
                await self._message(user, message.chat, {"type": "text", "text": str(action["text"])})
            elif action.get("displayText"):
                self.show(message.chat, user, {"type": "text", "text": str(action["displayText"])})
            await self._postback(user, message.chat, {"data": action["data"]})
            if action.get("fillInText"):
                self.prefilled[user] = Prefilled(message.chat, str(action["fillInText"]))
                return str(action["fillInText"])
        elif kind == "uri":
            return self._open(user, str(action["uri"]))
        elif kind == "clipboard":
            self.clipboard[user] = str(action["clipboardText"])
        return None

    async def pick_date(self, user: str, chat: str | None, iso: str) -> None:
        """Answers the newest date picker with `YYYY-MM-DD` (or LINE's time or datetime form).

        Raises NoSuchButton where none is open, ValueError where the picker does not offer that day.
        """
        for message, button in self.buttons(user, chat):
            if button.action["type"] == "datetimepicker":
                await self.pick(user, message, button, iso)
                return
        raise NoSuchButton("no date picker")

    async def pick(self, user: str, message: Message, button: Button, iso: str) -> None:
        """Answers this picker. Raises ValueError for a value outside its limits or of another form."""
        action = button.action
        if not re.fullmatch(PICKED[action["mode"]], iso) or not action.get("min", iso) <= iso <= action.get("max", iso):
            raise ValueError(f"the picker does not offer {iso}: {dict(action)}")
        await self._postback(user, message.chat, {"data": action["data"], "params": {action["mode"]: iso}})

    async def send_image(self, user: str, chat: str | None, data: bytes = b"\x89PNG\r\n\x1a\n") -> Message:
        """Sends a picture (bytes of a PNG or JPEG)."""
        kind = "image/jpeg" if data.startswith(b"\xff\xd8") else "image/png"
        return await self._media(user, chat, {"type": "image", "contentProvider": {"type": "line"}}, kind, data)

    async def send_audio(
        self, user: str, chat: str | None, data: bytes = b"\0", *, milliseconds: int = 3000
    ) -> Message:
        """Sends a voice message."""
        content = {"type": "audio", "duration": milliseconds, "contentProvider": {"type": "line"}}
        return await self._media(user, chat, content, "audio/x-m4a", data)

    async def send_file(self, user: str, chat: str | None, name: str, data: bytes) -> Message:
        """Sends a file."""
        content = {"type": "file", "fileName": name, "fileSize": len(data)}
        return await self._media(user, chat, content, "application/octet-stream", data)

    async def send_sticker(self, user: str, chat: str | None, package: str = "446", sticker: str = "1988") -> Message:
        """Sends a sticker."""
        content = {"type": "sticker", "packageId": package, "stickerId": sticker, "stickerResourceType": "STATIC"}
        return await self._message(user, chat, content)

    async def send_location(
        self, user: str, chat: str | None, latitude: float, longitude: float, *, title: str = "", address: str = ""
    ) -> Message:
        """Shares a place (degrees)."""
        content: Json = {"type": "location", "latitude": latitude, "longitude": longitude}
        named = {name: value for name, value in (("title", title), ("address", address)) if value}
        return await self._message(user, chat, content | named)

    async def unsend(self, user: str, chat: str | None, message: Message | None = None) -> None:
        """Takes back a message of the user's own, the last one by default; its content is gone (410) from then on."""
        target = message or self._own_last(user, chat)
        target.unsent = True
        self.changed()
        await self.send(self.event("unsend", target.chat, user, token=False, unsend={"messageId": target.id}))

    async def edit(self, user: str, chat: str | None, text: str, message: Message | None = None) -> Message:
        """Rewrites a message in a group: same id, new reply and quote tokens. Raises ValueError in a 1:1 chat."""
        target = message or self._own_last(user, chat)
        if target.chat in self.users:
            raise ValueError("LINE lets nobody edit in a 1:1 chat with an official account")
        target.body, target.edited = {"type": "text", "text": text}, True
        self.requote(target)
        self.changed()
        content = {**target.body, "id": target.id, "quoteToken": target.quote_token}
        await self.send(self.event("messageEdited", target.chat, user, message=content))
        return target

    def _own_last(self, user: str, chat: str | None) -> Message:
        for message in reversed(self.seen(self.chat_of(user, chat))):
            if message.sender == user and not message.unsent:
                return message
        raise LookupError(f"{user} has said nothing there")

    def _open(self, user: str, uri: str) -> str | None:
        """Opens a link; one into the bot's 1:1 chat types its text there. Raises ValueError for another account's."""
        self.opened[user] = uri
        parts = urlsplit(uri)
        if parts.netloc != "line.me" or not parts.path.startswith("/R/oaMessage/"):
            return None
        if unquote(parts.path.split("/")[3]) != self.basic_id:
            raise ValueError(f"{uri} opens another account than {self.basic_id}")
        self.prefilled[user] = Prefilled(user, unquote(parts.query))
        self.changed()
        return unquote(parts.query)

    async def _message(self, user: str, chat: str | None, content: Json, *, quote: str | None = None) -> Message:
        where = self.chat_of(user, chat)
        message = self.show(where, user, content, quoted_id=quote)
        await self._announce(message)
        return message

    async def _media(self, user: str, chat: str | None, content: Json, kind: str, data: bytes) -> Message:
        message = self.show(self.chat_of(user, chat), user, content)
        self.content[message.id] = (kind, data)
        await self._announce(message)
        return message

    async def _announce(self, message: Message) -> None:
        """Tells the bot of a new message, if it hears that chat."""
        user, where = str(message.sender), message.chat
        if where in self.users:
            self.users[user].wrote_at = self.clock.now()
        deaf = not self.groups[where].bot_inside if where in self.groups else self.users[where].blocked
        if deaf:
            return
        content: Json = {**message.body, "id": message.id}
        if message.body["type"] in {"text", "sticker", "image", "video"}:
            content["quoteToken"] = message.quote_token
        if message.quoted_id:
            content["quotedMessageId"] = message.quoted_id
        if self.chat_on:
            content["markAsReadToken"] = f"read-{message.id}"
            self.unread_tokens[content["markAsReadToken"]] = message.id
        else:
            self.mark_read(message)
        await self.send(self.event("message", where, user, message=content))

    async def _postback(self, user: str, chat: str, postback: Json) -> None:
        await self.send(self.event("postback", chat, user, postback=postback))


def _at(text: str, word: str) -> Json:
    """Where a mention stands, in UTF-16 units."""
    before = text[: text.index(word)]
    return {"type": "user", "index": len(before.encode("utf-16-le")) // 2, "length": len(word.encode("utf-16-le")) // 2}
