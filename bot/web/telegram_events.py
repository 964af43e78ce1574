"""One Telegram update as an event: slimmed and masked before anything of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.channels import telegram_picker, telegram_read
from bot.channels.telegram_slim import DOOR, slim
from bot.understanding.masking import mask
from bot.web.ingest import RawEvent


def telegram_event(update: Any, now: datetime, *, username: str | None, own_id: int | None) -> RawEvent | None:
    """The update as it may be stored; None for the turning of a calendar's page, which is between us and the phone.

    `username` and `own_id`: who we are, written into it, so that it reads the same for ever. Raises ValueError.
    """
    if not isinstance(update, Mapping):
        raise ValueError("not an update")
    _, tapped = telegram_read.tapped(update)
    if telegram_picker.page_of(tapped) is not None or tapped == telegram_picker.NOTHING:
        return None
    raw = slim(update, mask)
    raw[DOOR] = {"username": username or "", "id": own_id, "at": int(now.timestamp() * 1000)}
    return RawEvent(telegram_read.read(raw), raw)
