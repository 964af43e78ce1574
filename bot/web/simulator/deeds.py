"""What a visitor of the page can do: each deed takes the page's JSON object and drives the fake platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import MovableClock
from bot.web.simulator.action_limits import ACTIONS
from bot.web.simulator.deeds_sending import Sending
from bot.web.simulator.mischief import Mischief
from bot.web.simulator.phones import NoSuchButton
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Json, Message
from bot.web.simulator.reel import Reel
from bot.web.simulator.visible import Button
from bot.words import Words

Moved = Callable[[], Awaitable[None]]
MAX_TYPED = 5000


class Deeds:
    """The deeds by name in `table`. All raise LookupError or ValueError for what cannot be done."""

    def __init__(self, fake: FakeLine, clock: MovableClock, words: Words, moved: Moved | None) -> None:
        self._fake, self._clock, self._moved = fake, clock, moved
        self.reel, self.mischief = Reel(), Mischief(fake)
        self.table: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "say": self.say,
            "tap": self.tap,
            "press": self.press,
            "pick": self.pick,
            "date": self.date,
            "unsend": self.unsend,
            "edit": self.edit,
            "block": self.block,
            "clock": self.clock,
            "forget": self.forget,
            **Sending(fake, words, self.reel).table,
            **self.mischief.table,
        }

    async def say(self, asked: Json) -> Json:
        """Types and sends; `mention` calls the bot by name, `quote` is the id of the message that is answered."""
        text, user = _typed(asked), str(asked["user"])
        quote = self._message({**asked, "message": asked["quote"]}).id if asked.get("quote") else None
        self._fake.prefilled.pop(user, None)
        await self._fake.say(user, asked.get("chat"), text, mention_bot=bool(asked.get("mention")), quote=quote)
        self.reel.note(asked, f"> {text}")
        return {}

    async def tap(self, asked: Json) -> Json:
        """Taps a button, given as the path of its action in the message (or `menu.3`); says where the tap leads."""
        chat, button = self._button(asked)
        user = str(asked["user"])
        typed = await self._fake.act(user, chat, button.action)
        self.reel.note({**asked, "chat": chat}, f"> [button {button.label}]")
        kind = button.action["type"]
        if typed is not None:
            return {"chat": self._fake.prefilled[user].chat, "typed": typed}
        if kind in {"uri", "clipboard"}:
            return {"uri" if kind == "uri" else "copied": button.action["uri" if kind == "uri" else "clipboardText"]}
        return {}

    async def press(self, asked: Json) -> Json:
        """Taps the newest button whose label contains `label`, as a transcript does."""
        user, label = str(asked["user"]), str(asked["label"])
        typed = await self._fake.press(user, asked.get("chat"), label)
        self.reel.note(asked, f"> [button {label}]")
        return {} if typed is None else {"chat": self._fake.prefilled[user].chat, "typed": typed}

    async def pick(self, asked: Json) -> Json:
        """Answers a date picker with the value of a native date input."""
        chat, button = self._button(asked)
        await self._fake.answer(str(asked["user"]), chat, button.action, str(asked["value"]))
        self.reel.note({**asked, "chat": chat}, f"> [date {asked['value']}]")
        return {}

    async def date(self, asked: Json) -> Json:
        """Answers the newest date picker of the chat, as a transcript does."""
        await self._fake.pick_date(str(asked["user"]), asked.get("chat"), str(asked["value"]))
        self.reel.note(asked, f"> [date {asked['value']}]")
        return {}

    async def unsend(self, asked: Json) -> Json:
        """Takes back one of the person's own messages; without `message` the last one."""
        user = str(asked["user"])
        message = self._own(asked) if "message" in asked else None
        mine = [one for one in self._fake.seen(self._fake.chat_of(user, asked.get("chat"))) if one.sender == user]
        await self._fake.unsend(user, asked.get("chat"), message)
        if message is None or (mine and mine[-1] is message):
            self.reel.note(asked, "> [unsend]")
        return {}

    async def edit(self, asked: Json) -> Json:
        """Rewrites one of the person's own messages, which LINE allows in groups."""
        message = self._own(asked)
        if message.body["type"] != "text":
            raise ValueError("only words can be rewritten")
        await self._fake.edit(str(asked["user"]), message.chat, _typed(asked), message)
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
        self.reel.note_time(self._clock.now().astimezone(self._clock.zone).isoformat(timespec="minutes"))
        self._fake.changed()
        if self._moved:
            await self._moved()
        return {}

    async def forget(self, asked: Json) -> Json:
        """Lets the recorded script begin anew."""
        self.reel.forget()
        return {}

    def _own(self, asked: Json) -> Message:
        message = self._message(asked)
        if message.sender != asked["user"] or message.unsent:
            raise ValueError("only one's own messages can be taken back or rewritten")
        return message

    def _message(self, asked: Json) -> Message:
        message = self._fake.message(str(asked["message"]))
        if message is None or self._fake.chat_of(str(asked["user"]), message.chat) != message.chat:
            raise LookupError("no such message")
        return message

    def _button(self, asked: Json) -> tuple[str, Button]:
        """The chat and the button of a path such as `contents.footer.contents.0.action`, or `menu.0`."""
        path = str(asked["path"]).split(".")
        if path[0] == "menu":
            user = str(asked["user"])
            return user, self._fake.menu_areas(user)[int(path[1])]
        message = self._message(asked)
        action: Any = message.body
        for step in path:
            action = action[int(step)] if isinstance(action, list) else action[step]
        if not isinstance(action, dict) or action.get("type") not in ACTIONS or not message.from_bot:
            raise NoSuchButton(f"no button at {asked['path']}")
        quick = path[0] == "quickReply"
        if quick and self._fake.seen(message.chat)[-1] is not message:
            raise NoSuchButton("the quick replies are gone")
        return message.chat, Button(str(action.get("label", "")), action, quick)


def _typed(asked: Json) -> str:
    text = str(asked["text"]).strip()
    if not text or len(text) > MAX_TYPED:
        raise ValueError("1 to 5000 characters can be sent")
    return text
