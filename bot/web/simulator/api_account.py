"""Calls about the account itself: who it is and where its webhook goes."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from bot.web.simulator.gate import Asked
from bot.web.simulator.platform import Refusal


def info(asked: Asked) -> Response:
    """GET /info."""
    fake = asked.fake
    chat, read = ("chat", "manual") if fake.chat_on else ("bot", "auto")
    told = {"userId": fake.bot_user_id, "basicId": fake.basic_id, "displayName": fake.bot_name}
    return JSONResponse(told | {"chatMode": chat, "markAsReadMode": read})


def webhook_endpoint(asked: Asked) -> Response:
    """GET /channel/webhook/endpoint: 404 while none is set."""
    if asked.fake.webhook_url is None:
        raise Refusal(404, "Not found")
    return JSONResponse({"endpoint": asked.fake.webhook_url, "active": asked.fake.webhook_active})


def set_webhook_endpoint(asked: Asked) -> Response:
    """PUT /channel/webhook/endpoint; the real platform takes https only, this one also loopback http."""
    url = asked.field("endpoint", str)
    if len(url) > 500 or not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise Refusal(400, "Invalid webhook endpoint URL")
    asked.fake.webhook_url = url
    return JSONResponse({})


async def test_webhook(asked: Asked) -> Response:
    """POST /channel/webhook/test: sends an empty webhook and says how it went."""
    url = asked.body.get("endpoint") if isinstance(asked.body, dict) else None
    sent = await asked.fake.post([], url=url)
    now = asked.fake.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    told = {"success": sent.ok, "timestamp": now, "statusCode": sent.status}
    return JSONResponse(told | {"reason": "OK" if sent.ok else sent.reason.upper(), "detail": str(sent.status)})


def unknown(asked: Asked) -> Response:
    """What the fake does not have (audiences, narrowcast, …)."""
    raise Refusal(404, "Not found")
