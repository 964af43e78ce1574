"""What fingers do on a phone: buttons, chips, date pickers, links. With Talking it drives tests and page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.web.simulator.menus import RichMenus
from bot.web.simulator.records import Json, Message
from bot.web.simulator.talking import Talking
from bot.web.simulator.visible import Button

PICKED = {"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d", "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d"}


class NoSuchButton(LookupError):
    """Nothing with that label can be tapped in the chat now."""


@dataclass(frozen=True)
class Prefilled:
    """A 1:1 chat that a tap opened with words already typed; the person still sends them."""

    chat: str
    text: str


class Phones(Talking):
    """What can be tapped, and what a tap does."""

    basic_id: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.menus = RichMenus(self.clock)
        self.prefilled: dict[str, Prefilled] = {}
        """By user: what the last tap on a link into the 1:1 chat has typed for him."""
        self.opened: dict[str, str] = {}
        """By user: the web address or phone number last opened."""
        self.clipboard: dict[str, str] = {}
        self.loading: set[str] = set()
        """Users whose 1:1 chat shows the loading animation."""

    async def press(self, user: str, chat: str | None, label_contains: str) -> str | None:
        """Taps the newest button or chip whose label contains the text; returns words that it typed but did not send.

        In the 1:1 chat the menu at its foot is looked at last. Raises NoSuchButton where there is none. A date picker
        is only opened: answer it with pick_date().
        """
        if self.chat_of(user, chat) == user:
            labels = [button.label for _, button in self.buttons(user, chat)]
            for area in self.menu_areas(user):
                if label_contains in area.label and not any(label_contains in label for label in labels):
                    return await self.act(user, user, area.action)
        message, button = self.find_button(user, chat, label_contains)
        return await self.tap(user, message, button)

    def menu_areas(self, user: str) -> list[Button]:
        """What can be tapped on the menu at the foot of a person's 1:1 chat; nothing where he has none."""
        menu = self.menus.shown_to(user)
        areas = menu.spec["areas"] if menu else []
        return [Button(str(area["action"].get("label", "")), area["action"]) for area in areas]

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
        return await self.act(user, message.chat, button.action)

    async def act(self, user: str, chat: str, action: Mapping[str, Any]) -> str | None:
        """Does what an action does when it is tapped in this chat; see press()."""
        kind = action["type"]
        if kind == "message":
            await self._message(user, chat, {"type": "text", "text": str(action["text"])})
        elif kind == "postback":
            if action.get("text"):
                await self._message(user, chat, {"type": "text", "text": str(action["text"])})
            elif action.get("displayText"):
                self.show(chat, user, {"type": "text", "text": str(action["displayText"])})
            await self._postback(user, chat, {"data": action["data"]})
            if action.get("fillInText"):
                self.prefilled[user] = Prefilled(chat, str(action["fillInText"]))
                return str(action["fillInText"])
        elif kind == "uri":
            return self._open(user, str(action["uri"]))
        elif kind == "richmenuswitch":
            alias = str(action["richMenuAliasId"])
            if alias in self.menus.aliases:
                self.menus.linked[user] = self.menus.aliases[alias]
            status = "SUCCESS" if alias in self.menus.aliases else "RICHMENU_ALIAS_ID_NOTFOUND"
            params = {"newRichMenuAliasId": alias, "status": status}
            await self._postback(user, chat, {"data": action.get("data", ""), "params": params})
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
        await self.answer(user, message.chat, button.action, iso)

    async def answer(self, user: str, chat: str, action: Mapping[str, Any], iso: str) -> None:
        """Answers the picker that an action opens; see pick()."""
        if not re.fullmatch(PICKED[action["mode"]], iso) or not action.get("min", iso) <= iso <= action.get("max", iso):
            raise ValueError(f"the picker does not offer {iso}: {dict(action)}")
        await self._postback(user, chat, {"data": action["data"], "params": {action["mode"]: iso}})

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

    async def _postback(self, user: str, chat: str, postback: Json) -> None:
        await self.send(self.event("postback", chat, user, postback=postback))
