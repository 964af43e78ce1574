"""How a call of the bot comes in: token, faults, parameters as forms or JSON, Telegram's way of answering."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.web.simulator.faults import ACCEPTED_SILENTLY, Fault
from bot.web.simulator.telegram.methods import METHODS, Files
from bot.web.simulator.telegram.platform import FakeTelegram, Refusal
from bot.web.simulator.telegram.records import Call, Json

ATTACHED = "attach://"
"""What stands for a file whose bytes have another name in the form."""
TEXTS = frozenset({"text", "caption", "callback_query_id", "url", "secret_token", "action", "file_id"})
"""Parameters that are words even where they look like numbers or JSON."""


def bot_api(fake: FakeTelegram) -> Starlette:
    """Methods below /bot<token>/, files below /file/bot<token>/."""

    async def call(request: Request) -> Response:
        fault = fake.faults.take(_name(request))
        if fault in {Fault.DROP, Fault.DEAF}:
            if fault is Fault.DEAF:
                await _until_gone(request)
            return _Cut()
        response = await _answer(fake, request, fault)
        if fault in ACCEPTED_SILENTLY and response.status_code == 200:
            if fault is Fault.TIMEOUT:
                await _until_gone(request)
            return _Cut()
        return response

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if request.path_params["token"] != fake.token or name not in fake.content:
            return JSONResponse(Refusal(404, "Not Found").body, 404)
        return Response(fake.content[name], media_type="application/octet-stream")

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/held/{name}", file),
        ]
    )


async def _answer(fake: FakeTelegram, request: Request, fault: Fault | None) -> Response:
    name, method = METHODS.get(request.path_params["method"].lower(), ("", None))
    params, files = await _parameters(request)
    status, result = 200, None
    try:
        if request.path_params["token"] != fake.token:
            raise Refusal(401, "Unauthorized")
        if method is None:
            raise Refusal(404, "Not Found")
        if fault is Fault.RATE:
            told = f"Too Many Requests: retry after {fake.retry_after}"
            raise Refusal(429, told, retry_after=fake.retry_after)
        if fault is Fault.SERVER:
            raise Refusal(502, "Bad Gateway")
        if fault is Fault.SLOW:
            await asyncio.sleep(fake.faults.slow_seconds)
        made = method(fake, params, files)
        result = await made if inspect.isawaitable(made) else made
        response = JSONResponse({"ok": True, "result": result})
    except Refusal as refusal:
        status, response = refusal.status, JSONResponse(refusal.body, refusal.status)
    names = {key: held[0] for key, held in files.items()}
    fake.record(Call(name or request.path_params["method"], params, names, status, result, fake.clock.now()))
    return response


async def _parameters(request: Request) -> tuple[Json, Files]:
    """The parameters with their JSON read, and uploaded files."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json()), {}
    params: Json = {key: _value(key, value) for key, value in request.query_params.items()}
    files: Files = {}
    async with request.form() as form:
        for key, value in form.items():
            if isinstance(value, UploadFile):
                files[key] = (value.filename or "", await value.read())
            else:
                params[key] = _value(key, value)
    for key, value in list(params.items()):
        if isinstance(value, str) and value.startswith(ATTACHED):
            del params[key]
            files[key] = files.pop(value.removeprefix(ATTACHED), ("", b""))
    return params, files


def _value(name: str, text: str) -> Any:
    if name in TEXTS:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _name(request: Request) -> str:
    name, _ = METHODS.get(request.path_params["method"].lower(), ("", None))
    return name


async def _until_gone(request: Request) -> None:
    await request.body()
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _Cut(Response):
    """No answer at all: the caller sees its connection break (see gate.CutsConnections)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle: Any = scope["nongbaht.cycle"]
        cycle.disconnected = cycle.response_complete = True
        cycle.transport.abort()
