"""Where the messengers knock. Verify, make durable, answer: no SDK object no thinking here (platforms.md 0.1, 7.1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.web.bodies import whole_body
from bot.web.ingest import Ingest
from bot.web.line_events import line_events

log = structlog.get_logger()

LINE_PATH = "/line/webhook"


def signed_by(secret: bytes, body: bytes, signature: str) -> bool:
    """Whether `signature` is LINE's for exactly these bytes; compared in constant time."""
    expected = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest())
    return hmac.compare_digest(expected, signature.encode("latin-1", "replace"))


def line_routes(ingest: Ingest, channel_secret: str, clock: Clock | None = None) -> list[Route]:
    """The route at which LINE delivers events. 401: signature missing or wrong; 400: no JSON; 413: too long."""
    secret = channel_secret.encode()
    clock = clock or ingest.clock

    async def receive(request: Request) -> Response:
        status = await _status(request)
        log.info(
            "line.webhook",
            status=status,
            method=request.method,
            endpoint=LINE_PATH,
            request_id=request.headers.get("x-line-request-id", ""),
        )
        return PlainTextResponse("OK" if status == 200 else "", status)

    async def _status(request: Request) -> int:
        body = await whole_body(request)
        if body is None:
            return 413
        signature = request.headers.get("x-line-signature", "")
        if not signature or not signed_by(secret, body, signature):
            return 401
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            return 400
        events = document.get("events", []) if isinstance(document, dict) else None
        if not isinstance(events, list):
            return 400
        try:
            await ingest.put("line", line_events(events, clock.now()))
        except Exception as fault:  # not stored, so not acknowledged: LINE delivers it again
            log.error("line.not_stored", error=type(fault).__name__)
            return 503
        return 200

    return [Route(LINE_PATH, receive, methods=["POST"])]
