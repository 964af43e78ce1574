"""Orders in one sentence about a member number or a case number: issue a code, take it back, end a pause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.lexicon import lexicon
from bot.understanding.normalise import normalise
from bot.understanding.numbers import either

_NUMBER = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]{1,2}-?[0-9]{2,6}|[0-9]{1,6})(?![0-9-])")


@dataclass(frozen=True)
class Order:
    """What is to be done (`key` of orders.yaml) and the number that it is about, as typed."""

    key: str
    number: str
    several: bool = False
    """Whether further member numbers follow."""
    clear: bool = True
    """Whether the number is a member's beyond doubt, or bare figures that only an officer would mean so."""


def read_order(text: str) -> Order | None:
    """The order in a message; None without its words or without a number after them."""
    plain = _places().sub(" ", normalise(text))
    for key, pattern in _orders():
        found = pattern.search(plain)
        numbers = _NUMBER.findall(plain, found.end()) if found else []
        if numbers:
            clear = not numbers[0].isdigit() or _member_words().search(plain) is not None
            return Order(key, numbers[0], len(set(numbers)) > 1, clear)
    return None


@lru_cache(maxsize=1)
def _places() -> re.Pattern[str]:
    return re.compile(rf"{either(lexicon('orders')['places'])}\s?[0-9]+")


@lru_cache(maxsize=1)
def _member_words() -> re.Pattern[str]:
    return re.compile(either(lexicon("orders")["member"]))


@lru_cache(maxsize=1)
def _orders() -> tuple[tuple[str, re.Pattern[str]], ...]:
    # issuing last: the words of others may hold its own
    table = lexicon("orders")
    return tuple(
        (key, re.compile(either(table[key]))) for key in ("revoke_code", "unlock", "issue_proxy", "issue_code")
    )
