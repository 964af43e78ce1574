"""Telegram as a channel: the only place that sends to it. Facts and traps: platforms.md 3; set-up: docs/telegram.md."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog

from bot.channels import telegram_picker, telegram_read
from bot.channels.reply_parts import leads_private
from bot.channels.telegram_api import PATIENCE_SECONDS, Refused, TelegramApi
from bot.channels.telegram_links import token_link
from bot.channels.telegram_pace import Pace
from bot.channels.telegram_read import tapped
from bot.channels.telegram_render import MOST_CHOICES, Bubble, render
from bot.channels.telegram_text import MOST_UNITS
from bot.channels.telegram_typing import Typing
from bot.chat import (
    Capabilities,
    ChatRef,
    ContentDelayed,
    ContentTooLarge,
    Fate,
    Incoming,
    Outcome,
    Outgoing,
)
from bot.words import Words

log = structlog.get_logger()

TELEGRAM = Capabilities(
    choices=MOST_CHOICES,
    parts_per_send=5,
    label_graphemes=40,
    text_units=MOST_UNITS,
    reply_seconds=900,
    hears_whole_group=False,
    free_pushes=True,
    repeats_safely=False,
    uploads=True,
)
MOST_WAIT_SECONDS = 20.0
"""What began to be said is said to its end: so long, in all, one send waits between its messages."""
MOST_DOWNLOAD = 20_000_000
COMMANDS = ("ask", "help")
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 25
ASK_AGAIN_SECONDS = 60.0


class TelegramChannel:
    """One Telegram bot. Connects at the first call, so it may be built anywhere; close() when done."""

    name = telegram_read.NAME
    capabilities = TELEGRAM

    def __init__(
        self,
        token: str,
        words: Words,
        *,
        api_url: str | None = None,
        patience: float = PATIENCE_SECONDS,
        pace: Pace | None = None,
    ) -> None:
        self.api = TelegramApi(token, api_url, patience)
        self._words = words
        self._pace = pace or Pace()
        self._username: str | None = None
        self._ask_again_at = 0.0
        self.typing = Typing(self.api)

    def read(self, raw: Mapping[str, Any]) -> Incoming:
        """One update as Incoming; raises ValueError for what is none."""
        return telegram_read.read(raw)

    async def send(self, outgoing: Outgoing) -> Fate:
        """Sends once. In a group the first message answers the one that asked, where there is one."""
        chat = outgoing.chat
        self.typing.answered(chat.id)
        if leads_private(outgoing.reply):
            await self.username()
        bubbles = render(outgoing.reply, self._username, self._words)
        if not bubbles:
            return Fate(Outcome.REFUSED, reason="invalid")
        if wait := self._wait(chat):
            return Fate(Outcome.RETRY, reason="rate", wait_seconds=wait)
        ids: list[str] = []
        waited = 0.0
        for number, bubble in enumerate(bubbles):
            if number:
                await asyncio.sleep(self._wait(chat))
            while True:
                quoted = _quoted(outgoing) if number == 0 else None
                fate = await self._send(chat, bubble, quoted, outgoing.files)
                if fate.outcome is not Outcome.RETRY or not ids or waited + fate.wait_seconds > MOST_WAIT_SECONDS:
                    break
                waited += max(fate.wait_seconds, 1.0)
                await asyncio.sleep(fate.wait_seconds or 1.0)
            if fate.outcome is not Outcome.SENT:
                # a part of it stands in the chat already: all of it again would say that part twice
                return fate if not ids else Fate(Outcome.UNCERTAIN, tuple(ids), fate.reason)
            ids += fate.message_ids
        return Fate(Outcome.SENT, tuple(ids))

    async def hint(self, incoming: Incoming) -> None:
        """Shows "typing" where the answer is slow."""
        await self.typing.show(incoming)

    async def content(self, handle: str, most: int) -> bytes | None:
        """A picture, sound or file that somebody sent; None where Telegram does not give it.

        Raises ContentDelayed, ContentTooLarge.
        """
        try:
            return await self.api.download(handle, min(most, MOST_DOWNLOAD))
        except ValueError as fault:
            raise ContentTooLarge(str(fault)) from None
        except Refused as fault:
            if fault.fate.outcome is Outcome.REFUSED:
                return None
            raise ContentDelayed("Telegram cannot be asked now") from fault

    async def display_name(self, account: str, chat: ChatRef) -> str | None:
        """The name that the person shows on Telegram; None where Telegram does not tell it."""
        try:
            if chat.is_group:
                member = await self.api.call("getChatMember", chat_id=int(chat.id), user_id=int(account))
                told = member.get("user", {})
            else:
                told = await self.api.call("getChat", chat_id=int(account))
        except (Refused, ValueError):
            return None
        name = " ".join(str(told[part]) for part in ("first_name", "last_name") if told.get(part))
        return name.strip() or None

    async def member_count(self, chat: ChatRef) -> int | None:
        """Nothing costs anything here."""
        return None

    async def quota(self) -> tuple[int | None, int] | None:
        """Nothing costs anything here."""
        return None

    async def username(self) -> str | None:
        """Our name without the @, asked once; None where Telegram cannot be asked now, for a minute."""
        now = asyncio.get_running_loop().time()
        if self._username is None and now >= self._ask_again_at:
            self._ask_again_at = now + ASK_AGAIN_SECONDS
            with suppress(Refused):
                told = await self.api.call("getMe")
                self._username = str(told.get("username") or "") or None
        return self._username

    async def introduce(self) -> None:
        """Learns our own name and puts up the commands, which a group with privacy mode needs. Swallows failures."""
        await self.username()
        commands = [{"command": name, "description": self._words.of("telegram.command", name)} for name in COMMANDS]
        with suppress(Refused):
            await self.api.call("setMyCommands", commands=commands)

    def bridge(self, token: str) -> str | None:
        """The address that brings a one-time token to us; None until Telegram has told our name. Asks nobody."""
        return token_link(self._username, token) if self._username else None

    async def acknowledge(self, raw: Mapping[str, Any]) -> None:
        """Answers a tap, whose button would blink for a minute otherwise; turns a picker's page. Swallows failures."""
        tap, data = tapped(raw)
        if not tap:
            return
        if (page := telegram_picker.page_of(data)) is not None:
            under = raw["callback_query"].get("message") or {}
            keyboard = (under.get("reply_markup") or {}).get("inline_keyboard") or []
            turned = telegram_picker.turned(keyboard, page, self._words)
            with suppress(Refused):
                await self.api.call(
                    "editMessageReplyMarkup",
                    chat_id=(under.get("chat") or {}).get("id"),
                    message_id=under.get("message_id"),
                    reply_markup={"inline_keyboard": turned},
                )
        with suppress(Refused):
            await self.api.call("answerCallbackQuery", callback_query_id=tap)

    async def updates(self, after: int | None) -> Sequence[Mapping[str, Any]]:
        """Waits for updates behind number `after`, for machines without an address. Raises Refused."""
        offset = None if after is None else after + 1
        told = await self.api.call(
            "getUpdates",
            patience=POLL_SECONDS + PATIENCE_SECONDS,
            offset=offset,
            timeout=POLL_SECONDS,
            allowed_updates=list(UPDATES),
        )
        return told if isinstance(told, list) else []

    async def close(self) -> None:
        """Lets go of connections; nobody is shown "typing" any more."""
        self.typing.close()
        await self.api.close()

    def _wait(self, chat: ChatRef) -> float:
        return self._pace.take(chat.id, group=chat.is_group, now=asyncio.get_running_loop().time())

    async def _send(self, chat: ChatRef, bubble: Bubble, quoted: int | None, files: Mapping[str, bytes]) -> Fate:
        """Sends one message."""
        try:
            told = await self._call(int(chat.id), bubble, quoted, files)
        except Refused as fault:
            if fault.fate.reason == "invalid" and fault.fate.outcome is Outcome.REFUSED:
                log.error("telegram.refused", what=str(fault))
            return fault.fate
        except ValueError:  # a chat id of another channel
            return Fate(Outcome.REFUSED, reason="invalid")
        message = telegram_read.message_id(chat.id, told.get("message_id") if isinstance(told, dict) else None)
        return Fate(Outcome.SENT, (message,) if message else ())

    async def _call(self, chat: int, bubble: Bubble, quoted: int | None, files: Mapping[str, bytes]) -> Any:
        common: dict[str, Any] = {
            "chat_id": chat,
            "reply_markup": {"inline_keyboard": [list(row) for row in bubble.buttons]} if bubble.buttons else None,
            "reply_parameters": {"message_id": quoted, "allow_sending_without_reply": True} if quoted else None,
        }
        text, entities = bubble.block.text, list(bubble.block.entities) or None
        if bubble.file is not None:
            return await self._upload(bubble, files, common)
        return await self.api.call(
            "sendMessage", text=text, entities=entities, link_preview_options={"is_disabled": True}, **common
        )

    async def _upload(self, bubble: Bubble, files: Mapping[str, bytes], common: Mapping[str, Any]) -> Any:
        """Sends a file's content; in words what it was where the content is gone."""
        file = bubble.file
        content = files.get(file.file_id) if file is not None else None
        if file is None or content is None:
            text = self._words("telegram.no_file", name=file.name if file else "")
            return await self.api.call("sendMessage", text=text, **common)
        kind, method = ("photo", "sendPhoto") if file.is_picture else ("document", "sendDocument")
        told = {"caption": bubble.block.text or None, kind: self.api.file(content, file.name)}
        return await self.api.call(method, patience=6 * PATIENCE_SECONDS, **told, **common)


def _quoted(outgoing: Outgoing) -> int | None:
    """The number of the message that is answered, in a group: there several may be talking."""
    if not outgoing.chat.is_group or outgoing.way != "reply" or not outgoing.reply_token:
        return None
    number = outgoing.reply_token.rpartition(":")[2]
    return int(number) if number.isdecimal() else None
