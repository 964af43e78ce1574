"""What a visitor of the page can do: each deed takes the page's JSON object and drives the fake platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import MovableClock
from bot.web.simulator.action_limits import ACTIONS
from bot.web.simulator.phones import NoSuchButton
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Json, Message
from bot.web.simulator.visible import Button

Moved = Callable[[], Awaitable[None]]
MAX_TYPED = 5000


class Deeds:
    """The deeds by name in `table`. All raise LookupError or ValueError for what cannot be done."""

    def __init__(self, fake: FakeLine, clock: MovableClock, moved: Moved | None) -> None:
        self._fake, self._clock, self._moved = fake, clock, moved
        self.table: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "say": self.say,
            "tap": self.tap,
            "pick": self.pick,
            "picture": self.picture,
            "sticker": self.sticker,
            "place": self.place,
            "unsend": self.unsend,
            "block": self.block,
            "clock": self.clock,
        }

    async def say(self, asked: Json) -> Json:
        """Types and sends; `mention` calls the bot by name."""
        text = str(asked["text"]).strip()
        if not text or len(text) > MAX_TYPED:
            raise ValueError("1 to 5000 characters can be sent")
        user = str(asked["user"])
        self._fake.prefilled.pop(user, None)
        await self._fake.say(user, asked.get("chat"), text, mention_bot=bool(asked.get("mention")))
        return {}

    async def tap(self, asked: Json) -> Json:
        """Taps a button, given as the path of its action in the message; says where the tap leads."""
        message, button = self._button(asked)
        user = str(asked["user"])
        typed = await self._fake.tap(user, message, button)
        kind = button.action["type"]
        if typed is not None:
            return {"chat": self._fake.prefilled[user].chat, "typed": typed}
        if kind in {"uri", "clipboard"}:
            return {"uri" if kind == "uri" else "copied": button.action["uri" if kind == "uri" else "clipboardText"]}
        return {}

    async def pick(self, asked: Json) -> Json:
        """Answers a date picker with the value of a native date input."""
        message, button = self._button(asked)
        await self._fake.pick(str(asked["user"]), message, button, str(asked["value"]))
        return {}

    async def picture(self, asked: Json) -> Json:
        """Sends a sample picture."""
        await self._fake.send_image(str(asked["user"]), asked.get("chat"))
        return {}

    async def sticker(self, asked: Json) -> Json:
        """Sends a sticker."""
        await self._fake.send_sticker(str(asked["user"]), asked.get("chat"))
        return {}

    async def place(self, asked: Json) -> Json:
        """Shares a place in the middle of the country."""
        await self._fake.send_location(str(asked["user"]), asked.get("chat"), 13.7, 100.5)
        return {}

    async def unsend(self, asked: Json) -> Json:
        """Takes back one of the person's own messages."""
        message = self._message(asked)
        if message.sender != asked["user"]:
            raise ValueError("only one's own messages can be taken back")
        await self._fake.unsend(str(asked["user"]), None, message)
        return {}

    async def block(self, asked: Json) -> Json:
        """Blocks the bot, or lifts the block."""
        user = str(asked["user"])
        await (self._fake.follow(user) if self._fake.users[user].blocked else self._fake.block(user))
        return {}

    async def clock(self, asked: Json) -> Json:
        """Moves the clock by `hours` or `days`, or sets it to `at` (local ISO time, common era)."""
        if "at" in asked:
            self._clock.set(datetime.fromisoformat(str(asked["at"])))
        else:
            self._clock.advance(timedelta(hours=int(asked.get("hours", 0)), days=int(asked.get("days", 0))))
        self._fake.changed()
        if self._moved:
            await self._moved()
        return {}

    def _message(self, asked: Json) -> Message:
        message = self._fake.message(str(asked["message"]))
        if message is None or self._fake.chat_of(str(asked["user"]), message.chat) != message.chat:
            raise LookupError("no such message")
        return message

    def _button(self, asked: Json) -> tuple[Message, Button]:
        """The message and the button of a path such as `contents.footer.contents.0.action`."""
        message, path = self._message(asked), str(asked["path"]).split(".")
        action: Any = message.body
        for step in path:
            action = action[int(step)] if isinstance(action, list) else action[step]
        if not isinstance(action, dict) or action.get("type") not in ACTIONS or not message.from_bot:
            raise NoSuchButton(f"no button at {asked['path']}")
        quick = path[0] == "quickReply"
        if quick and self._fake.seen(message.chat)[-1] is not message:
            raise NoSuchButton("the quick replies are gone")
        return message, Button(str(action.get("label", "")), action, quick)
