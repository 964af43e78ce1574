"""LINE as a channel: the only place that sends to it. Facts and traps: platforms.md 0 to 2; set-up: docs/line.md."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bot.channels import line_menu_shelf, line_read
from bot.channels.line_actions import private_chat
from bot.channels.line_api import Answer, LineApi, NotSent, Unclear
from bot.channels.line_fate import fate_of
from bot.channels.line_hints import Hints
from bot.channels.line_render import render
from bot.channels.reply_parts import leads_private
from bot.chat import Capabilities, ChatRef, ContentDelayed, Fate, Incoming, Outcome, Outgoing, Reply
from bot.words import Words

log = structlog.get_logger()

LINE = Capabilities(choices=13, parts_per_send=5, label_graphemes=20, text_units=5000, reply_seconds=50)
REPLY, PUSH = "/v2/bot/message/reply", "/v2/bot/message/push"
CONTENT = "/v2/bot/message/{message}/content"
GONE = frozenset({400, 403, 404, 410})
"""410: taken back. Everything else (202: still being prepared, 429, 5xx, a token that ran out) may pass."""
QUOTA, CONSUMPTION = "/v2/bot/message/quota", "/v2/bot/message/quota/consumption"


class LineChannel:
    """One LINE Official Account. Connects at the first call, so it may be built anywhere; close() when done."""

    name = line_read.NAME
    capabilities = LINE

    def __init__(
        self,
        access_token: str,
        words: Words,
        *,
        api_url: str | None = None,
        patience: float | None = None,
        public_url: str | None = None,
    ) -> None:
        """`public_url`: under which LINE and people reach this machine's files; LINE takes nothing but https."""
        self.api = LineApi(access_token, api_url, *([patience] if patience else []))
        self._site = public_url.rstrip("/") if public_url and public_url.startswith("https://") else None
        self._words = words
        self._basic_id: str | None = None
        self.hints = Hints(self.api)

    def read(self, raw: Mapping[str, Any]) -> Incoming:
        """One raw webhook event as Incoming; raises ValueError for what is no event."""
        return line_read.read(raw)

    async def send(self, outgoing: Outgoing) -> Fate:
        """Sends once. A reply carries no retry key, LINE refuses one there; a push carries the outgoing id."""
        self.hints.answered(outgoing.chat.id)
        messages = render(outgoing.reply, await self._id_for(outgoing.reply), self._words, self._site)
        if not messages or (outgoing.way == "reply" and not outgoing.reply_token):
            return Fate(Outcome.REFUSED, reason="invalid" if not messages else "token")
        try:
            if outgoing.way == "reply":
                answer = await self.api.call("POST", REPLY, {"replyToken": outgoing.reply_token, "messages": messages})
            else:
                body = {"to": outgoing.chat.id, "messages": messages}
                answer = await self.api.call("POST", PUSH, body, {"X-Line-Retry-Key": outgoing.id})
        except NotSent:
            return Fate(Outcome.RETRY, reason="unreachable")
        except Unclear:
            return Fate(Outcome.UNCERTAIN if outgoing.way == "reply" else Outcome.RETRY, reason="timeout")
        if answer.status == 429 and outgoing.way == "push":
            return fate_of(answer, "push", over_quota=await self._over_quota(outgoing.chat, len(messages)))
        if answer.status == 400:
            log.error("line.refused", way=outgoing.way, details=_blamed(answer))
        return fate_of(answer, outgoing.way)

    async def hint(self, incoming: Incoming) -> None:
        """Shows dots if the answer is slow, and that the message was read."""
        await self.hints.show(incoming)

    async def content(self, handle: str, most: int) -> bytes | None:
        """A picture, sound or file that somebody sent; None where LINE has it no longer, or it was taken back.

        Raises ContentDelayed, ContentTooLarge.
        """
        try:
            answer = await self.api.download(CONTENT, {"message": handle}, most)
        except OSError as fault:
            raise ContentDelayed("LINE cannot be asked now") from fault
        if answer.status == 200:
            return answer.body
        if answer.status in GONE:
            return None
        raise ContentDelayed(f"LINE answers {answer.status}")

    async def display_name(self, account: str, chat: ChatRef) -> str | None:
        """The name that the person shows on LINE; None where LINE does not tell it."""
        ids = {"user": account}
        endpoint = "/v2/bot/profile/{user}"
        if chat.is_group:
            endpoint, ids = f"/v2/bot/{_gathering(chat)}/{{chat}}/member/{{user}}", {"user": account, "chat": chat.id}
        document = await self._ask(endpoint, ids)
        name = document.get("displayName") if document else None
        return name if isinstance(name, str) and name.strip() else None

    async def member_count(self, chat: ChatRef) -> int | None:
        """How many messages of the quota one push costs here: a group's members without us. None where unknown."""
        if not chat.is_group:
            return 1
        document = await self._ask(f"/v2/bot/{_gathering(chat)}/{{chat}}/members/count", {"chat": chat.id})
        count = document.get("count") if document else None
        return count if isinstance(count, int) else None

    async def quota(self) -> tuple[int | None, int] | None:
        """(messages a month or None for no limit, used so far); the second is LINE's estimate. Raises OSError."""
        allowed, used = await asyncio.gather(self.api.call("GET", QUOTA), self.api.call("GET", CONSUMPTION))
        if not allowed.ok or not used.ok:
            raise Unclear(f"LINE tells no quota ({allowed.status}, {used.status})")
        value, spent = allowed.document.get("value"), used.document.get("totalUsage")
        limited = allowed.document.get("type") == "limited" and isinstance(value, int)
        return (int(str(value)) if limited else None), (spent if isinstance(spent, int) else 0)

    async def introduce(self) -> None:
        """Learns our own id ahead of need. Never raises."""
        await self.basic_id()

    def bridge(self, token: str) -> str | None:
        """The address that types a one-time token into our 1:1 chat; None until LINE has told our id. Asks nobody."""
        return private_chat(self._basic_id, self._words("channel.typed", token=token)) if self._basic_id else None

    async def basic_id(self) -> str | None:
        """The account's id as people see it (@…), asked once; None where LINE cannot be asked now."""
        if self._basic_id is None:
            document = await self._ask("/v2/bot/info")
            told = document.get("basicId") if document else None
            self._basic_id = told if isinstance(told, str) and told else None
        return self._basic_id

    async def menu_ids(self) -> Mapping[str, str] | None:
        """LINE's id of each role's rich menu; empty where none were put up, None where LINE cannot be asked now."""
        try:
            return await line_menu_shelf.menu_ids(self.api)
        except (OSError, line_menu_shelf.MenuRefused):
            return None

    async def show_menu(self, accounts: Sequence[str], menu_id: str | None) -> bool:
        """Shows people a rich menu, or everybody's (None); whether LINE took it."""
        try:
            await line_menu_shelf.show(self.api, accounts, menu_id)
        except (OSError, line_menu_shelf.MenuRefused):
            return False
        return True

    async def close(self) -> None:
        """Lets go of connections; nobody is shown dots any more."""
        self.hints.close()
        await self.api.close()

    async def _id_for(self, reply: Reply) -> str | None:
        """Our id where the reply needs it: asking costs a call, the first time."""
        return await self.basic_id() if leads_private(reply) else None

    async def _over_quota(self, chat: ChatRef, messages: int) -> bool:
        """Whether a 429 means that the month is used up. Where LINE does not say, it counts as too fast."""
        try:
            quota = await self.quota()
        except OSError:
            return False
        if quota is None or quota[0] is None:
            return False
        return quota[1] + (await self.member_count(chat) or 1) > quota[0]

    async def _ask(self, endpoint: str, ids: Mapping[str, str] | None = None) -> Mapping[str, Any] | None:
        try:
            answer = await self.api.call("GET", endpoint, ids=ids)
        except OSError:
            return None
        return answer.document if answer.ok else None


def _gathering(chat: ChatRef) -> str:
    """Rooms are the old kind of group, with endpoints of their own; their ids begin with R."""
    return "room" if chat.id.startswith("R") else "group"


def _blamed(answer: Answer) -> list[str]:
    """The properties that LINE found fault with; never their values."""
    details = answer.document.get("details")
    return [str(one.get("property")) for one in details if isinstance(one, dict)] if isinstance(details, list) else []
