"""The fake LINE platform: everything of platforms.md 5.2, in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.clock import Clock
from bot.web.simulator.gatherings import Gatherings
from bot.web.simulator.ledger import Quota, RetryKeys
from bot.web.simulator.records import Call, Json, Message, Way
from bot.web.simulator.visible import mentioned, substituted

BAD_RECIPIENT = "The property, 'to', in the request body is invalid (line: -, column: -)"
STRANGER_DAYS = timedelta(days=7)


class Refusal(Exception):
    """The platform says no: an HTTP status and LINE's wording."""

    def __init__(self, status: int, message: str, details: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message}
        if listed := [{"message": text, "property": where} for where, text in details]:
            self.body["details"] = listed


class FakeLine(Gatherings):
    """LINE as a bot meets it. Phones are driven by its methods, the bot by serving(); all state is public.

    `clock` rules reply tokens, retry keys and the quota's month; the webhook deadline runs in real time.
    """

    def __init__(
        self,
        clock: Clock,
        channel_secret: str,
        access_token: str,
        basic_id: str = "@nongbaht",
        traffic: Path | None = None,
        *,
        bot_name: str = "Nong Baht",
        webhook_url: str | None = None,
    ) -> None:
        bot_user_id = "U" + sha256(f"bot {basic_id}".encode()).hexdigest()[:32]
        super().__init__(clock, channel_secret, bot_user_id, traffic)
        self.access_token = access_token
        self.basic_id = basic_id
        self.bot_name = bot_name
        self.webhook_url = webhook_url
        self.chat_on = True
        """OA Manager's "Chat" switch: with it messages carry markAsReadToken, without it they are read at once."""
        self.verified = False
        """Verified and premium accounts may list members and followers."""
        self.quota = Quota(clock)
        self.retry_keys = RetryKeys(clock)
        self.calls: list[Call] = []
        """Every call of the bot, in order."""
        self.transcoding: set[str] = set()
        """Ids of videos and sounds that are still being prepared (202)."""

    def reply(self, token: str, messages: list[Json], request_id: str) -> list[Message]:
        """Spends a reply token. Raises Refusal 400 where it is unknown, used or too old."""
        held = self.tokens.valid(token)
        if held is None or (held.chat in self.groups and not self.groups[held.chat].bot_inside):
            raise Refusal(400, "Invalid reply token")
        self._check(held.chat, messages)
        held.used = True
        return self._deliver(held.chat, messages, "reply", held.event_id)

    def push(self, to: str, messages: list[Json], request_id: str) -> list[Message]:
        """Sends unasked and counts it: one per person reached. Raises Refusal 400 for a bad `to`, 429 over quota."""
        if to in self.groups:
            if not self.groups[to].bot_inside:
                raise Refusal(400, "Failed to send messages")
            cost = len(self.groups[to].members)
        elif re.fullmatch("U[0-9a-f]{32}", to):
            cost = int(self.reaches(to))
        elif re.fullmatch("[CR][0-9a-f]{32}", to):
            raise Refusal(400, "Failed to send messages")
        else:
            raise Refusal(400, BAD_RECIPIENT)
        self._check(to, messages)
        self._charge(cost)
        return self._deliver(to, messages, "push", request_id)

    def multicast(self, to: list[Any], messages: list[Json], request_id: str) -> None:
        """Sends to up to 500 people; friends alone are reached. Raises Refusal 400 for group ids, 429 over quota."""
        if not 1 <= len(to) <= 500 or any(not (isinstance(user, str) and user.startswith("U")) for user in to):
            raise Refusal(400, BAD_RECIPIENT)
        friends = [self.users[user] for user in dict.fromkeys(to) if user in self.users]
        reached = [person.id for person in friends if person.friend and not person.blocked]
        self._charge(len(reached))
        for user in reached:
            self._deliver(user, messages, "multicast", request_id)

    def reaches(self, user: str) -> bool:
        """Whether a push reaches this person: a friend who has not blocked, or who wrote within seven days."""
        person = self.users.get(user)
        if person is None or person.blocked:
            return False
        return person.friend or (person.wrote_at is not None and self.clock.now() - person.wrote_at <= STRANGER_DAYS)

    def sent(self, messages: list[Message]) -> list[Json]:
        """LINE's sentMessages for delivered messages."""
        return [{"id": message.id, "quoteToken": message.quote_token} for message in messages]

    def _check(self, chat: str, messages: list[Json]) -> None:
        """Raises Refusal 400 for quote tokens of other chats, and mentions outside a group or of who is not in it."""
        members = self.groups[chat].members if chat in self.groups else {}
        for index, message in enumerate(messages):
            if "quoteToken" in message and self.quotable(str(message["quoteToken"]), chat) is None:
                raise Refusal(400, "The request body has 1 error(s)", [(f"messages[{index}].quoteToken", "invalid")])
            for user in mentioned(message):
                if not members or (user != "all" and user not in members):
                    raise Refusal(
                        400, "The request body has 1 error(s)", [(f"messages[{index}].substitution", "invalid")]
                    )

    def _charge(self, cost: int) -> None:
        if not self.quota.allows(cost):
            raise Refusal(429, "You have reached your monthly limit.")
        if cost:
            self.quota.spend(cost)

    def _deliver(self, chat: str, messages: list[Json], way: Way, cause: str) -> list[Message]:
        """Shows messages in a chat. Who has blocked the bot sees nothing; the ids are given all the same."""
        self.loading.discard(chat)
        if chat in self.groups or self.reaches(chat) or (way == "reply" and not self.users[chat].blocked):
            return [self._said(chat, body, way, cause) for body in messages]
        return [self._unseen(chat, body, way, cause) for body in messages]

    def _said(self, chat: str, body: Json, way: Way, cause: str) -> Message:
        quoted = self.quotable(str(body.get("quoteToken")), chat)
        names = {user.id: user.name for user in self.users.values()}
        shown = substituted(body, names) if body["type"] == "textV2" else ""
        return self.show(chat, None, body, way=way, cause=cause, shown=shown, quoted_id=quoted.id if quoted else None)

    def _unseen(self, chat: str, body: Json, way: Way, cause: str) -> Message:
        return Message(-1, self.new_id(), chat, None, self.clock.now(), body, way, uuid4().hex, cause=cause)

    def record(self, call: Call) -> None:
        """Keeps a call of the bot, and writes it to the traffic file."""
        self.calls.append(call)
        self.wire.append(call)
        self.traffic.call(call.method, call.path, call.headers, call.body)
        self.changed()
