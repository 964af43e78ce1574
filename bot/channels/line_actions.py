"""Choices as LINE's action objects, within their limits (platforms.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import quote

from bot.channels.measure import clip, graphemes, shorten
from bot.chat import Choice, GoPrivate, OpenLink, PickDate, Press, Say

MOST_CHIPS = 13
CHIP_LABEL = 20
BUTTON_LABEL = 40
MOST_TEXT = 300
MOST_URI = 1000
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)

Action = dict[str, Any]


def action(choice: Choice, label: int, basic_id: str | None) -> Action | None:
    """What a tap on `choice` does; `label`: graphemes allowed. None for a way into the 1:1 chat without our id."""
    act = choice.act
    labelled = {"label": shorten(choice.label, label) or "-"}
    match act:
        case Press():
            said = {"displayText": clip(act.said, MOST_TEXT)} if act.said else {}
            return {"type": "postback", **labelled, "data": act.data, **said}
        case Say():
            return {"type": "message", **labelled, "text": clip(act.text, MOST_TEXT)}
        case PickDate():
            return {"type": "datetimepicker", **labelled, "data": act.data, "mode": "date", **_days(act)}
        case OpenLink():
            return {"type": "uri", **labelled, "uri": quote(act.url, safe=":/?#[]@!$&'()*+,;=%~-._")}
        case GoPrivate():
            if not basic_id:
                return None
            return {"type": "uri", **labelled, "uri": private_chat(basic_id, act.text)}


def private_chat(basic_id: str, text: str) -> str:
    """The address that opens our 1:1 chat with `text` already typed, shortened where it would be too long for LINE."""
    address = f"https://line.me/R/oaMessage/{quote(basic_id, safe='')}/"
    typed = ""
    for letter in graphemes(text):
        longer = typed + quote(letter, safe="")
        if len(address) + 1 + len(longer) > MOST_URI:
            break
        typed = longer
    return f"{address}?{typed}" if typed else address


def chips(choices: Iterable[Choice], basic_id: str | None) -> dict[str, Any]:
    """Quick replies as a message carries them; empty for no choices. Choices beyond the thirteenth are left out."""
    actions = [made for choice in choices if (made := action(choice, CHIP_LABEL, basic_id))]
    items = [{"type": "action", "action": made} for made in actions[:MOST_CHIPS]]
    return {"quickReply": {"items": items}} if items else {}


def _days(act: PickDate) -> dict[str, str]:
    """The picker's days, kept in the order and the years that LINE allows."""
    earliest = min(max(act.earliest or EARLIEST, EARLIEST), LATEST)
    latest = max(min(act.latest or LATEST, LATEST), earliest)
    days = {"min": earliest if act.earliest else None, "max": latest if act.latest else None}
    if days["min"] and days["min"] == days["max"]:
        days["min"] = None  # LINE wants the earliest day before the latest
    if act.initial:
        days["initial"] = min(max(act.initial, earliest), latest)
    return {name: day.isoformat() for name, day in days.items() if day}
