"""The methods of the Bot API that the fake has. Each takes the call's parameters and gives its result, or refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bot.web.simulator.telegram import limits
from bot.web.simulator.telegram.platform import FakeTelegram, Refusal, bad
from bot.web.simulator.telegram.records import Json

Files = dict[str, tuple[str, bytes]]
Method = Callable[[FakeTelegram, Json, Files], Any | Awaitable[Any]]


def send_message(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """sendMessage."""
    text = params.get("text")
    if fault := limits.text_fault(text) or limits.entities_fault(str(text), params.get("entities")):
        raise bad(fault)
    entities = {"entities": params["entities"]} if params.get("entities") else {}
    return fake.shown(fake.deliver(_number(params, "chat_id"), {"text": str(text).strip(), **entities}, params))


def send_photo(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """sendPhoto, by upload only."""
    name, content = _uploaded(files, "photo", 10_000_000)
    body = {"photo": [fake.keep(content, width=1280, height=960)], "uploaded": name, **_caption(params)}
    return fake.shown(fake.deliver(_number(params, "chat_id"), body, params))


def send_document(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """sendDocument, by upload only."""
    name, content = _uploaded(files, "document", 50_000_000)
    held = fake.keep(content, file_name=name)
    return fake.shown(fake.deliver(_number(params, "chat_id"), {"document": held, **_caption(params)}, params))


def send_chat_action(fake: FakeTelegram, params: Json, files: Files) -> bool:
    """sendChatAction."""
    chat = _number(params, "chat_id")
    fake.reachable(chat)
    if params.get("action") not in {"typing", "upload_photo", "upload_document"}:
        raise bad("wrong parameter action in request")
    fake.typing.add(chat)
    return True


def answer_callback_query(fake: FakeTelegram, params: Json, files: Files) -> bool:
    """answerCallbackQuery."""
    tap = str(params.get("callback_query_id", ""))
    if tap not in fake.taps or len(str(params.get("text", ""))) > 200:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    fake.taps[tap] = True
    return True


def edit_markup(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """editMessageReplyMarkup, of the bot's own messages."""
    chat = _number(params, "chat_id")
    fake.reachable(chat)
    message = fake.message(chat, _number(params, "message_id"))
    if message is None or not message.from_bot:
        raise bad("message to edit not found" if message is None else "message can't be edited")
    markup = params.get("reply_markup")
    if fault := limits.markup_fault(markup):
        raise bad(fault)
    if markup == message.body.get("reply_markup"):
        raise bad("message is not modified: specified new message content and reply markup are exactly the same")
    message.body["reply_markup"] = markup
    return fake.shown(message)


def get_me(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """getMe."""
    can = {"can_join_groups": True, "can_read_all_group_messages": not fake.privacy, "supports_inline_queries": False}
    return fake.bot_user() | can


def get_chat(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """getChat."""
    number = _number(params, "chat_id")
    if number not in fake.groups and number not in fake.people:
        raise bad("chat not found")
    return fake.chat(number)


def get_chat_member(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """getChatMember."""
    chat, user = _number(params, "chat_id"), _number(params, "user_id")
    fake.reachable(chat)
    if chat not in fake.groups or user not in fake.groups[chat].members:
        raise bad("user not found")
    return {"status": "member", "user": fake.people[user].user()}


def member_count(fake: FakeTelegram, params: Json, files: Files) -> int:
    """getChatMemberCount, the bot included."""
    chat = _number(params, "chat_id")
    fake.reachable(chat)
    return len(fake.groups[chat].members) + 1 if chat in fake.groups else 2


def get_file(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """getFile: up to 20 MB."""
    name = str(params.get("file_id", ""))
    if name not in fake.content:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(fake.content[name]) > 20_000_000:
        raise bad("file is too big")
    return {
        "file_id": name,
        "file_unique_id": name[-12:],
        "file_size": len(fake.content[name]),
        "file_path": f"held/{name}",
    }


def set_webhook(fake: FakeTelegram, params: Json, files: Files) -> bool:
    """setWebhook; the real one takes https only, this one also loopback http."""
    url = str(params.get("url", ""))
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    fake.webhook_url, fake.webhook_secret = url, str(params.get("secret_token", ""))
    fake.allowed = list(params.get("allowed_updates") or [])
    return True


def delete_webhook(fake: FakeTelegram, params: Json, files: Files) -> bool:
    """deleteWebhook."""
    fake.webhook_url = fake.webhook_secret = ""
    return True


def webhook_info(fake: FakeTelegram, params: Json, files: Files) -> Json:
    """getWebhookInfo."""
    told: Json = {"url": fake.webhook_url, "has_custom_certificate": False, "pending_update_count": len(fake.pending)}
    failed = [one for one in fake.sent if not one.ok]
    if failed:
        told |= {"last_error_date": fake.seconds(), "last_error_message": f"Wrong response: {failed[-1].status}"}
    return told | ({"allowed_updates": fake.allowed} if fake.allowed else {})


def set_commands(fake: FakeTelegram, params: Json, files: Files) -> bool:
    """setMyCommands, for everybody and every language."""
    fake.commands = list(params.get("commands") or [])
    return True


async def get_updates(fake: FakeTelegram, params: Json, files: Files) -> list[Json]:
    """getUpdates: an offset confirms all before it. 409 beside a webhook, or beside another one who polls."""
    if fake.webhook_url:
        told = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
        raise Refusal(409, told)
    if fake.polling:
        told = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        raise Refusal(409, told)
    offset = int(params.get("offset") or 0)
    fake.pending = [one for one in fake.pending if one["update_id"] >= offset]
    fake.polling += 1
    try:
        if not fake.pending:
            fake.arrived.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(fake.arrived.wait(), float(params.get("timeout") or 0))
    finally:
        fake.polling -= 1
    return fake.pending[: int(params.get("limit") or 100)]


METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for name, method in {
        "sendMessage": send_message,
        "sendPhoto": send_photo,
        "sendDocument": send_document,
        "sendChatAction": send_chat_action,
        "answerCallbackQuery": answer_callback_query,
        "editMessageReplyMarkup": edit_markup,
        "getMe": get_me,
        "getChat": get_chat,
        "getChatMember": get_chat_member,
        "getChatMemberCount": member_count,
        "getFile": get_file,
        "setWebhook": set_webhook,
        "deleteWebhook": delete_webhook,
        "getWebhookInfo": webhook_info,
        "getUpdates": get_updates,
        "setMyCommands": set_commands,
    }.items()
}
"""By name in lower case, as Telegram takes them, with the name as it is written."""


def _number(params: Json, name: str) -> int:
    value = params.get(name)
    if not isinstance(value, int):
        raise bad(f"{name} is empty" if value is None else "chat not found")
    return value


def _caption(params: Json) -> Json:
    caption = params.get("caption")
    if caption and limits.units(str(caption)) > limits.CAPTION:
        raise bad("message caption is too long")
    return {"caption": caption} if caption else {}


def _uploaded(files: Files, name: str, most: int) -> tuple[str, bytes]:
    if name not in files:
        raise bad(f"there is no {name} in the request")
    if len(files[name][1]) > most:
        raise Refusal(413, "Request Entity Too Large")
    return files[name]
