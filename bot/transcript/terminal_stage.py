"""The stage without any platform: events straight into the inbox, answers straight from the terminal channel."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from bot.addressing import called_at, load_call_words, strip_call
from bot.app import House, build
from bot.channels.terminal import NAME, Shown, TerminalChannel
from bot.chat import Choice, GoPrivate, OpenLink, PickDate, Press, Say
from bot.clock import MovableClock
from bot.demo.identities import GROUPS, PERSONAS
from bot.transcript.pictures import picture
from bot.transcript.stage import DATA_KEY, PlayFault, Read, demo_clock
from bot.understanding.understand import Understander
from storage import inbox
from storage.session import engine as open_engine

ACCOUNTS = {key: key for key in PERSONAS}
CHATS = {key: f"group:{key}" for key in GROUPS}
MENTION = "@"


@dataclass
class TerminalStage:
    """One house and one screen for each chat."""

    house: House
    clock: MovableClock
    channel: TerminalChannel
    _numbers: Any = field(default_factory=count)
    _log: list[tuple[str, Shown]] = field(default_factory=list)
    _last: dict[tuple[str, str], str] = field(default_factory=dict)
    """The last message of each persona in each place, for taking it back."""

    async def act(self, persona: str, place: str, act: str, argument: str) -> None:
        if place != "direct" and persona not in GROUPS.get(place, ()):
            raise PlayFault(f"{persona} is not in the group {place}")
        if act == "say":
            await self._event(persona, place, kind="text", **_words(argument))
        elif act == "button":
            await self._press(persona, place, self._button(persona, place, argument))
        elif act == "date":
            await self._event(persona, place, kind="pick", data=self._picker(persona, place).data, picked=argument)
        elif act == "image":
            await self._picture(persona, place, argument)
        elif act == "unsend":
            last = self._last.get((persona, place))
            if last is None:
                raise PlayFault(f"{persona} has said nothing there")
            self.channel.contents.pop(last, None)
            await self._event(persona, place, kind="unsent", message_id=last)
        else:
            await self._event(persona, place, kind=act)

    async def move(self, instant: datetime) -> None:
        self.clock.set(instant)
        await self.house.settle()
        self._collect()

    def mark(self) -> int:
        return len(self._log)

    def read(self, since: int, reader: str, place: str) -> list[Read]:
        chat = _chat(reader, place)
        return [
            Read(shown.text, tuple(choice.label for choice in shown.choices))
            for where, shown in self._log[since:]
            if where == chat
        ]

    def anything(self, since: int) -> list[Read]:
        return [Read(shown.text, tuple(choice.label for choice in shown.choices)) for _, shown in self._log[since:]]

    async def _press(self, persona: str, place: str, choice: Choice) -> None:
        match choice.act:
            case Press(data):
                await self._event(persona, place, kind="press", data=data)
            case Say(text):
                await self._event(persona, place, kind="text", text=text)
            case GoPrivate(text):
                await self._event(persona, "direct", kind="text", text=text)
            case OpenLink() | PickDate():
                pass  # opens something on the phone; nothing reaches the bot yet

    def _button(self, persona: str, place: str, label: str) -> Choice:
        for shown in reversed(self.channel.screens[_chat(persona, place)]):
            for choice in shown.choices:
                if label in choice.label:
                    return choice
        raise PlayFault(f"no button {label!r} in this chat")

    def _picker(self, persona: str, place: str) -> PickDate:
        for shown in reversed(self.channel.screens[_chat(persona, place)]):
            for choice in shown.choices:
                if isinstance(choice.act, PickDate):
                    return choice.act
        raise PlayFault("no date picker in this chat")

    async def _picture(self, persona: str, place: str, name: str) -> None:
        number = next(self._numbers)
        try:
            self.channel.contents[f"m{number}"] = picture(name)
        except LookupError as fault:
            raise PlayFault(str(fault)) from None
        await self._event(persona, place, number, kind="image")

    async def _event(self, persona: str, place: str, number: int | None = None, **given: Any) -> None:
        number = next(self._numbers) if number is None else number
        chat = _chat(persona, place)
        raw = {
            "event_id": f"e{number}",
            "message_id": f"m{number}",
            "chat": chat,
            "chat_kind": "direct" if place == "direct" else "group",
            "account": persona,
            "at": self.clock.now().isoformat(),
            "reply_token": f"r{number}",
            **given,
        }
        if raw["kind"] != "press":
            self._last[persona, place] = raw["message_id"]
        row = inbox.NewEvent(
            channel=NAME,
            event_id=raw["event_id"],
            chat_key=f"{NAME}:{chat}",
            received_at=self.clock.now(),
            occurred_at=self.clock.now(),
            body=json.dumps(raw, ensure_ascii=False),
        )
        async with self.house.sessions.begin() as session:
            await inbox.store(session, [row])
        await self.house.settle()
        self._collect()

    def _collect(self) -> None:
        known = {shown.id for _, shown in self._log}
        new = [
            (chat, shown) for chat, screen in self.channel.screens.items() for shown in screen if shown.id not in known
        ]
        self._log += sorted(new, key=lambda each: int(each[1].id[1:]))


def _chat(persona: str, place: str) -> str:
    return persona if place == "direct" else CHATS[place]


def _words(text: str) -> dict[str, Any]:
    """What is said; a leading `@word`, or one of our names behind an @ further on, is a real mention of us."""
    if text.startswith(MENTION):
        return {"text": text.partition(" ")[2], "mentions_bot": True}
    if called_at(text, load_call_words()):
        return {"text": strip_call(text, load_call_words()), "mentions_bot": True}
    return {"text": text}


@asynccontextmanager
async def opened(url: str, understander: Understander) -> AsyncIterator[TerminalStage]:
    """A stage over a fresh demo database."""
    clock, channel = demo_clock(), TerminalChannel()
    house = build(open_engine(url, DATA_KEY), clock, {NAME: channel}, understander)
    try:
        yield TerminalStage(house, clock, channel)
    finally:
        await house.close()
