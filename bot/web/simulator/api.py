"""The Messaging API of the fake platform, on the paths and with the answers of the real one."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from bot.web.simulator import api_account as account
from bot.web.simulator import api_chats as chats
from bot.web.simulator import api_menus as menus
from bot.web.simulator import api_messages as messages
from bot.web.simulator.gate import Action, endpoint
from bot.web.simulator.platform import FakeLine


def messaging_api(fake: FakeLine) -> Starlette:
    """Both of LINE's hosts in one app: api.line.me and api-data.line.me."""

    def route(path: str, name: str, action: Action, method: str = "GET", **takes: Any) -> Route:
        return Route("/v2/bot" + path, endpoint(fake, name, action, **takes), methods=[method])

    def menu(path: str, action: Action, method: str = "GET", **takes: Any) -> Route:
        return route(path, "menu", action, method, **takes)

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
            menu("/richmenu", menus.create, "POST"),
            menu("/richmenu/validate", menus.validate, "POST"),
            menu("/richmenu/list", menus.listed),
            menu("/richmenu/bulk/link", menus.bulk_link, "POST"),
            menu("/richmenu/bulk/unlink", menus.bulk_unlink, "POST"),
            menu("/richmenu/alias", menus.create_alias, "POST"),
            menu("/richmenu/alias/list", menus.aliases),
            menu("/richmenu/alias/{alias}", menus.alias),
            menu("/richmenu/alias/{alias}", menus.update_alias, "POST"),
            menu("/richmenu/alias/{alias}", menus.delete_alias, "DELETE"),
            menu("/richmenu/{menu}/content", menus.picture),
            menu("/richmenu/{menu}/content", menus.upload, "POST", takes=("image/png", "image/jpeg")),
            menu("/richmenu/{menu}", menus.one),
            menu("/richmenu/{menu}", menus.delete, "DELETE"),
            menu("/user/all/richmenu", menus.default),
            menu("/user/all/richmenu", menus.clear_default, "DELETE"),
            menu("/user/all/richmenu/{menu}", menus.set_default, "POST"),
            menu("/user/{user}/richmenu", menus.linked),
            menu("/user/{user}/richmenu", menus.unlink, "DELETE"),
            menu("/user/{user}/richmenu/{menu}", menus.link, "POST"),
            route("/{rest:path}", "unknown", account.unknown),
            route("/{rest:path}", "unknown", account.unknown, "POST"),
        ]
    )
