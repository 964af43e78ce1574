"""What a visitor of the page can do on a phone that shows Telegram: each deed takes the page's JSON object."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, unquote, urlsplit

from bot.web.simulator.deeds_sending import LONGEST_VOICE, MOST_BYTES, PLACES, STICKERS, sample_paper
from bot.web.simulator.telegram.limits import units
from bot.web.simulator.telegram.phones import NoSuchButton
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.web.simulator.telegram.records import Button, Json, Message
from bot.words import Words

MOST_TYPED = 4096
MOST_PAYLOAD = 64


class TelegramDeeds:
    """The deeds by name in `table`. All raise LookupError or ValueError for what cannot be done."""

    def __init__(self, fake: FakeTelegram, words: Words) -> None:
        self._fake, self._words = fake, words
        self.table: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "say": self.say,
            "start": self.start,
            "tap": self.tap,
            "edit": self.edit,
            "block": self.block,
            "privacy": self.privacy,
            "picture": self.picture,
            "sticker": self.sticker,
            "voice": self.voice,
            "place": self.place,
        }

    async def say(self, asked: Json) -> Json:
        """Types and sends; `quote` is the number of the message that is answered."""
        user, group = self._where(asked)
        quote = self._message(asked, "quote").id if asked.get("quote") else None
        await self._fake.say(user, group, _typed(asked), quote=quote)
        return {}

    async def start(self, asked: Json) -> Json:
        """Taps START, with the `payload` of the link that led here; lifts a block."""
        user, _ = self._where(asked)
        payload = str(asked.get("payload", ""))
        if len(payload) > MOST_PAYLOAD:
            raise ValueError("a link carries 64 letters at most")
        await self._fake.start(user, payload)
        return {}

    async def tap(self, asked: Json) -> Json:
        """Taps the button at `path` (row.column) of a message; says where it leads: START, LINE's chat, an address."""
        user, _ = self._where(asked)
        message = self._message(asked, "message")
        button = _button(message, str(asked["path"]))
        if not button.url:
            if self._fake.people[user].blocked and message.chat == user:
                raise ValueError("the bot is blocked")
            await self._fake.tap(user, message, button)
            return {}
        parts = urlsplit(button.url)
        self._fake.opened[user] = button.url
        if parts.netloc == "t.me" and parts.path == f"/{self._fake.username}":
            return {"start": parse_qs(parts.query).get("start", [""])[0]}
        if parts.netloc == "line.me" and parts.path.startswith("/R/oaMessage/"):
            return {"in_line": unquote(parts.query)}
        return {"uri": button.url}

    async def edit(self, asked: Json) -> Json:
        """Rewrites one of the person's own messages."""
        user, group = self._where(asked)
        message = self._message(asked, "message")
        if "text" not in message.body:
            raise ValueError("only words can be rewritten")
        await self._fake.edit(user, group, _typed(asked), message.id)
        return {}

    async def block(self, asked: Json) -> Json:
        """Blocks the bot, or lifts the block."""
        user, _ = self._where(asked)
        await (self._fake.unblock(user) if self._fake.people[user].blocked else self._fake.block(user))
        return {}

    async def privacy(self, asked: Json) -> Json:
        """Turns @BotFather's privacy mode on or off, for all groups."""
        self._fake.privacy = not self._fake.privacy
        self._fake.changed()
        return {}

    async def picture(self, asked: Json) -> Json:
        """Sends the visitor's picture (`data`: base64 of a PNG or JPEG), or a sample of a paper that funds ask for."""
        user, group = self._where(asked)
        given = asked.get("data")
        picture = b64decode(str(given), validate=True) if given else sample_paper(self._words)
        if len(picture) > MOST_BYTES or not picture.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8")):
            raise ValueError("a PNG or JPEG picture of up to 3 MB can be sent")
        await self._fake.send_image(user, group, picture)
        return {}

    async def sticker(self, asked: Json) -> Json:
        """Sends one of the page's stickers."""
        sticker = str(asked.get("sticker", "1"))
        if sticker not in STICKERS:
            raise LookupError("no such sticker")
        await self._fake.send_sticker(*self._where(asked), sticker)
        return {}

    async def voice(self, asked: Json) -> Json:
        """Sends a voice message of some seconds; it holds no sound."""
        seconds = int(asked.get("seconds", 3))
        if not 1 <= seconds <= LONGEST_VOICE:
            raise ValueError(f"1 to {LONGEST_VOICE} seconds can be sent")
        await self._fake.send_audio(*self._where(asked), seconds=seconds)
        return {}

    async def place(self, asked: Json) -> Json:
        """Shares a known `place`."""
        (latitude, longitude) = PLACES[str(asked.get("place", "office"))]
        await self._fake.send_location(*self._where(asked), latitude, longitude)
        return {}

    def _where(self, asked: Json) -> tuple[int, int | None]:
        """The account, and the group where it is one. Raises LookupError where he does not sit there."""
        user = int(asked["user"])
        chat = int(asked.get("chat") or user)
        group = None if chat == user else chat
        self._fake.where(user, group)
        return user, group

    def _message(self, asked: Json, name: str) -> Message:
        user, group = self._where(asked)
        message = self._fake.message(group or user, int(asked[name]))
        if message is None:
            raise LookupError("no such message")
        return message


def _button(message: Message, path: str) -> Button:
    row, column = (int(step) for step in path.split("."))
    if not message.from_bot or row < 0 or column < 0:
        raise NoSuchButton(f"no button at {path}")
    return message.keyboard()[row][column]


def _typed(asked: Json) -> str:
    text = str(asked["text"]).strip()
    if not text or units(text) > MOST_TYPED:
        raise ValueError("1 to 4096 characters can be sent")
    return text
