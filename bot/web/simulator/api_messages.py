"""Calls about messages: reply, push, multicast, validation and the quota."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from bot.web.simulator.gate import Asked
from bot.web.simulator.limits import message_breaches
from bot.web.simulator.platform import Refusal
from bot.web.simulator.records import Json


def reply(asked: Asked) -> Response:
    """POST /message/reply."""
    token, messages = asked.field("replyToken", str), _messages(asked)
    return JSONResponse({"sentMessages": asked.fake.sent(asked.fake.reply(token, messages, asked.request_id))})


def push(asked: Asked) -> Response:
    """POST /message/push: an accepted retry key answers 409 with what was sent then."""
    key = asked.retry_key
    if key and (conflict := _already(asked, key)):
        return conflict
    to, messages = asked.field("to", str), _messages(asked)
    sent = asked.fake.sent(asked.fake.push(to, messages, asked.request_id))
    if key:
        asked.fake.retry_keys.keep(key, asked.request_id, sent)
    return JSONResponse({"sentMessages": sent})


def multicast(asked: Asked) -> Response:
    """POST /message/multicast."""
    key = asked.retry_key
    if key and (conflict := _already(asked, key)):
        return conflict
    to, messages = asked.field("to", list), _messages(asked)
    asked.fake.multicast(to, messages, asked.request_id)
    if key:
        asked.fake.retry_keys.keep(key, asked.request_id, [])
    return JSONResponse({})


def validate(asked: Asked) -> Response:
    """POST /message/validate/{kind}: 200 where the messages could be sent."""
    if asked.path("kind") not in {"reply", "push", "multicast", "narrowcast", "broadcast"}:
        raise Refusal(404, "Not found")
    _messages(asked)
    return JSONResponse({})


def quota(asked: Asked) -> Response:
    """GET /message/quota."""
    limit = asked.fake.quota.limit
    return JSONResponse({"type": "none"} if limit is None else {"type": "limited", "value": limit})


def consumption(asked: Asked) -> Response:
    """GET /message/quota/consumption: approximate."""
    return JSONResponse({"totalUsage": asked.fake.quota.reported})


def _messages(asked: Asked) -> list[Json]:
    """The body's messages. Raises Refusal 400 with every breach of LINE's limits."""
    messages = asked.body.get("messages") if isinstance(asked.body, dict) else None
    if breaches := message_breaches(messages):
        raise Refusal(400, f"The request body has {len(breaches)} error(s)", breaches)
    checked: list[Json] = messages or []
    return checked


def _already(asked: Asked, key: str) -> Response | None:
    accepted = asked.fake.retry_keys.accepted(key)
    if accepted is None:
        return None
    body: Json = {"message": "The retry key is already accepted"}
    if accepted.sent:
        body["sentMessages"] = list(accepted.sent)
    return JSONResponse(body, 409, headers={"x-line-accepted-request-id": accepted.request_id})
