"""What a person sees while his answer is made: the dots where it takes long, and that his message was read.

Both are calls of their own; they never come before an answer, and marks go one after another (platforms.md 2.5).
"""

from __future__ import annotations

import asyncio

from bot.channels.line_api import LineApi
from bot.chat import Incoming, Kind

LOADING_SECONDS = 20
"""LINE takes 5 to 60 in steps of 5; the animation ends by itself when our answer comes."""
DOTS_AFTER_SECONDS = 1.0
"""An answer within a second needs no dots; they cost a call."""
AWAITING = frozenset(Kind) - {Kind.FOLLOW, Kind.UNFOLLOW, Kind.UNSENT, Kind.OTHER}
LULL_SECONDS, MOST_PAUSE_SECONDS = 0.05, 0.5
LOADING, READ = "/v2/bot/chat/loading/start", "/v2/bot/chat/markAsRead"


class Hints:
    """The hints of one account, for all its chats."""

    def __init__(self, api: LineApi) -> None:
        self._api = api
        self._awaited: dict[str, asyncio.Event] = {}
        self._unread: dict[str, str] = {}
        self._marking = asyncio.Lock()
        self._answered_at = 0.0
        self.dots_after = DOTS_AFTER_SECONDS

    def answered(self, chat_id: str) -> None:
        """The answer is on its way: dots that are not drawn yet are not needed any more."""
        self._answered_at = asyncio.get_running_loop().time()
        if awaited := self._awaited.get(chat_id):
            awaited.set()

    async def show(self, incoming: Incoming) -> None:
        """Waits a moment for the answer, shows the dots where it does not come, and marks the message as read."""
        chat = incoming.chat
        if incoming.read_token:
            self._unread[chat.id] = incoming.read_token
        try:
            if not chat.is_group and incoming.account and incoming.kind in AWAITING:
                await self._dots(incoming.account)
            await self._mark(chat.id)
        except OSError:
            return

    async def _pause(self) -> None:
        """Waits for a lull between answers, but not for ever."""
        clock = asyncio.get_running_loop().time
        until = clock() + MOST_PAUSE_SECONDS
        while clock() < until and (left := self._answered_at + LULL_SECONDS - clock()) > 0:
            await asyncio.sleep(left)

    def close(self) -> None:
        """Nobody is shown dots any more."""
        for awaited in list(self._awaited.values()):
            awaited.set()

    async def _dots(self, account: str) -> None:
        """Most answers come sooner than the dots could be drawn: those need none. In 1:1 chats only, as LINE has it."""
        awaited = self._awaited.setdefault(account, asyncio.Event())
        try:
            await asyncio.wait_for(awaited.wait(), self.dots_after)
        except TimeoutError:
            loading = {"chatId": account, "loadingSeconds": LOADING_SECONDS}
            await self._api.call("POST", LOADING, loading)
        finally:
            self._awaited.pop(account, None)

    async def _mark(self, chat_id: str) -> None:
        """One at a time, in a lull between answers; the newest token of a chat marks all that was said there before."""
        async with self._marking:
            if chat_id in self._unread:
                await self._pause()
            if token := self._unread.pop(chat_id, None):
                await self._api.call("POST", READ, {"markAsReadToken": token})
