"""The rich menus at LINE: put there once, found again by their aliases, shown to the people of each role.

LINE allows a hundred creations and deletions an hour (platforms.md 2.1), so a menu that is there already is kept: its
name carries a digest of all that it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channels.line_api import Answer, LineApi
from bot.channels.line_menus import MENUS, PREFIX, alias, menu_object
from bot.words import Words

MENU, MENU_ONE, CONTENT = "/v2/bot/richmenu", "/v2/bot/richmenu/{menu}", "/v2/bot/richmenu/{menu}/content"
VALIDATE, LISTED = "/v2/bot/richmenu/validate", "/v2/bot/richmenu/list"
ALIAS, ALIAS_ONE, ALIASES = "/v2/bot/richmenu/alias", "/v2/bot/richmenu/alias/{alias}", "/v2/bot/richmenu/alias/list"
DEFAULT, DEFAULT_ONE = "/v2/bot/user/all/richmenu", "/v2/bot/user/all/richmenu/{menu}"
OF_USER, OF_USER_ONE = "/v2/bot/user/{user}/richmenu", "/v2/bot/user/{user}/richmenu/{menu}"
BULK_LINK, BULK_UNLINK = "/v2/bot/richmenu/bulk/link", "/v2/bot/richmenu/bulk/unlink"
MOST_AT_ONCE = 500


class MenuRefused(RuntimeError):
    """LINE did not do a step of putting the menus up; the message names it."""


@dataclass
class Published:
    """What putting the menus up has changed: names of menus made, kept and taken away."""

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


async def publish(api: LineApi, words: Words, pictures: Mapping[str, bytes]) -> Published:
    """Puts up the menus of all roles, the first as everybody's; may be repeated at will.

    Menus of ours that were replaced stay until the next time, so that nobody's vanishes before the bot has shown him
    the new one. Raises MenuRefused, OSError.
    """
    listed = _rows(await _told(api, "GET", LISTED), "richmenus")
    there = {str(row.get("name")): str(row.get("richMenuId")) for row in listed}
    aliases = await menu_ids(api)
    known = set(aliases.values())
    done, wanted = Published(), set[str]()
    for menu in MENUS:
        made = menu_object(menu, words, pictures[menu.role])
        name = made["name"]
        found = there.get(name)
        if found is None:
            await _told(api, "POST", VALIDATE, made)
            found = str((await _told(api, "POST", MENU, made)).document["richMenuId"])
        (done.kept if name in there else done.made).append(name)
        if found not in known:
            # an earlier try may have died after the picture: LINE takes one picture only, and answers 400 to a second
            await _told(api, "POST", CONTENT, pictures[menu.role], menu=found, fine=(400,) if name in there else ())
        await _name(api, menu.role, found, aliases)
        wanted.add(found)
        if menu is MENUS[0] and (await api.call("GET", DEFAULT)).document.get("richMenuId") != found:
            await _told(api, "POST", DEFAULT_ONE, menu=found)
    for name, one in there.items():
        if name.startswith(f"{PREFIX} ") and one not in wanted | known:
            await _told(api, "DELETE", MENU_ONE, menu=one, fine=(404,))
            done.dropped.append(name)
    return done


async def menu_ids(api: LineApi) -> dict[str, str]:
    """LINE's id of each role's menu, by role; empty where none were put up. Raises MenuRefused, OSError."""
    roles = {alias(menu.role): menu.role for menu in MENUS}
    rows = _rows(await _told(api, "GET", ALIASES), "aliases")
    return {
        roles[str(row["richMenuAliasId"])]: str(row["richMenuId"])
        for row in rows
        if row.get("richMenuAliasId") in roles
    }


async def show(api: LineApi, accounts: Sequence[str], menu_id: str | None) -> None:
    """Shows people this menu, or everybody's (None). Raises MenuRefused, OSError."""
    for first in range(0, len(accounts), MOST_AT_ONCE):
        some = list(accounts[first : first + MOST_AT_ONCE])
        if len(some) == 1 and menu_id:
            await _told(api, "POST", OF_USER_ONE, user=some[0], menu=menu_id)
        elif len(some) == 1:
            await _told(api, "DELETE", OF_USER, user=some[0], fine=(404,))
        elif menu_id:
            await _told(api, "POST", BULK_LINK, {"richMenuId": menu_id, "userIds": some})
        else:
            await _told(api, "POST", BULK_UNLINK, {"userIds": some})


async def _name(api: LineApi, role: str, menu_id: str, aliases: Mapping[str, str]) -> None:
    """Lets the role's alias stand for this menu."""
    if role not in aliases:
        await _told(api, "POST", ALIAS, {"richMenuAliasId": alias(role), "richMenuId": menu_id})
    elif aliases[role] != menu_id:
        await _told(api, "POST", ALIAS_ONE, {"richMenuId": menu_id}, alias=alias(role))


async def _told(
    api: LineApi,
    method: str,
    endpoint: str,
    body: Mapping[str, Any] | bytes | None = None,
    *,
    fine: tuple[int, ...] = (),
    **ids: str,
) -> Answer:
    """The answer to a call; `fine`: statuses besides 2xx that will do. Raises MenuRefused for any other."""
    answer = await api.call(method, endpoint, body, ids=ids)
    if not answer.ok and answer.status not in fine:
        said = answer.document.get("message", "")
        raise MenuRefused(f"LINE answered {answer.status} to {method} {endpoint}: {said}")
    return answer


def _rows(answer: Answer, name: str) -> list[Mapping[str, Any]]:
    rows = answer.document.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
