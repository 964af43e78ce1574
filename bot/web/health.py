"""Whether this process can do its work, for load balancers and the container's own check."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

log = structlog.get_logger()

PATIENCE_SECONDS = 3.0


def health_routes(reading: async_sessionmaker[AsyncSession]) -> list[Route]:
    """GET /health: 200 `ok` when the database answers in time, else 503. `reading`: storage.session.reading()."""

    async def health(request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), reading() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError, TimeoutError) as fault:
            log.error("health.database", error=type(fault).__name__)
            return PlainTextResponse("the database does not answer\n", 503)
        return PlainTextResponse("ok\n")

    return [Route("/health", health, methods=["GET", "HEAD"])]
