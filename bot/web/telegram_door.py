"""Where Telegram's updates come in: by webhook, or fetched by a machine without an address. Durable before taken off.

An update that cannot be read is taken and forgotten: what is refused holds up all that follows in its chat
(platforms.md 3). Only while the database is away an update is refused, and comes again.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import Refused
from bot.web.bodies import whole_body
from bot.web.ingest import Ingest
from bot.web.telegram_events import telegram_event

log = structlog.get_logger()

TELEGRAM_PATH = "/telegram/webhook"
HEADER = "x-telegram-bot-api-secret-token"
AWAY = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
"""The database's faults that pass."""
PAUSE_SECONDS, LONGEST_PAUSE = 1.0, 60.0


class TelegramDoor:
    """Takes updates in; answers taps beside that."""

    def __init__(self, ingest: Ingest, channel: TelegramChannel) -> None:
        self._ingest, self._channel = ingest, channel
        self._beside: set[asyncio.Task[None]] = set()

    async def take(self, update: Any) -> bool:
        """Whether the update may be forgotten by Telegram: stored, or not worth it."""
        if isinstance(update, Mapping) and "callback_query" in update:
            task = asyncio.create_task(self._acknowledge(update))
            self._beside.add(task)
            task.add_done_callback(self._beside.discard)
        try:
            username = await self._channel.username()
            own_id, now = self._channel.api.own_id, self._ingest.clock.now()
            event = telegram_event(update, now, username=username, own_id=own_id)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as fault:
            log.warning("telegram.update_unreadable", error=type(fault).__name__)
            return True
        if event is None:
            return True
        try:
            await self._ingest.put(self._channel.name, [event])
        except AWAY as fault:
            log.error("telegram.not_stored", error=type(fault).__name__)
            return False
        except Exception as fault:  # no database will ever take it
            log.error("telegram.not_storable", error=type(fault).__name__)
        return True

    async def poll(self) -> None:
        """Fetches updates for ever. An update is let go of when the next are asked for, so when it was stored."""
        last: int | None = None
        pause = PAUSE_SECONDS
        while True:
            try:
                updates = await self._channel.updates(last)
            except Refused as fault:
                log.warning("telegram.poll", error=str(fault))
                await asyncio.sleep(max(pause, fault.fate.wait_seconds))
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            pause = PAUSE_SECONDS
            for update in updates:
                if not await self.take(update):
                    await asyncio.sleep(PAUSE_SECONDS)
                    break
                if isinstance(number := update.get("update_id"), int):
                    last = number

    async def _acknowledge(self, update: Mapping[str, Any]) -> None:
        try:
            await self._channel.acknowledge(update)
        except Exception as fault:  # a strange tap harms nobody
            log.warning("telegram.tap", error=type(fault).__name__)


def telegram_routes(door: TelegramDoor, secret: str) -> list[Route]:
    """The route at which Telegram delivers updates. 401: secret missing or wrong; 413: too long; 503: come again."""
    expected = secret.encode()

    async def receive(request: Request) -> Response:
        status = await _status(request)
        log.info("telegram.webhook", status=status, method=request.method, endpoint=TELEGRAM_PATH)
        return PlainTextResponse("OK" if status == 200 else "", status)

    async def _status(request: Request) -> int:
        given = request.headers.get(HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(expected, given):
            return 401
        body = await whole_body(request)
        if body is None:
            return 413
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("telegram.update_unreadable", error="no JSON")
            return 200
        return 200 if await door.take(update) else 503

    return [Route(TELEGRAM_PATH, receive, methods=["POST"])]
