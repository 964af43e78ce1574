"""The page that feels like LINE on a phone. It drives FakeLine; the bot hears of it only as a LINE bot would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import MovableClock
from bot.demo.identities import GROUPS, SITE, group_id
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
SAFE = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'"}
KEPT = SAFE | {"cache-control": "public, max-age=86400, immutable"}
PRIVATE = SAFE | {"cache-control": "no-store"}
PAGE_WORDS = "simulator.page."
BLANKS = {name: "{" + name + "}" for name in ("name", "what", "why", "number", "of", "good", "bad", "seconds")}
"""The page fills the blanks itself."""


def simulator_routes(
    fake: FakeLine, clock: MovableClock, words: Words, personas: Sequence[Persona], *, moved: Moved | None = None
) -> list[BaseRoute]:
    """Routes of the page at /simulator, for `nongbaht demo` and `serve --simulator` alone: it lets anyone be anyone.

    `moved` is awaited after the visitor has moved the clock, to run what falls due.
    """
    page = Page(fake, clock, words, personas, Deeds(fake, clock, words, moved))
    return [
        Mount(
            "/simulator",
            routes=[
                Route("/", page.shell),
                Route("/api/start", page.start),
                Route("/api/state", page.state),
                Route("/api/heard", page.heard),
                Route("/api/script", page.script),
                Route("/menu/{menu}", page.menu),
                Route("/content/{message}", page.content),
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
        personas = [
            {"key": p.key, "user": p.user, "name": p.name, "about": p.about, "tries": p.tries} for p in self._personas
        ]
        groups = [{"key": key, "id": group_id(key), "people": people} for key, people in GROUPS.items()]
        told = {"words": self._words, "bot": self._fake.bot_name, "site": SITE}
        return JSONResponse(told | {"personas": personas, "groups": groups})

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
        panel = view.panel(self._fake, self._clock, running=self._clock.running)
        return JSONResponse(seen | {"panel": panel | {"faults": self._deeds.mischief.shown()}})

    async def heard(self, request: Request) -> Response:
        """What the bot has said since the message number `since`, for a replay that compares."""
        since = request.query_params.get("since", "")
        return JSONResponse(view.heard(self._fake, int(since) if since.isdigit() else self._fake.mark()))

    async def script(self, request: Request) -> Response:
        """What was done on the page so far, in the language of transcripts."""
        return JSONResponse({"script": self._deeds.reel.script()})

    async def menu(self, request: Request) -> Response:
        """The picture of a rich menu; it never changes under its id."""
        menu = self._fake.menus.menus.get(request.path_params["menu"])
        if menu is None or menu.picture is None:
            return JSONResponse({"error": "no such menu"}, 404)
        return Response(menu.picture, media_type=menu.media_type, headers=KEPT)

    async def content(self, request: Request) -> Response:
        """A picture that somebody sent, for who is in its chat; 410 once it is taken back."""
        message = self._fake.message(request.path_params["message"])
        try:
            chat = self._fake.chat_of(request.query_params.get("user", ""), message.chat if message else None)
        except LookupError:
            return JSONResponse({"error": "no such message"}, 404)
        held = self._fake.content.get(message.id) if message and message.chat == chat else None
        if message is None or held is None or not held[0].startswith("image/"):
            return JSONResponse({"error": "no such picture"}, 404)
        return Response(status_code=410) if message.unsent else Response(held[1], media_type=held[0], headers=PRIVATE)

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
