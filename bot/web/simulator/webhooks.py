"""Events on their way to the bot: built as LINE builds them, signed, and POSTed over real HTTP."""

from __future__ import annotations

import asyncio
import json
import random
from base64 import b64encode
from collections import deque
from collections.abc import Iterable
from copy import deepcopy
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.web.simulator.faults import Faults
from bot.web.simulator.ids import ulid
from bot.web.simulator.ledger import ReplyTokens
from bot.web.simulator.records import Call, Json, SentWebhook
from bot.web.simulator.traffic import Traffic
from bot.web.simulator.world import World

if TYPE_CHECKING:
    import aiohttp

WIRE = 50
DEADLINE_SECONDS = 2.0
"""LINE counts a webhook as failed when no 2xx has come by then."""


def sign(secret: str, body: bytes) -> str:
    """The x-line-signature of a raw body (platforms.md 1.1)."""
    return b64encode(digest(secret.encode(), body, sha256)).decode()


class EventSource(World):
    """Turns what people do into webhooks."""

    def __init__(self, clock: Clock, channel_secret: str, bot_user_id: str, traffic: Path | None) -> None:
        super().__init__(clock)
        self.channel_secret = channel_secret
        self.bot_user_id = bot_user_id
        self.webhook_url: str | None = None
        self.webhook_active = True
        """The console's "Use webhook" switch: without it nothing is ever sent."""
        self.webhooks: list[SentWebhook] = []
        """Every POST to the bot, with its fate."""
        self.wire: deque[SentWebhook | Call] = deque(maxlen=WIRE)
        """The latest webhooks and calls of the bot, in the order in which they ended."""
        self.deadline_seconds = DEADLINE_SECONDS
        self.faults = Faults()
        self.tokens = ReplyTokens(clock)
        self.traffic = Traffic(traffic)
        self.postbacks_name_user = True
        """LINE's text promises a userId in group *message* events only; real groups name it in postbacks too."""
        self._held: list[Json] | None = None
        self._session: aiohttp.ClientSession | None = None

    def event(self, kind: str, chat: str, user: str | None, *, token: bool = True, **content: Any) -> Json:
        """A webhook event of `chat`; with a reply token where `token` and the chat is not in standby."""
        now = self.clock.now()
        event: Json = {
            "type": kind,
            "mode": "standby" if chat in self.standby else "active",
            "timestamp": int(now.timestamp() * 1000),
            "source": self._source(kind, chat, user),
            "webhookEventId": ulid(now),
            "deliveryContext": {"isRedelivery": False},
            **content,
        }
        if token and chat not in self.standby:
            event["replyToken"] = self.tokens.issue(chat, event["webhookEventId"], now)
        return event

    def _source(self, kind: str, chat: str, user: str | None) -> Json:
        if chat in self.users:
            return {"type": "user", "userId": chat}
        source: Json = {"type": "room", "roomId": chat} if chat.startswith("R") else {"type": "group", "groupId": chat}
        told = kind in {"message", "messageEdited"} or (kind == "postback" and self.postbacks_name_user)
        if user and told and self.users[user].consented:
            source["userId"] = user
        return source

    async def send(self, *events: Json) -> None:
        """Delivers events as one webhook, or keeps them while hold() is on."""
        if not self.webhook_active:
            return
        if self._held is not None:
            self._held.extend(events)
            return
        if self.faults.lose_webhooks:
            self._note(SentWebhook(self._body(events), 0, "could_not_connect", 0.0))
            return
        await self.post(list(events))
        if self.faults.duplicate_webhooks:
            await self.post(list(events))

    def hold(self) -> None:
        """From now on events wait for release(), as when the platform batches."""
        self._held = self._held or []

    @property
    def held(self) -> int | None:
        """How many events wait for release(); None where hold() is off."""
        return None if self._held is None else len(self._held)

    async def release(
        self, *, shuffle: random.Random | None = None, backwards: bool = False, one_by_one: bool = False
    ) -> None:
        """Sends what was held, as one batch mixing users and chats, or one by one; in another order where asked."""
        events, self._held = self._held or [], None
        if backwards:
            events.reverse()
        if shuffle:
            shuffle.shuffle(events)
        for batch in [[event] for event in events] if one_by_one else [events]:
            await self.post(batch)

    async def redeliver(self, *event_ids: str, one_by_one: bool = False) -> None:
        """Sends events again in the order given: same id, token and timestamp, isRedelivery true."""
        known = {e["webhookEventId"]: e for w in self.webhooks for e in w.body["events"] if "webhookEventId" in e}
        events = [deepcopy(known[event_id]) for event_id in event_ids]
        for event in events:
            event["deliveryContext"] = {"isRedelivery": True}
        for batch in [[event] for event in events] if one_by_one else [events]:
            await self.post(batch)

    async def redeliver_failed(self) -> None:
        """Redelivers every event whose webhooks have all failed, as LINE does where the channel allows it."""
        arrived = {event_id for webhook in self.webhooks if webhook.ok for event_id in webhook.event_ids}
        failed = dict.fromkeys(event_id for webhook in self.webhooks for event_id in webhook.event_ids)
        await self.redeliver(*(event_id for event_id in failed if event_id not in arrived))

    async def post(self, events: Iterable[Json], *, secret: str | None = None, url: str | None = None) -> SentWebhook:
        """Signs and sends one webhook now, whatever hold() says; another `secret` forges the signature."""
        sent = deepcopy(list(events))
        body = self._body(sent)
        raw = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        self.traffic.webhook(body)
        for event in sent:
            redelivered = bool(event.get("deliveryContext", {}).get("isRedelivery"))
            self.tokens.delivered(event.get("replyToken", ""), redelivered=redelivered)
        webhook = await self._post(body, raw, sign(secret or self.channel_secret, raw), url or self.webhook_url)
        self._note(webhook)
        return webhook

    async def _post(self, body: Json, raw: bytes, signature: str, url: str | None) -> SentWebhook:
        import aiohttp

        headers = {"content-type": "application/json; charset=utf-8", "user-agent": "LineBotWebhook/2.0"}
        loop = asyncio.get_running_loop()
        began = loop.time()
        if url is None:
            return SentWebhook(body, 0, "could_not_connect", 0.0)
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                url,
                data=raw,
                headers=headers | {"x-line-signature": signature},
                timeout=aiohttp.ClientTimeout(total=self.deadline_seconds),
            ) as answer:
                await answer.read()
        except TimeoutError:
            return SentWebhook(body, 0, "request_timeout", loop.time() - began)
        except aiohttp.ClientError:
            return SentWebhook(body, 0, "could_not_connect", loop.time() - began)
        reason: Any = "ok" if answer.status // 100 == 2 else "error_status_code"
        return SentWebhook(body, answer.status, reason, loop.time() - began)

    def _body(self, events: Iterable[Json]) -> Json:
        return {"destination": self.bot_user_id, "events": list(events)}

    def _note(self, webhook: SentWebhook) -> None:
        self.webhooks.append(webhook)
        self.wire.append(webhook)
        self.changed()

    async def close(self) -> None:
        """Lets go of connections."""
        if self._session:
            await self._session.close()
            self._session = None
