"""The page's endpoints for phones that show Telegram, below /simulator/api/telegram and /simulator/telegram."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.simulator.asking import PRIVATE, done
from bot.web.simulator.records import Json
from bot.web.simulator.telegram import view
from bot.web.simulator.telegram.deeds import TelegramDeeds
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.words import Words

PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8": "image/jpeg"}


class TelegramPage:
    """`changes` numbers what the whole page shows, `around` gives what stands beside a phone, by account number."""

    def __init__(
        self, fake: FakeTelegram, words: Words, changes: Callable[[], str], around: Callable[[int], Json]
    ) -> None:
        self._fake, self._words, self._changes, self._around = fake, words, changes, around
        self._deeds = TelegramDeeds(fake, words)

    def routes(self) -> list[Route]:
        """To be mounted at /simulator."""
        return [
            Route("/api/telegram/state", self.state),
            Route("/api/telegram/{deed}", self.act, methods=["POST"]),
            Route("/telegram/content/{chat:int}/{message:int}", self.content),
            Route("/telegram/content/-{chat:int}/{message:int}", self.content_of_group),
        ]

    async def state(self, request: Request) -> Response:
        """The phone and the panel; 204 where nothing has changed since `since`."""
        changes = self._changes()
        if request.query_params.get("since") == changes:
            return Response(status_code=204)
        try:
            user = int(request.query_params.get("user", ""))
            chat = int(request.query_params.get("chat") or user)
            self._fake.where(user, None if chat == user else chat)
        except (ValueError, LookupError):
            return JSONResponse({"error": "no such person or chat"}, 404)
        around = self._around(user)
        around["panel"] |= {"wire": view.wire(self._fake)}
        return JSONResponse({"changes": changes, **view.phone(self._fake, self._words, user, chat), **around})

    async def act(self, request: Request) -> Response:
        """One deed of the visitor."""
        return await done(request, self._deeds.table)

    async def content(self, request: Request) -> Response:
        """A picture or file, for who is in its chat."""
        return self._content(request, request.path_params["chat"])

    async def content_of_group(self, request: Request) -> Response:
        """The same in a group, whose number is below zero."""
        return self._content(request, -request.path_params["chat"])

    def _content(self, request: Request, chat: int) -> Response:
        missing = JSONResponse({"error": "no such content"}, 404)
        try:
            user = int(request.query_params.get("user", ""))
            self._fake.where(user, None if chat == user else chat)
        except (ValueError, LookupError):
            return missing
        message = self._fake.message(chat, request.path_params["message"])
        if message is None:
            return missing
        if sizes := message.body.get("photo"):
            data = self._fake.content[sizes[-1]["file_id"]]
            kind = next((kind for start, kind in PICTURES.items() if data.startswith(start)), None)
            return Response(data, media_type=kind, headers=PRIVATE) if kind else missing
        if held := message.body.get("document"):
            named = {"content-disposition": f"attachment; filename*=utf-8''{quote(held.get('file_name', 'file'))}"}
            data = self._fake.content[held["file_id"]]
            return Response(data, media_type="application/octet-stream", headers=PRIVATE | named)
        return missing
