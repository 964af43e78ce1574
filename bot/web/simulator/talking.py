"""What people say and send: words, pictures, stickers, places; taking back and rewriting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.addressing import called_at, load_call_words
from bot.web.simulator.records import Json, Message
from bot.web.simulator.webhooks import EventSource


class Talking(EventSource):
    """Every `user` is a user id; every `chat` a group id, or None, "direct" or the user's id for the 1:1 chat."""

    bot_name: str
    chat_on: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

        `mention_bot` makes the leading @word, or the bot's name behind an @, a real mention (or puts the name before);
        `quote` is a message id; `mentions` are members whose `@name` in the text is a real mention.
        """
        named = called_at(text, (self.bot_name, *load_call_words()))
        if mention_bot and not text.startswith("@") and named is None:
            text = f"@{self.bot_name} {text}"
        content: Json = {"type": "text", "text": text}
        found = []
        if mention_bot:
            found.append(
                _at(text, text.split(maxsplit=1)[0] if text.startswith("@") else str(named))
                | {"userId": self.bot_user_id, "isSelf": True}
            )
        for member in mentions:
            if f"@{self.users[member].name}" in text:
                who = {"userId": member} if self.users[member].consented else {}
                found.append(_at(text, f"@{self.users[member].name}") | who | {"isSelf": False})
        if found:
            content["mention"] = {"mentionees": found}
        return await self._message(user, chat, content, quote=quote)

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


def _at(text: str, word: str) -> Json:
    """Where a mention stands, in UTF-16 units."""
    before = text[: text.index(word)]
    return {"type": "user", "index": len(before.encode("utf-16-le")) // 2, "length": len(word.encode("utf-16-le")) // 2}
