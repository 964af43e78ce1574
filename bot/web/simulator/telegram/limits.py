"""Telegram's limits on what a bot sends, by its own wording (platforms.md 3). Each function gives the fault or ""."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

TEXT, CAPTION = 4096, 1024
BUTTONS, PER_ROW, DATA_BYTES = 100, 8, 64
ENTITIES = frozenset(
    ["bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre", "text_link"]
)
"""Those that a bot sets itself; mentions and addresses are found by Telegram."""
_WEB = re.compile(r"(https?|tg)://[^\s]+\.?[^\s]*", re.IGNORECASE)
_START = re.compile(r"https://t\.me/\w+\?(?:start|startgroup)(?:=([A-Za-z0-9_-]{1,64}))?")
_ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")


def units(text: str) -> int:
    """UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_fault(text: Any, most: int = TEXT) -> str:
    """What is wrong with words."""
    if not isinstance(text, str) or not text.strip():
        return "message text is empty"
    return "message is too long" if units(text) > most else ""


def entities_fault(text: str, entities: Any) -> str:
    """What is wrong with the entities of a text."""
    if entities is None:
        return ""
    if not isinstance(entities, list):
        return "can't parse entities: expected an Array"
    raw = text.encode("utf-16-le")
    for entity in entities:
        if not isinstance(entity, Mapping) or entity.get("type") not in ENTITIES:
            return "can't parse MessageEntity"
        start, length = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length < 1:
            return "can't parse MessageEntity"
        if 2 * (start + length) > len(raw):
            return "entity ends beyond the text"
        try:
            raw[2 * start : 2 * (start + length)].decode("utf-16-le")
        except UnicodeDecodeError:
            return "entity begins or ends in the middle of a UTF-16 symbol"
    return ""


def markup_fault(markup: Any) -> str:
    """What is wrong with an inline keyboard."""
    if markup is None:
        return ""
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return "object expected as reply markup"
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > PER_ROW for row in rows):
        return "reply markup is too long"
    return next((fault for row in rows for one in row if (fault := _button_fault(one))), "")


def _button_fault(button: Any) -> str:
    if not isinstance(button, Mapping) or not isinstance(button.get("text"), str) or not button["text"].strip():
        return "can't parse inline keyboard button: field text must be non-empty"
    actions = [name for name in _ACTIONS if name in button]
    if len(actions) != 1:
        return "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
    if actions == ["callback_data"]:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
            return "BUTTON_DATA_INVALID"
    if actions == ["url"]:
        url = str(button["url"])
        if not _WEB.fullmatch(url) or ("?start" in url and not _START.fullmatch(url)):
            return "BUTTON_URL_INVALID"
    return ""
