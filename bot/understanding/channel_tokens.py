"""The one-time token in a message that a link of ours typed into the chat."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\S{2,30}\s+([A-Za-z]{32})")


def token_in(text: str) -> str | None:
    """The token where the message is one word and a token; None for all others."""
    found = _TOKEN.fullmatch(text.strip())
    return found[1] if found else None
