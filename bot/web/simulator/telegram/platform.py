"""The fake Telegram as a bot meets it: who may be written to, what is refused and how (platforms.md 3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.web.simulator.telegram import limits
from bot.web.simulator.telegram.phones import Phones
from bot.web.simulator.telegram.records import Call, Json, Message


class Refusal(Exception):
    """Telegram says no: an HTTP status, its wording, and what its answer adds (retry_after, migrate_to_chat_id)."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def bad(description: str) -> Refusal:
    """400 in Telegram's wording."""
    return Refusal(400, f"Bad Request: {description}")


class FakeTelegram(Phones):
    """Telegram. People are driven by its methods, the bot by serving(); all state is public."""

    def __init__(
        self,
        clock: Clock,
        token: str,
        username: str = "nongbaht_bot",
        *,
        bot_name: str = "Nong Baht",
        traffic: Path | None = None,
    ) -> None:
        super().__init__(clock, int(token.partition(":")[0]), username, bot_name)
        self.token = token
        self.retry_after = 3
        self.calls: list[Call] = []
        """Every call of the bot, in order."""
        self.commands: list[Json] = []
        """What setMyCommands has put up: `command` and `description` of each."""
        self.polling = 0
        """How many getUpdates wait now."""
        self._traffic = traffic

    def deliver(self, chat: int, body: Json, params: Json) -> Message:
        """Puts a message of the bot into a chat. Raises Refusal."""
        self.reachable(chat)
        if fault := limits.markup_fault(params.get("reply_markup")):
            raise bad(fault)
        if params.get("reply_markup") is not None:
            body["reply_markup"] = params["reply_markup"]
        if isinstance(quoted := params.get("reply_parameters"), dict):
            if self.message(chat, int(quoted.get("message_id", 0))) is not None:
                body["quoted"] = int(quoted["message_id"])
            elif not quoted.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
        self.typing.discard(chat)
        return self.show(chat, None, body)

    def reachable(self, chat: int) -> None:
        """Raises Refusal where the bot may not write to a chat."""
        if chat in self.groups:
            group = self.groups[chat]
            if group.moved_to is not None:
                told = "Bad Request: group chat was upgraded to a supergroup chat"
                raise Refusal(400, told, migrate_to_chat_id=group.moved_to)
            if not group.bot_inside:
                raise Refusal(403, f"Forbidden: bot was kicked from the {group.kind} chat")
            return
        person = self.people.get(chat)
        if person is None:
            raise bad("chat not found")
        if person.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if not person.started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")

    def record(self, call: Call) -> None:
        """Keeps a call of the bot, and writes it to the traffic file."""
        self.calls.append(call)
        if call.method != "getUpdates":
            self.wire.append(call)
            self.changed()
        self._write({"call": call.method, "params": call.params, "files": call.files, "status": call.status})

    def note_update(self, update: Json) -> None:
        self._write({"update": update})

    def _write(self, line: dict[str, Any]) -> None:
        if self._traffic:
            with self._traffic.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
