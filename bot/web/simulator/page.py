"""The page that feels like LINE or Telegram on a phone. It drives the fakes; the bot hears of it only through them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import MovableClock
from bot.demo.identities import GROUPS, SITE, group_id, telegram_user_id
from bot.web.simulator import view
from bot.web.simulator.asking import KEPT, PRIVATE, done
from bot.web.simulator.deeds import Deeds, Moved
from bot.web.simulator.personas import Persona
from bot.web.simulator.platform import FakeLine
from bot.web.simulator.records import Json
from bot.web.simulator.telegram import view as telegram_view
from bot.web.simulator.telegram.page import TelegramPage
from bot.web.simulator.telegram.platform import FakeTelegram
from bot.words import Words

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_WORDS = "simulator.page."
BLANKS = {name: "{" + name + "}" for name in ("name", "what", "why", "number", "of", "good", "bad", "seconds")}
"""The page fills the blanks itself."""


def simulator_routes(
    fake: FakeLine,
    clock: MovableClock,
    words: Words,
    personas: Sequence[Persona],
    *,
    moved: Moved | None = None,
    telegram: FakeTelegram | None = None,
) -> list[BaseRoute]:
    """Routes of the page at /simulator, for `nongbaht demo` and `serve --simulator` alone: it lets anyone be anyone.

    `moved` is awaited after the visitor has moved the clock, to run what falls due. With `telegram` each phone can show
    Telegram too.
    """
    page = Page(fake, clock, words, personas, Deeds(fake, clock, words, moved), telegram)
    more = TelegramPage(telegram, words, page.changes, page.around_telegram).routes() if telegram else []
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
                *more,
                Route("/api/{deed}", page.act, methods=["POST"]),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
        )
    ]


class Page:
    """The endpoints under /simulator."""

    def __init__(
        self,
        fake: FakeLine,
        clock: MovableClock,
        words: Words,
        personas: Sequence[Persona],
        deeds: Deeds,
        telegram: FakeTelegram | None = None,
    ) -> None:
        self._fake, self._clock, self._personas, self._deeds, self._telegram = fake, clock, personas, deeds, telegram
        self._accounts = {p.user: telegram_user_id(p.key) for p in personas} if telegram else {}
        names = [key.removeprefix(PAGE_WORDS) for key in sorted(words.keys()) if key.startswith(PAGE_WORDS)]
        self._words = {name: words(f"simulator.page.{name}", **BLANKS) for name in names}

    async def shell(self, request: Request) -> Response:
        """The page itself; it is the same for everybody and has no words of its own."""
        headers = {"content-security-policy": POLICY, "cache-control": "no-store", "referrer-policy": "no-referrer"}
        return FileResponse(STATIC / "page.html", headers=headers)

    async def start(self, request: Request) -> Response:
        """All that the page needs once: its words and who can be played."""
        personas = [
            {"key": p.key, "user": p.user, "name": p.name, "about": p.about, "tries": p.tries}
            | ({"telegram": self._accounts[p.user]} if self._telegram else {})
            for p in self._personas
        ]
        groups = [{"key": key, "id": group_id(key), "people": people} for key, people in GROUPS.items()]
        told = {"words": self._words, "bot": self._fake.bot_name, "site": SITE}
        if self._telegram:
            name = self._telegram.username
            told["telegram"] = {"username": name, "address": f"https://t.me/{name}"}
        return JSONResponse(told | {"personas": personas, "groups": groups})

    def changes(self) -> str:
        """A number for all that the page shows now: it is another one once anything looks different."""
        return ".".join(str(one.changes) for one in (self._fake, self._telegram) if one)

    def panel(self) -> Json:
        """What stands beside the phones."""
        panel = view.panel(self._fake, self._clock, running=self._clock.running)
        return panel | {"faults": self._deeds.mischief.shown()}

    def around_telegram(self, account: int) -> Json:
        """The panel, and what is new in the LINE chat of the person with this Telegram account."""
        user = next((user for user, number in self._accounts.items() if number == account), None)
        return {"panel": self.panel(), "elsewhere": view.newest(self._fake, user) if user else None}

    async def state(self, request: Request) -> Response:
        """The phone and the panel; 204 where nothing has changed since `since`."""
        if request.query_params.get("since") == self.changes():
            return Response(status_code=204)
        user = request.query_params.get("user", "")
        try:
            chat = self._fake.chat_of(user, request.query_params.get("chat"))
        except LookupError:
            return JSONResponse({"error": "no such person or chat"}, 404)
        seen = view.phone(self._fake, user, chat) | {"on": "line", "changes": self.changes(), "panel": self.panel()}
        if self._telegram and user in self._accounts:
            seen["elsewhere"] = telegram_view.newest(self._telegram, self._accounts[user])
        return JSONResponse(seen)

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
        return await done(request, self._deeds.table)
