""" "typing …" while a slow answer is made; it costs a call, so an answer within a second has none."""

from __future__ import annotations

import asyncio

from bot.channels.telegram_api import Refused, TelegramApi
from bot.chat import Incoming, Kind

AFTER_SECONDS = 1.0
AWAITING = frozenset(Kind) - {Kind.FOLLOW, Kind.UNFOLLOW, Kind.UNSENT, Kind.OTHER}


class Typing:
    """The hints of one bot, for all its chats."""

    def __init__(self, api: TelegramApi) -> None:
        self._api = api
        self._awaited: dict[str, asyncio.Event] = {}
        self.after = AFTER_SECONDS

    def answered(self, chat_id: str) -> None:
        """The answer is on its way: nothing needs to be shown any more."""
        if awaited := self._awaited.get(chat_id):
            awaited.set()

    async def show(self, incoming: Incoming) -> None:
        """Waits a moment for the answer and shows "typing" where it does not come, in 1:1 chats. Never raises."""
        chat = incoming.chat
        if chat.is_group or incoming.kind not in AWAITING or not chat.id.lstrip("-").isdecimal():
            return
        awaited = self._awaited.setdefault(chat.id, asyncio.Event())
        try:
            await asyncio.wait_for(awaited.wait(), self.after)
        except TimeoutError:
            try:
                await self._api.call("sendChatAction", chat_id=int(chat.id), action="typing")
            except Refused:
                return
        finally:
            self._awaited.pop(chat.id, None)

    def close(self) -> None:
        """Nobody is shown anything any more."""
        for awaited in list(self._awaited.values()):
            awaited.set()
