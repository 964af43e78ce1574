"""How a call comes in: token, faults, JSON, and LINE's way of answering; recorded whatever becomes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.simulator.action_limits import is_uuid
from bot.web.simulator.faults import ACCEPTED_SILENTLY, Fault
from bot.web.simulator.platform import FakeLine, Refusal
from bot.web.simulator.records import Call

RATE_WORDS = "The API rate limit has been exceeded. Try again later."
MONTHLY_WORDS = "You have reached your monthly limit."
UNAUTHORISED = "Authentication failed. Confirm that the access token in the authorization header is valid."
BODY_LIMIT = 2 * 1024 * 1024
JSON = ("application/json",)

Action = Callable[["Asked"], Awaitable[Response] | Response]


class Broken(Exception):
    """The connection breaks without an answer."""


class Asked:
    """One call as an endpoint sees it."""

    def __init__(self, fake: FakeLine, request: Request, raw: bytes) -> None:
        self.fake = fake
        self.request = request
        self.raw = raw
        self.body = _parsed(raw)
        self.request_id = str(uuid4())

    def path(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def field(self, name: str, kind: type) -> Any:
        """A field of the JSON body. Raises Refusal 400 where it is missing or of another type."""
        value = self.body.get(name) if isinstance(self.body, dict) else None
        if not isinstance(value, kind) or value in ("", []):
            raise Refusal(400, "The request body has 1 error(s)", [(name, "May not be empty")])
        return value

    @property
    def retry_key(self) -> str | None:
        """The retry key. Raises Refusal 400 where it is no UUID."""
        key = self.request.headers.get("x-line-retry-key")
        if key is not None and not is_uuid(key):
            raise Refusal(400, "The value for the 'X-Line-Retry-Key' header is invalid")
        return key


def endpoint(
    fake: FakeLine, name: str, action: Action, *, takes_retry_key: bool = False, takes: tuple[str, ...] = JSON
) -> Any:
    """An ASGI endpoint that lets a call through to `action`; faults are looked up under `name`.

    `takes`: the media types of a body.
    """

    async def serve(request: Request) -> Response:
        raw = await request.body()
        asked = Asked(fake, request, raw)
        try:
            response = await _answer(fake, name, action, asked, takes_retry_key, takes)
        except Broken:
            return _Cut()
        response.headers["x-line-request-id"] = asked.request_id
        return response

    return serve


async def _answer(
    fake: FakeLine, name: str, action: Action, asked: Asked, takes_retry_key: bool, takes: tuple[str, ...]
) -> Response:
    status, fault, size = 0, fake.faults.take(name), len(asked.raw)
    try:
        if asked.request.headers.get("authorization") != f"Bearer {fake.access_token}":
            raise Refusal(401, UNAUTHORISED)
        kind = asked.request.headers.get("content-type", "")
        if size and not kind.startswith(takes):
            raise Refusal(415, "Unsupported media type")
        if size > BODY_LIMIT:
            raise Refusal(413, "The request exceeds the maximum size of 2 MB.")
        if "x-line-retry-key" in asked.request.headers and not takes_retry_key:
            raise Refusal(400, "The API does not support the 'X-Line-Retry-Key' header.")
        await _before(fake, fault, asked.request)
        result = action(asked)
        response = result if isinstance(result, Response) else await result
        status = response.status_code
    except Refusal as refusal:
        status, response = refusal.status, JSONResponse(refusal.body, refusal.status)
    finally:
        request = asked.request
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        headers = dict(request.headers)
        fake.record(Call(request.method, path, headers, asked.body, status, fake.clock.now()))
    if fault in ACCEPTED_SILENTLY and status == 200:
        if fault is Fault.TIMEOUT:
            await _until_gone(asked.request)
        raise Broken
    return response


async def _before(fake: FakeLine, fault: Fault | None, request: Request) -> None:
    """What goes wrong before anything is accepted."""
    if fault is Fault.RATE:
        raise Refusal(429, RATE_WORDS)
    if fault is Fault.MONTHLY:
        raise Refusal(429, MONTHLY_WORDS)
    if fault is Fault.SERVER:
        raise Refusal(500, "Internal server error")
    if fault is Fault.DEAF:
        await _until_gone(request)
        raise Broken
    if fault is Fault.DROP:
        raise Broken
    if fault is Fault.SLOW:
        await asyncio.sleep(fake.faults.slow_seconds)


async def _until_gone(request: Request) -> None:
    """Waits until the caller has given up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


class CutsConnections:
    """Wraps an app on uvicorn, so that a _Cut inside it can break the TCP connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # ASGI has no word for breaking off: uvicorn's send() is bound to the cycle that owns the transport.
        scope["nongbaht.cycle"] = getattr(send, "__self__", None)
        await self._app(scope, receive, send)


class _Cut(Response):
    """No answer at all: the caller sees its connection break."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle: Any = scope["nongbaht.cycle"]
        cycle.disconnected = cycle.response_complete = True
        cycle.transport.abort()
