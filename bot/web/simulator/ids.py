"""Ids as the LINE platform makes them. They are random, so that a restarted simulator never repeats one to its bot."""

from __future__ import annotations

import secrets
from datetime import datetime

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(at: datetime) -> str:
    """A webhookEventId: 26 characters, the first ten of them the time `at`."""
    value = (int(at.timestamp() * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(value >> shift) & 31] for shift in range(125, -5, -5))


def token(length: int = 32) -> str:
    """An opaque token of hex digits: reply tokens are 32 characters long."""
    return secrets.token_hex(length // 2)


class MessageIds:
    """Message ids: decimal numbers that only grow."""

    def __init__(self) -> None:
        self._last = 500_000_000_000_000_000 + secrets.randbelow(90_000_000_000_000_000)

    def new(self) -> str:
        """The next id."""
        self._last += 1 + secrets.randbelow(1_000)
        return str(self._last)
