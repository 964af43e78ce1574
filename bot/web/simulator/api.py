"""The Messaging API of the fake platform, on the paths and with the answers of the real one."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.simulator.gate import Asked, endpoint
from bot.web.simulator.limits import message_breaches
from bot.web.simulator.platform import FakeLine, Refusal
from bot.web.simulator.records import Json


def messaging_api(fake: FakeLine) -> Starlette:
    """Both of LINE's hosts in one app: api.line.me and api-data.line.me."""

    def route(path: str, name: str, action: Any, method: str = "GET", *, takes_retry_key: bool = False) -> Route:
        return Route("/v2/bot" + path, endpoint(fake, name, action, takes_retry_key=takes_retry_key), methods=[method])

    return Starlette(
        routes=[
            route("/message/reply", "reply", reply, "POST"),
            route("/message/push", "push", push, "POST", takes_retry_key=True),
            route("/message/multicast", "multicast", multicast, "POST", takes_retry_key=True),
            route("/message/validate/{kind}", "validate", validate, "POST"),
            route("/message/quota", "quota", quota),
            route("/message/quota/consumption", "consumption", consumption),
            route("/message/markAsRead", "read", mark_as_read_partner, "POST"),
            route("/message/{message}/content", "content", content),
            route("/message/{message}/content/preview", "content", content),
            route("/message/{message}/content/transcoding", "content", transcoding),
            route("/profile/{user}", "profile", profile),
            route("/group/{group}/summary", "group", group_summary),
            route("/group/{group}/members/count", "group", member_count),
            route("/group/{group}/members/ids", "group", verified_only),
            route("/group/{group}/member/{user}", "profile", member_profile),
            route("/group/{group}/leave", "group", leave, "POST"),
            route("/room/{group}/members/count", "group", member_count),
            route("/room/{group}/members/ids", "group", verified_only),
            route("/room/{group}/member/{user}", "profile", member_profile),
            route("/room/{group}/leave", "group", leave, "POST"),
            route("/followers/ids", "group", verified_only),
            route("/info", "info", info),
            route("/chat/loading/start", "loading", loading, "POST"),
            route("/chat/markAsRead", "read", mark_as_read, "POST"),
            route("/channel/webhook/endpoint", "webhook", webhook_endpoint),
            route("/channel/webhook/endpoint", "webhook", set_webhook_endpoint, "PUT"),
            route("/channel/webhook/test", "webhook", test_webhook, "POST"),
            route("/{rest:path}", "unknown", unknown),
            route("/{rest:path}", "unknown", unknown, "POST"),
        ]
    )


def _messages(asked: Asked) -> list[Json]:
    """The body's messages. Raises Refusal 400 with every breach of LINE's limits."""
    messages = asked.body.get("messages") if isinstance(asked.body, dict) else None
    if breaches := message_breaches(messages):
        raise Refusal(400, f"The request body has {len(breaches)} error(s)", breaches)
    checked: list[Json] = messages or []
    return checked


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


def _already(asked: Asked, key: str) -> Response | None:
    accepted = asked.fake.retry_keys.accepted(key)
    if accepted is None:
        return None
    body: Json = {"message": "The retry key is already accepted"}
    if accepted.sent:
        body["sentMessages"] = list(accepted.sent)
    return JSONResponse(body, 409, headers={"x-line-accepted-request-id": accepted.request_id})


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


def content(asked: Asked) -> Response:
    """GET /message/{message}/content: 202 while it is prepared, 404 unknown, 410 after unsend."""
    name = asked.path("message")
    message, held = asked.fake.message(name), asked.fake.content.get(name)
    if message and message.unsent:
        raise Refusal(410, "Gone")
    if held is None:
        raise Refusal(404, "Not found")
    if name in asked.fake.transcoding:
        return Response(status_code=202)
    return Response(held[1], media_type=held[0])


def transcoding(asked: Asked) -> Response:
    """GET /message/{message}/content/transcoding."""
    name = asked.path("message")
    if name not in asked.fake.content:
        raise Refusal(404, "Not found")
    return JSONResponse({"status": "processing" if name in asked.fake.transcoding else "succeeded"})


def profile(asked: Asked) -> Response:
    """GET /profile/{user}: friends, and others who wrote 1:1; 404 when blocked or without consent."""
    user = asked.fake.users.get(asked.path("user"))
    if user is None or user.blocked or not user.consented or not (user.friend or user.wrote_at):
        raise Refusal(404, "Not found")
    return JSONResponse({"userId": user.id, "displayName": user.name, "language": "th"})


def member_profile(asked: Asked) -> Response:
    """GET /group/{group}/member/{user}: whoever is inside, friend or not."""
    user, group = asked.fake.users.get(asked.path("user")), asked.fake.groups.get(asked.path("group"))
    if user is None or group is None or not group.bot_inside or user.id not in group.members or not user.consented:
        raise Refusal(404, "Not found")
    return JSONResponse({"userId": user.id, "displayName": user.name})


def _group(asked: Asked) -> Any:
    group = asked.fake.groups.get(asked.path("group"))
    if group is None or not group.bot_inside:
        raise Refusal(404, "Not found")
    return group


def group_summary(asked: Asked) -> Response:
    """GET /group/{group}/summary."""
    group = _group(asked)
    return JSONResponse({"groupId": group.id, "groupName": group.name})


def member_count(asked: Asked) -> Response:
    """GET /group/{group}/members/count: the bot is not counted."""
    return JSONResponse({"count": len(_group(asked).members)})


def verified_only(asked: Asked) -> Response:
    """GET …/members/ids and /followers/ids: 403 unless the account is verified."""
    fake = asked.fake
    if not fake.verified:
        raise Refusal(403, "Access to this API is not available for your account")
    if "group" in asked.request.path_params:
        return JSONResponse({"memberIds": [user for user in _group(asked).members if fake.users[user].consented]})
    return JSONResponse({"userIds": [user.id for user in fake.users.values() if user.friend and not user.blocked]})


def leave(asked: Asked) -> Response:
    """POST /group/{group}/leave."""
    _group(asked).bot_inside = False
    return JSONResponse({})


def info(asked: Asked) -> Response:
    """GET /info."""
    fake = asked.fake
    chat, read = ("chat", "manual") if fake.chat_on else ("bot", "auto")
    told = {"userId": fake.bot_user_id, "basicId": fake.basic_id, "displayName": fake.bot_name}
    return JSONResponse(told | {"chatMode": chat, "markAsReadMode": read})


def loading(asked: Asked) -> Response:
    """POST /chat/loading/start: 1:1 only, 5 to 60 s in steps of 5."""
    chat, seconds = asked.field("chatId", str), asked.body.get("loadingSeconds", 20)
    if chat not in asked.fake.users:
        raise Refusal(400, "The request body has 1 error(s)", [("chatId", "must be a user ID")])
    if not isinstance(seconds, int) or not 5 <= seconds <= 60 or seconds % 5:
        raise Refusal(
            400, "The request body has 1 error(s)", [("loadingSeconds", "must be a multiple of 5 from 5 to 60")]
        )
    asked.fake.loading.add(chat)
    asked.fake.changed()
    return JSONResponse({}, 202)


def mark_as_read(asked: Asked) -> Response:
    """POST /chat/markAsRead by token; the token never expires."""
    name = asked.fake.unread_tokens.get(asked.field("markAsReadToken", str))
    message = asked.fake.message(name) if name else None
    if message is None:
        raise Refusal(400, "Invalid mark as read token")
    asked.fake.mark_read(message)
    return JSONResponse({})


def mark_as_read_partner(asked: Asked) -> Response:
    """POST /message/markAsRead by user: partners only, here every verified account."""
    if not asked.fake.verified:
        raise Refusal(403, "Access to this API is not available for your account")
    seen = asked.fake.seen(str(asked.field("chat", dict).get("userId")))
    if seen:
        asked.fake.mark_read(seen[-1])
    return JSONResponse({})


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
    """What the fake does not have (rich menus, audiences, …)."""
    raise Refusal(404, "Not found")
