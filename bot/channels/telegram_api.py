"""Calls of Telegram's Bot API through python-telegram-bot's bare Bot: a deadline, a log line, a clear way to fail.

The library is imported at the first call: 0.1 s and 20 MB that a network without Telegram never pays.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from bot.chat import Fate, Outcome

log = structlog.get_logger()

HOST = "https://api.telegram.org"
PATIENCE_SECONDS = 10.0
CONNECT_SECONDS = 4.0
CONNECTIONS = 64
TOKEN_WAIT_SECONDS = 60.0
_NOT_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "InvalidURL"})
"""httpx's names for what went wrong before anything was sent."""
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")


class Refused(OSError):
    """Telegram did not do it; `fate` says what that means for a message."""

    def __init__(self, what: str, fate: Fate) -> None:
        super().__init__(what)
        self.fate = fate


class TelegramApi:
    """The client, made at the first call inside the running loop. `url` points it at a fake or a local server."""

    def __init__(self, token: str, url: str | None = None, patience: float = PATIENCE_SECONDS) -> None:
        self._token, self._url, self._patience = token, (url or HOST).rstrip("/"), patience
        self._bot: Any = None
        self._request: Any = None
        self._opening = asyncio.Lock()

    @property
    def own_id(self) -> int | None:
        """Our user id, which stands before the colon of the token; None where the token is of another form."""
        first = self._token.partition(":")[0]
        return int(first) if first.isdecimal() else None

    async def call(self, method: str, /, *, patience: float | None = None, **parameters: Any) -> Any:
        """What the Bot API answers, as plain JSON. `method` as Telegram writes it (sendMessage).

        Raises Refused: its fate is RETRY only where nothing can have been done.
        """
        bot = await self._open()
        try:
            # Method names are of either case to Telegram; the library takes its own spelling for its typed methods.
            answer = await bot.do_api_request(
                method[0].upper() + method[1:], _filled(parameters), read_timeout=patience or self._patience
            )
        except Exception as raised:
            if not _of_library(raised):
                raise
            log.warning("telegram.call", method=method, error=type(raised.__cause__ or raised).__name__)
            raise Refused(f"{method}: {type(raised).__name__}", fate_of(raised)) from raised
        log.info("telegram.call", method=method, status=200)
        return answer

    async def download(self, file_id: str, most: int) -> bytes:
        """The content of a file, 20 MB at most. Raises Refused, and ValueError where it has more than `most` bytes."""
        file = await self.call("getFile", file_id=file_id)
        if int(file.get("file_size") or 0) > most:
            raise ValueError(f"{file['file_size']} bytes")
        address = f"{self._url}/file/bot{self._token}/{file['file_path']}"
        try:
            content: bytes = await self._request.retrieve(address, read_timeout=6 * self._patience)
        except Exception as raised:
            if not _of_library(raised):
                raise
            raise Refused(f"download: {type(raised).__name__}", fate_of(raised)) from raised
        if len(content) > most:
            raise ValueError(f"{len(content)} bytes")
        return content

    def file(self, content: bytes, name: str) -> Any:
        """A file as a parameter of call()."""
        sdk = importlib.import_module("telegram")
        return sdk.InputFile(content, filename=name, attach=False)

    async def close(self) -> None:
        """Lets go of the connections; a later call makes new ones."""
        request, self._bot, self._request = self._request, None, None
        if request is not None:
            await request.shutdown()

    async def _open(self) -> Any:
        async with self._opening:
            if self._bot is None:
                os.environ.setdefault("PTB_TIMEDELTA", "true")  # spans of time as such; without, the library warns
                sdk = await asyncio.to_thread(importlib.import_module, "telegram")
                requests = await asyncio.to_thread(importlib.import_module, "telegram.request")
                logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines name the address, and that the token
                self._request = requests.HTTPXRequest(
                    connection_pool_size=CONNECTIONS,
                    connect_timeout=CONNECT_SECONDS,
                    pool_timeout=CONNECT_SECONDS,
                    read_timeout=self._patience,
                    write_timeout=self._patience,
                )
                self._bot = sdk.Bot(
                    self._token,
                    base_url=f"{self._url}/bot",
                    base_file_url=f"{self._url}/file/bot",
                    request=self._request,
                    get_updates_request=self._request,
                )
            return self._bot


def _of_library(fault: BaseException) -> bool:
    """Whether the library raised it: what it tells is about the call, all else is a mistake of ours."""
    return type(fault).__module__.partition(".")[0] == "telegram"


def fate_of(fault: BaseException) -> Fate:
    """What a fault of the library means for a message. Only what cannot have been done may be tried again: a message
    sent twice would be read twice (platforms.md 3)."""
    name, cause = type(fault).__name__, type(fault.__cause__).__name__ if fault.__cause__ else ""
    if name == "RetryAfter":
        return Fate(Outcome.RETRY, reason="rate", wait_seconds=_seconds(fault))
    if name == "ChatMigrated":
        return Fate(Outcome.RETRY, reason="moved", moved_to=str(getattr(fault, "new_chat_id", "")))
    if name == "Forbidden":
        return Fate(Outcome.REFUSED, reason="blocked")
    if name in {"InvalidToken", "EndPointNotFound"}:
        # The operator's token was revoked: the message is worth keeping until a new one is set.
        return Fate(Outcome.RETRY, reason="invalid", wait_seconds=TOKEN_WAIT_SECONDS)
    if name == "BadRequest":
        nobody = any(words in str(fault).lower() for words in _NOBODY_THERE)
        return Fate(Outcome.REFUSED, reason="blocked" if nobody else "invalid")
    if cause in _NOT_SENT:
        return Fate(Outcome.RETRY, reason="unreachable")
    if name == "Conflict":
        return Fate(Outcome.RETRY, reason="server", wait_seconds=TOKEN_WAIT_SECONDS)
    if name == "TimedOut" or cause:
        return Fate(Outcome.UNCERTAIN, reason="timeout")
    return Fate(Outcome.UNCERTAIN, reason="server")


def _seconds(fault: BaseException) -> float:
    """How long Telegram asks us to wait."""
    told: Any = getattr(fault, "retry_after", 1)
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _filled(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None}
