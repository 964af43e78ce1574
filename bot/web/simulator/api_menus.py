"""Calls about rich menus: made, given a picture, named by an alias, shown to everybody or to single people."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import JSONResponse, Response

from bot.web.simulator.gate import RATE_WORDS, Asked
from bot.web.simulator.menus import MOST_MENUS, RichMenu, menu_breaches, picture_breach
from bot.web.simulator.platform import Refusal

ALIAS = re.compile(r"[a-z0-9_-]{1,32}")
MOST_USERS = 500
NO_PICTURE = "must upload richmenu image before applying it to user"


def create(asked: Asked) -> Response:
    """POST /richmenu: a hundred an hour with the deletions."""
    _checked(asked)
    menus = asked.fake.menus
    if not menus.allowed():
        raise Refusal(429, RATE_WORDS)
    if len(menus.menus) >= MOST_MENUS:
        raise Refusal(400, "The number of rich menus has reached the limit")
    return JSONResponse({"richMenuId": menus.make(asked.body).id})


def validate(asked: Asked) -> Response:
    """POST /richmenu/validate."""
    _checked(asked)
    return JSONResponse({})


def listed(asked: Asked) -> Response:
    """GET /richmenu/list."""
    return JSONResponse({"richmenus": [menu.told() for menu in asked.fake.menus.menus.values()]})


def one(asked: Asked) -> Response:
    """GET /richmenu/{menu}."""
    return JSONResponse(_menu(asked).told())


def delete(asked: Asked) -> Response:
    """DELETE /richmenu/{menu}: gone from every phone as well."""
    menu = _menu(asked)
    if not asked.fake.menus.allowed():
        raise Refusal(429, RATE_WORDS)
    asked.fake.menus.remove(menu.id)
    asked.fake.changed()
    return JSONResponse({})


def upload(asked: Asked) -> Response:
    """POST /richmenu/{menu}/content: one picture for ever, of the size that the menu says."""
    menu = _menu(asked)
    if menu.picture is not None:
        raise Refusal(400, "An image has already been uploaded to the richmenu")
    if wrong := picture_breach(asked.raw, menu.spec):
        raise Refusal(400, wrong)
    menu.picture, menu.media_type = asked.raw, asked.request.headers["content-type"]
    return JSONResponse({})


def picture(asked: Asked) -> Response:
    """GET /richmenu/{menu}/content."""
    menu = _menu(asked)
    if menu.picture is None:
        raise Refusal(404, "Not found")
    return Response(menu.picture, media_type=menu.media_type)


def set_default(asked: Asked) -> Response:
    """POST /user/all/richmenu/{menu}."""
    asked.fake.menus.default = _drawn(_menu(asked)).id
    asked.fake.changed()
    return JSONResponse({})


def default(asked: Asked) -> Response:
    """GET /user/all/richmenu: 404 while none is set."""
    if asked.fake.menus.default is None:
        raise Refusal(404, "no default richmenu")
    return JSONResponse({"richMenuId": asked.fake.menus.default})


def clear_default(asked: Asked) -> Response:
    """DELETE /user/all/richmenu."""
    asked.fake.menus.default = None
    asked.fake.changed()
    return JSONResponse({})


def link(asked: Asked) -> Response:
    """POST /user/{user}/richmenu/{menu}."""
    return _link(asked, [asked.path("user")], _drawn(_menu(asked)).id, 200)


def bulk_link(asked: Asked) -> Response:
    """POST /richmenu/bulk/link: up to 500 people, 202."""
    menu = asked.fake.menus.menus.get(asked.field("richMenuId", str))
    if menu is None:
        raise Refusal(404, "richmenu not found")
    return _link(asked, _users(asked), _drawn(menu).id, 202)


def unlink(asked: Asked) -> Response:
    """DELETE /user/{user}/richmenu."""
    return _link(asked, [asked.path("user")], None, 200)


def bulk_unlink(asked: Asked) -> Response:
    """POST /richmenu/bulk/unlink: up to 500 people, 202."""
    return _link(asked, _users(asked), None, 202)


def linked(asked: Asked) -> Response:
    """GET /user/{user}/richmenu: the person's own menu, 404 where he has everybody's."""
    menu_id = asked.fake.menus.linked.get(asked.path("user"))
    if menu_id is None:
        raise Refusal(404, "the user has no richmenu")
    return JSONResponse({"richMenuId": menu_id})


def create_alias(asked: Asked) -> Response:
    """POST /richmenu/alias."""
    alias, menu_id = asked.field("richMenuAliasId", str), _aliased(asked)
    if not ALIAS.fullmatch(alias):
        raise Refusal(400, "The request body has 1 error(s)", [("richMenuAliasId", "Invalid alias")])
    if alias in asked.fake.menus.aliases:
        raise Refusal(400, "conflict richmenu alias id")
    asked.fake.menus.aliases[alias] = menu_id
    return JSONResponse({})


def update_alias(asked: Asked) -> Response:
    """POST /richmenu/alias/{alias}: lets the name stand for another menu."""
    alias = _alias(asked)
    asked.fake.menus.aliases[alias] = _aliased(asked)
    return JSONResponse({})


def alias(asked: Asked) -> Response:
    """GET /richmenu/alias/{alias}."""
    return JSONResponse(_told(asked, _alias(asked)))


def aliases(asked: Asked) -> Response:
    """GET /richmenu/alias/list."""
    return JSONResponse({"aliases": [_told(asked, name) for name in asked.fake.menus.aliases]})


def delete_alias(asked: Asked) -> Response:
    """DELETE /richmenu/alias/{alias}."""
    del asked.fake.menus.aliases[_alias(asked)]
    return JSONResponse({})


def _checked(asked: Asked) -> None:
    if breaches := list(menu_breaches(asked.body)):
        raise Refusal(400, f"The request body has {len(breaches)} error(s)", breaches)


def _menu(asked: Asked) -> RichMenu:
    found = asked.fake.menus.menus.get(asked.path("menu"))
    if found is None:
        raise Refusal(404, "richmenu not found")
    return found


def _drawn(menu: RichMenu) -> RichMenu:
    if menu.picture is None:
        raise Refusal(400, NO_PICTURE)
    return menu


def _users(asked: Asked) -> list[str]:
    users: list[str] = asked.field("userIds", list)
    if len(users) > MOST_USERS or not all(isinstance(user, str) for user in users):
        raise Refusal(400, "The request body has 1 error(s)", [("userIds", f"Size must be between 1 and {MOST_USERS}")])
    return users


def _link(asked: Asked, users: list[str], menu_id: str | None, status: int) -> Response:
    for user in users:
        if not re.fullmatch("U[0-9a-f]{32}", user):
            raise Refusal(400, "The value for the 'userId' parameter is invalid")
    held = asked.fake.menus.linked
    for user in users:
        held.pop(user, None)
        if menu_id is not None and user in asked.fake.users:
            held[user] = menu_id
    asked.fake.changed()
    return JSONResponse({}, status)


def _alias(asked: Asked) -> str:
    name = asked.path("alias")
    if name not in asked.fake.menus.aliases:
        raise Refusal(404, "richmenu alias not found")
    return name


def _aliased(asked: Asked) -> str:
    menu = asked.fake.menus.menus.get(asked.field("richMenuId", str))
    if menu is None:
        raise Refusal(400, "richmenu not found")
    return _drawn(menu).id


def _told(asked: Asked, name: str) -> dict[str, Any]:
    return {"richMenuAliasId": name, "richMenuId": asked.fake.menus.aliases[name]}
