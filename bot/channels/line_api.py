"""Calls of LINE's Messaging API through the SDK's client, each with a deadline, a log line and a clear way to fail.

The SDK's own defaults are a deadline of five minutes and a pool of five connections per core (platforms.md 4.2).
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import structlog

from bot.chat import ContentTooLarge

log = structlog.get_logger()

HOST = "https://api.line.me"
BLOB_HOST = "https://api-data.line.me"
"""Where pictures go to and come from."""
PATIENCE_SECONDS = 10.0
CONNECT_SECONDS = 4.0
CONNECTIONS = 100
DOWNLOAD_SECONDS = 60.0
CHUNK = 65_536


class NotSent(OSError):
    """No connection came about, so LINE saw nothing of the call: it may be made again."""


class Unclear(OSError):
    """The answer did not come: LINE may have done what was asked."""


@dataclass(frozen=True)
class Answer:
    """What LINE answered; `document` is {} where the body is no JSON object, header names are in lower case."""

    status: int
    document: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether LINE did it."""
        return 200 <= self.status < 300


@dataclass(frozen=True)
class Download:
    """What came of asking for a file; `body` is empty unless the status is 200."""

    status: int
    body: bytes = b""


class LineApi:
    """The client, made at the first call inside the running loop. `url` points it at a fake; None is LINE itself."""

    def __init__(self, access_token: str, url: str | None = None, patience: float = PATIENCE_SECONDS) -> None:
        self._token, self._url, self._patience = access_token, url.rstrip("/") if url else None, patience
        self._client: Any = None
        self._opening = asyncio.Lock()

    async def call(
        self,
        method: str,
        endpoint: str,
        body: Mapping[str, Any] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        ids: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer, whatever its status. `endpoint` names its ids as {user}; the log never shows their values.

        Bytes are a PNG picture and go to the host for such.

        Raises NotSent or Unclear.
        """
        try:
            answer = await self._request(method, endpoint, body, dict(headers or {}), dict(ids or {}))
        except OSError as fault:
            log.warning("line.call", method=method, endpoint=endpoint, error=type(fault.__cause__ or fault).__name__)
            raise
        request_id = answer.headers.get("x-line-request-id", "")
        log.info("line.call", method=method, endpoint=endpoint, status=answer.status, request_id=request_id)
        return answer

    async def download(self, endpoint: str, ids: Mapping[str, str], most: int) -> Download:
        """A file that somebody sent, read in pieces; not through the SDK, which would take all of it into memory first.

        Raises NotSent, Unclear, and ContentTooLarge as soon as it is seen to have more than `most` bytes.
        """
        import aiohttp

        rest = (self._client or await self._open()).rest_client
        url = (self._url or BLOB_HOST) + endpoint.format(**{name: quote(one, safe="") for name, one in ids.items()})
        wait = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        headers, status = {"Authorization": f"Bearer {self._token}"}, "0"
        try:
            asked = rest.pool_manager.get(url, headers=headers, timeout=wait, proxy=getattr(rest, "proxy", None))
            async with asked as answer:
                status = str(answer.status)
                return Download(answer.status, await _body(answer, most) if answer.status == 200 else b"")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as fault:
            status = type(fault).__name__
            raise NotSent("LINE cannot be reached") from fault
        except (TimeoutError, aiohttp.ClientError) as fault:
            status = type(fault).__name__
            raise Unclear("LINE did not answer") from fault
        finally:
            log.info("line.download", endpoint=endpoint, status=status)

    async def close(self) -> None:
        """Lets go of the connections; a later call makes new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _request(
        self, method: str, endpoint: str, body: Any, headers: dict[str, str], ids: dict[str, str]
    ) -> Answer:
        import aiohttp

        client = self._client or await self._open()
        from linebot.v3.messaging.exceptions import ApiException

        headers.setdefault("Accept", "application/json")
        picture = isinstance(body, bytes)
        headers.setdefault("Content-Type", "image/png" if picture else "application/json")
        wait = aiohttp.ClientTimeout(total=self._patience, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        try:
            answer = await client.call_api(
                endpoint,
                method,
                path_params=ids,
                header_params=headers,
                body=body,
                response_types_map={},
                _host=BLOB_HOST if picture else HOST,
                _request_timeout=wait,
            )
        except ApiException as refusal:
            return Answer(int(refusal.status or 0), _document(refusal.body), _headers(refusal.headers))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as fault:
            raise NotSent("LINE cannot be reached") from fault
        except (TimeoutError, aiohttp.ClientError, UnicodeDecodeError) as fault:
            raise Unclear("LINE did not answer") from fault
        return Answer(answer.status_code, _document(answer.raw_data), _headers(answer.headers))

    async def _open(self) -> Any:
        async with self._opening:
            if self._client is None:
                # 0.7 s of importing, beside the loop: webhooks are acknowledged meanwhile
                sdk = await asyncio.to_thread(importlib.import_module, "linebot.v3.messaging")
                configuration = sdk.Configuration(access_token=self._token, host=self._url)
                configuration.connection_pool_maxsize = CONNECTIONS
                self._client = sdk.AsyncApiClient(configuration)
                _spare_lookups(self._client.rest_client)
            return self._client


def _spare_lookups(rest: Any) -> None:
    """Without a proxy in the environment nothing is looked for there: the SDK does so twice a call, in a thread."""
    import aiohttp

    if not any(name.lower().endswith("_proxy") for name in os.environ):
        looking, connector = rest.pool_manager, rest.pool_manager.connector
        looking.detach()
        rest.pool_manager = aiohttp.ClientSession(connector=connector)


async def _body(answer: Any, most: int) -> bytes:
    """The bytes of an answer, piece by piece, so that one without an end is noticed."""
    if (answer.content_length or 0) > most:
        raise ContentTooLarge(f"{answer.content_length} bytes")
    found = bytearray()
    async for piece in answer.content.iter_chunked(CHUNK):
        found += piece
        if len(found) > most:
            raise ContentTooLarge(f"more than {most} bytes")
    return bytes(found)


def _document(body: Any) -> Mapping[str, Any]:
    try:
        document = json.loads(body or "{}")
    except (ValueError, TypeError):
        return {}
    return document if isinstance(document, dict) else {}


def _headers(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()} if headers else {}
