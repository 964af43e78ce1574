"""aiogram's typed methods and updates as a judge of Telegram traffic: a description of the Bot API by other people.

Its models let unknown fields pass, so each is searched for them: a misspelt field, however deep, is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any


@cache
def methods() -> dict[str, Any]:
    """aiogram's model of each method, by the method's name."""
    from aiogram.methods.base import TelegramMethod

    return {kind.__api_method__: kind for kind in _below(TelegramMethod) if isinstance(kind.__api_method__, str)}


def judge(line: Mapping[str, Any]) -> list[str]:
    """The faults of one line of traffic: a call of the bot, or an update sent to it."""
    from aiogram.types import Update
    from pydantic import ValidationError

    try:
        if "update" in line:
            update = Update.model_validate(line["update"])
            return [f"update: {fault}" for fault in unknown(update)]
        if line["call"] not in methods():
            return [f"{line['call']}: no such method"]
        files = {name: "a file" for name in line["files"]}
        call = methods()[line["call"]].model_validate({**line["params"], **files})
        return [f"{line['call']}: {fault}" for fault in unknown(call)]
    except ValidationError as fault:
        return [f"{line.get('call', 'update')}: {error['loc']} {error['msg']}" for error in fault.errors()]


def unknown(value: Any, path: str = "") -> Iterator[str]:
    """Fields that no model knows, by path."""
    from pydantic import BaseModel

    if isinstance(value, BaseModel):
        yield from (f"{path}.{name} is unknown" for name in value.model_extra or {})
        for name in value.model_fields_set:
            yield from unknown(getattr(value, name, None), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from unknown(one, f"{path}[{number}]")


def _below(kind: Any) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
