"""How the page asks for a deed: a JSON object and a header that other sites cannot set."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.simulator.records import Json

SAFE = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'"}
KEPT = SAFE | {"cache-control": "public, max-age=86400, immutable"}
PRIVATE = SAFE | {"cache-control": "no-store"}

Table = Mapping[str, Callable[[Json], Awaitable[Json]]]


async def done(request: Request, table: Table) -> Response:
    """Does the `deed` of the path; 400 with the reason where it cannot be done, 403 and 404 where it is none."""
    # A page of another site cannot set this header on a visitor's behalf.
    if request.headers.get("x-simulator") != "1":
        return JSONResponse({"error": "the x-simulator header is missing"}, 403)
    deed = table.get(request.path_params["deed"])
    if deed is None:
        return JSONResponse({"error": "no such deed"}, 404)
    try:
        asked = await request.json()
        if not isinstance(asked, dict):
            raise ValueError("a JSON object is wanted")
        return JSONResponse(await deed(asked))
    except (LookupError, ValueError, TypeError) as error:
        return JSONResponse({"error": str(error)}, 400)
