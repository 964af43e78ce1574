"""A request's body, as far as a messenger's webhook may be long."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 1_000_000
"""Far above any batch that a messenger sends."""


async def whole_body(request: Request) -> bytes | None:
    """The raw bytes, None where there are too many of them; empty where the sender has gone."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > MOST_BYTES:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)
