"""The Messaging API of the fake platform, on the paths and with the answers of the real one."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Route

from bot.web.simulator import api_account as account
from bot.web.simulator import api_chats as chats
from bot.web.simulator import api_messages as messages
from bot.web.simulator.gate import Action, endpoint
from bot.web.simulator.platform import FakeLine


def messaging_api(fake: FakeLine) -> Starlette:
    """Both of LINE's hosts in one app: api.line.me and api-data.line.me."""

    def route(path: str, name: str, action: Action, method: str = "GET", *, takes_retry_key: bool = False) -> Route:
        return Route("/v2/bot" + path, endpoint(fake, name, action, takes_retry_key=takes_retry_key), methods=[method])

    return Starlette(
        routes=[
            route("/message/reply", "reply", messages.reply, "POST"),
            route("/message/push", "push", messages.push, "POST", takes_retry_key=True),
            route("/message/multicast", "multicast", messages.multicast, "POST", takes_retry_key=True),
            route("/message/validate/{kind}", "validate", messages.validate, "POST"),
            route("/message/quota", "quota", messages.quota),
            route("/message/quota/consumption", "consumption", messages.consumption),
            route("/message/markAsRead", "read", chats.mark_as_read_partner, "POST"),
            route("/message/{message}/content", "content", chats.content),
            route("/message/{message}/content/preview", "content", chats.content),
            route("/message/{message}/content/transcoding", "content", chats.transcoding),
            route("/profile/{user}", "profile", chats.profile),
            route("/group/{group}/summary", "group", chats.group_summary),
            route("/group/{group}/members/count", "group", chats.member_count),
            route("/group/{group}/members/ids", "group", chats.verified_only),
            route("/group/{group}/member/{user}", "profile", chats.member_profile),
            route("/group/{group}/leave", "group", chats.leave, "POST"),
            route("/room/{group}/members/count", "group", chats.member_count),
            route("/room/{group}/members/ids", "group", chats.verified_only),
            route("/room/{group}/member/{user}", "profile", chats.member_profile),
            route("/room/{group}/leave", "group", chats.leave, "POST"),
            route("/followers/ids", "group", chats.verified_only),
            route("/info", "info", account.info),
            route("/chat/loading/start", "loading", chats.loading, "POST"),
            route("/chat/markAsRead", "read", chats.mark_as_read, "POST"),
            route("/channel/webhook/endpoint", "webhook", account.webhook_endpoint),
            route("/channel/webhook/endpoint", "webhook", account.set_webhook_endpoint, "PUT"),
            route("/channel/webhook/test", "webhook", account.test_webhook, "POST"),
            route("/{rest:path}", "unknown", account.unknown),
            route("/{rest:path}", "unknown", account.unknown, "POST"),
        ]
    )
