"""Calls about chats and the people in them: content, profiles, groups, loading and read marks."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from bot.web.simulator.gate import Asked
from bot.web.simulator.platform import Refusal
from bot.web.simulator.records import Group


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


def _group(asked: Asked) -> Group:
    group = asked.fake.groups.get(asked.path("group"))
    if group is None or not group.bot_inside:
        raise Refusal(404, "Not found")
    return group
