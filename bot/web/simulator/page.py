"""The page that feels like LINE on a phone. It drives FakeLine; the bot hears of it only as a LINE bot would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import MovableClock
from bot.web.simulator import view
from bot.web.simulator.deeds import Deeds, Moved
from bot.web.simulator.personas import Persona
from bot.web.simulator.platform import FakeLine
from bot.words import Words

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_WORDS = "simulator.page."
BLANKS = {"name": "{name}", "what": "{what}", "why": "{why}"}
"""The page fills the blanks itself."""


def simulator_routes(
    fake: FakeLine, clock: MovableClock, words: Words, personas: Sequence[Persona], *, moved: Moved | None = None
) -> list[BaseRoute]:
    """Routes of the page at /simulator, for `nongbaht demo` and `serve --simulator` alone: it lets anyone be anyone.

    `moved` is awaited after the visitor has moved the clock, to run what falls due.
    """
    page = Page(fake, clock, words, personas, Deeds(fake, clock, moved))
    return [
        Mount(
            "/simulator",
            routes=[
                Route("/", page.shell),
                Route("/api/start", page.start),
                Route("/api/state", page.state),
                Route("/api/{deed}", page.act, methods=["POST"]),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
        )
    ]


class Page:
    """The endpoints under /simulator."""

    def __init__(
        self, fake: FakeLine, clock: MovableClock, words: Words, personas: Sequence[Persona], deeds: Deeds
    ) -> None:
        self._fake, self._clock, self._personas, self._deeds = fake, clock, personas, deeds
        names = [key.removeprefix(PAGE_WORDS) for key in sorted(words.keys()) if key.startswith(PAGE_WORDS)]
        self._words = {name: words(f"simulator.page.{name}", **BLANKS) for name in names}

    async def shell(self, request: Request) -> Response:
        """The page itself; it is the same for everybody and has no words of its own."""
        headers = {"content-security-policy": POLICY, "cache-control": "no-store", "referrer-policy": "no-referrer"}
        return FileResponse(STATIC / "page.html", headers=headers)

    async def start(self, request: Request) -> Response:
        """All that the page needs once: its words and who can be played."""
        people = [
            {"key": p.key, "user": p.user, "name": p.name, "about": p.about, "tries": p.tries} for p in self._personas
        ]
        return JSONResponse({"words": self._words, "bot": self._fake.bot_name, "personas": people})

    async def state(self, request: Request) -> Response:
        """The phone and the panel; 204 where nothing has changed since `since`."""
        if request.query_params.get("since") == str(self._fake.changes):
            return Response(status_code=204)
        user = request.query_params.get("user", "")
        try:
            chat = self._fake.chat_of(user, request.query_params.get("chat"))
        except LookupError:
            return JSONResponse({"error": "no such person or chat"}, 404)
        seen = view.phone(self._fake, user, chat)
        return JSONResponse(seen | {"panel": view.panel(self._fake, self._clock, running=self._clock.running)})

    async def act(self, request: Request) -> Response:
        """One deed of the visitor, with a JSON object; 400 with the reason where it cannot be done."""
        # A page of another site cannot set this header on a visitor's behalf.
        if request.headers.get("x-simulator") != "1":
            return JSONResponse({"error": "the x-simulator header is missing"}, 403)
        deed = self._deeds.table.get(request.path_params["deed"])
        if deed is None:
            return JSONResponse({"error": "no such deed"}, 404)
        try:
            asked = await request.json()
            if not isinstance(asked, dict):
                raise ValueError("a JSON object is wanted")
            return JSONResponse(await deed(asked))
        except (LookupError, ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, 400)
