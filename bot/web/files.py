"""GET /files/{token}: files behind links of ours. The link is the key: nothing is listed or cached."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.services import files
from bot.words import Words

log = structlog.get_logger()

SHOWN = frozenset({files.PNG, files.JPEG})
HEADERS = {
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
}
PAGE = """<!doctype html><html lang="th"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><body style="font:1.4rem/1.7 sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.2rem">
<h1 style="font-size:1.6em">{title}</h1><p>{text}</p>"""


def file_routes(reading: async_sessionmaker[AsyncSession], clock: Clock, words: Words) -> list[Route]:
    """The two addresses of a file: by its token, and with its name behind that, which is for the reader alone.

    404 with a kind page where there is no such file (any longer). `reading`: storage.session.reading().
    """

    async def give(request: Request) -> Response:
        try:
            async with reading() as session:
                small = request.query_params.get("small") == "1"
                found = await files.fetch(session, clock.now(), request.path_params["token"], small=small)
        except (SQLAlchemyError, OSError) as fault:
            log.error("file.database", error=type(fault).__name__)
            return PlainTextResponse("", 503, headers=HEADERS)
        log.info("file.asked", found=found is not None)
        if found is None:
            page = PAGE.format(title=escape(words("files.gone_title")), text=escape(words("files.gone")))
            return HTMLResponse(page, 404, headers=HEADERS)
        charset = "; charset=utf-8" if found.media_type.startswith("text/") else ""
        headers = {**HEADERS, "content-type": found.media_type + charset, "content-disposition": disposition(found)}
        return Response(found.content, headers=headers)

    return [Route("/files/{token}", give), Route("/files/{token}/{name}", give)]


def disposition(file: files.Shared) -> str:
    """Pictures are shown, all else is saved under its own name; RFC 6266 for names beyond ASCII."""
    how = "inline" if file.media_type in SHOWN else "attachment"
    ending = file.name.rpartition(".")[2]
    plain = f"file.{ending}" if ending.isascii() and ending.isalnum() else "file"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
